/** What a bar's profit is made of: price, funding, fee and slippage, adding up exactly (METHODS 8.3). Quote currency. */
import {orNull} from "./column.js";

/** One bar of one position. Signed by side: a long position has positive units. */
export interface BarProfit {
  /** Units held through the bar. */
  readonly held: number;
  readonly openPrice: number;
  readonly closePrice: number;
  /** Funding paid (negative = received). */
  readonly fundingPaid: number;
  readonly fills: readonly FillCost[];
}

export interface FillCost {
  /** Signed units. */
  readonly units: number;
  readonly price: number;
  /** Middle price when the decision was taken, and when the order reached the venue. */
  readonly decisionMid: number;
  readonly arrivalMid: number;
  /** Half of the quoted spread at arrival. */
  readonly halfSpread: number;
  readonly fee: number;
}

export interface ProfitAttribution {
  /** Of the units held, and of fills from the decision price to the close. */
  readonly price: number;
  readonly funding: number;
  readonly fee: number;
  /** delay + impact + spread. */
  readonly slippage: number;
  readonly delay: number;
  readonly impact: number;
  readonly spread: number;
  readonly total: number;
}

/** Each part's sign is its effect on profit; price + funding + fee + slippage = total (of cash and marked units). */
export function attributeBarProfit(bar: BarProfit): ProfitAttribution {
  let price = bar.held * (bar.closePrice - bar.openPrice);
  let [fee, delay, impact, spread] = [0, 0, 0, 0];
  for (const fill of bar.fills) {
    price += fill.units * (bar.closePrice - fill.decisionMid);
    delay -= fill.units * (fill.arrivalMid - fill.decisionMid);
    spread -= Math.abs(fill.units) * fill.halfSpread;
    // What was paid beyond the arrival price and half the spread.
    impact -= fill.units * (fill.price - fill.arrivalMid) - Math.abs(fill.units) * fill.halfSpread;
    fee -= fill.fee;
  }
  const slippage = delay + impact + spread;
  const funding = 0 - bar.fundingPaid;
  return {price, funding, fee, slippage, delay, impact, spread, total: price + funding + fee + slippage};
}

/** What the parts leave unexplained of an observed profit, as a share of equity: to be 0 within 1e-9. Null without equity. */
export function unexplainedShare(
  parts: readonly ProfitAttribution[],
  {profit, equity}: {readonly profit: number; readonly equity: number}
): number | null {
  const explained = parts.reduce((total, part) => total + part.total, 0);
  return orNull((profit - explained) / equity);
}
