/** Cash and trades of the rule set next-open-all-in: each entry is a trade of its own, closed whole or in part. Float64. */
import type {FillResult, TradeResult} from "../simulate/result.js";

export interface Commission {
  /** Quote units per fill. */
  readonly fixed: number;
  /** Fraction of the traded value. */
  readonly rate: number;
}

/** 1: long, -1: short. */
export type Direction = 1 | -1;

export interface OpenTrade {
  readonly entryId: string;
  readonly direction: Direction;
  amount: number;
  readonly entryPrice: number;
  readonly entryIndex: number;
  readonly entryTime: number;
  stopLoss: number | null;
  takeProfit: number | null;
  /** Age of the target among waiting orders. */
  targetAge: number;
  readonly tag: string | null;
}

export interface Account {
  readonly commission: Commission;
  /** Cash with the results of all closed trades; what open trades cost is not taken off. */
  settled: number;
  readonly open: OpenTrade[];
  readonly closed: TradeResult[];
  readonly fills: FillResult[];
}

/** When and at what price something is filled. */
export interface Moment {
  readonly price: number;
  readonly index: number;
  readonly time: number;
}

export function commissionOn(account: Account, amount: number, price: number): number {
  return account.commission.fixed + Math.abs(amount) * price * account.commission.rate;
}

export function equityOf(account: Account, mark: number): number {
  let equity = account.settled;
  for (const trade of account.open) equity += trade.direction * trade.amount * (mark - trade.entryPrice);
  return equity;
}

/** Cash that no trade needs: equity less the value of all trades, never below 0. */
export function freeCash(account: Account, mark: number): number {
  const used = account.open.reduce((sum, trade) => sum + trade.amount * mark, 0);
  return Math.max(0, equityOf(account, mark) - used);
}

export function openTrade(account: Account, trade: Omit<OpenTrade, "entryPrice">, at: Moment): OpenTrade {
  const opened: OpenTrade = {...trade, entryPrice: at.price};
  account.open.push(opened);
  const fee = commissionOn(account, trade.amount, at.price);
  account.settled -= fee;
  pushFill(account, {orderId: trade.entryId, amount: trade.amount, fee, at});
  return opened;
}

export interface Closing {
  readonly amount: number;
  readonly reason: string;
  /** The order that closes; that of the entry for stops and targets. */
  readonly orderId: string;
  readonly at: Moment;
}

/** Closes a trade or a part of it; the rest stays open under the same entry. */
export function closeTrade(account: Account, trade: OpenTrade, closing: Closing): void {
  const {amount, at} = closing;
  const exitFee = commissionOn(account, amount, at.price);
  const fees = exitFee + commissionOn(account, amount, trade.entryPrice);
  const gross = trade.direction * amount * (at.price - trade.entryPrice);
  const value = amount * trade.entryPrice;
  account.settled += gross - exitFee;
  account.closed.push({
    side: trade.direction === 1 ? "long" : "short",
    entryIndex: trade.entryIndex,
    exitIndex: at.index,
    entryTime: trade.entryTime,
    exitTime: at.time,
    entryPrice: trade.entryPrice,
    exitPrice: at.price,
    amount,
    fees,
    profit: gross - fees,
    profitRatio: trade.direction * (at.price / trade.entryPrice - 1) - fees / value,
    reason: closing.reason,
    tag: trade.tag,
    stopLoss: trade.stopLoss,
    takeProfit: trade.takeProfit
  });
  pushFill(account, {orderId: closing.orderId, amount, fee: exitFee, at});
  trade.amount -= amount;
  if (trade.amount <= 0) account.open.splice(account.open.indexOf(trade), 1);
}

function pushFill(account: Account, fill: {orderId: string; amount: number; fee: number; at: Moment}): void {
  const {orderId, amount, fee, at} = fill;
  account.fills.push({orderId, time: at.time, price: at.price, amount, fee, liquidity: "taker"});
}
