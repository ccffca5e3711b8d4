/** What one state of the order book, or two in a row, say of the pressure on the price (METHODS F6). */
import type {FactorBook, FactorBookLevels} from "./factor-inputs.js";

/** (bids - asks) / (bids + asks) of the amounts at the first levels, -1..1; NaN for an empty book. */
export function bookImbalance({bids, asks}: FactorBook, levels: number): number {
  const bid = depth(bids, levels);
  const ask = depth(asks, levels);
  return (bid - ask) / (bid + ask);
}

function depth(side: FactorBookLevels, levels: number): number {
  let sum = 0;
  for (let i = 0; i < levels && i < side.length; i++) sum += side[i]?.[1] ?? 0;
  return sum;
}

/** Mid price; NaN where a side is empty. */
export function midPrice({bids, asks}: FactorBook): number {
  return ((bids[0]?.[0] ?? Number.NaN) + (asks[0]?.[0] ?? Number.NaN)) / 2;
}

/** The mid weighted by the other side's amount: nearer to the thinner side, where the price is to go. */
export function microprice({bids, asks}: FactorBook): number {
  const [bid, bidAmount] = bids[0] ?? [Number.NaN, Number.NaN];
  const [ask, askAmount] = asks[0] ?? [Number.NaN, Number.NaN];
  return (bid * askAmount + ask * bidAmount) / (bidAmount + askAmount);
}

/** Order-flow imbalance of each update against the last one (Cont, Kukanov and Stoikov 2014). */
export class OrderFlow {
  private bid = Number.NaN;
  private bidAmount = Number.NaN;
  private ask = Number.NaN;
  private askAmount = Number.NaN;

  /** Base units: what came to the best bid and left the best ask; 0 for the first book, and where a side is empty. */
  update({bids, asks}: FactorBook): number {
    const [bid, bidAmount] = bids[0] ?? [Number.NaN, 0];
    const [ask, askAmount] = asks[0] ?? [Number.NaN, 0];
    let flow = 0;
    if (bid >= this.bid) flow += bidAmount;
    if (bid <= this.bid) flow -= this.bidAmount;
    if (ask <= this.ask) flow -= askAmount;
    if (ask >= this.ask) flow += this.askAmount;
    this.bid = bid;
    this.bidAmount = bidAmount;
    this.ask = ask;
    this.askAmount = askAmount;
    return flow;
  }
}
