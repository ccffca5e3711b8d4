/**
 * The candle by candle run of the rule set next-open-all-in: what was sent after one candle is processed on the next,
 * closes and attached stop-losses before the rest, each oldest first.
 */
import type {MatchedCandle} from "../matching/candle-matching.js";
import {
  type Account,
  closeTrade,
  commissionOn,
  freeCash,
  type Moment,
  type OpenTrade,
  openTrade
} from "./next-open-account.js";
import {
  directionOf,
  type Entry,
  type EntryCandle,
  type EntryFill,
  entryFill,
  isBracketInOrder,
  isOnlyTargetReached,
  marketFill
} from "./next-open-entries.js";

export interface NextOpenModel {
  readonly fillsAtClose: boolean;
  readonly spread: number;
  readonly hedging: boolean;
  readonly exclusive: boolean;
  readonly lot: number;
}

/** A market order that closes a trade or a part of it. */
export interface CloseOrder {
  readonly trade: OpenTrade;
  readonly amount: number;
  readonly reason: string;
  readonly orderId: string;
}

export interface NextOpenRun {
  readonly model: NextOpenModel;
  readonly account: Account;
  closes: CloseOrder[];
  waiting: Entry[];
  /** The next age to give. */
  nextAge: number;
}

/** Sends an entry after a candle with the given close. */
export function sendEntry(run: NextOpenRun, entry: Entry, close: number): void {
  const market = close * (1 + directionOf(entry) * run.model.spread);
  if (!isBracketInOrder(entry, entry.limit ?? entry.stop ?? market)) {
    entry.state = "rejected";
    entry.reason = "bad-bracket";
    return;
  }
  if (run.model.exclusive) {
    for (const other of run.waiting) cancelEntry(other);
    run.waiting = [];
    closeAll(run, "exclusive");
  }
  entry.state = "open";
  entry.age = run.nextAge++;
  run.waiting.push(entry);
}

export function cancelEntry(entry: Entry): void {
  entry.state = "canceled";
  entry.reason = "user";
}

export function closeAll(run: NextOpenRun, reason: string): void {
  for (const trade of run.account.open) {
    run.closes.push({trade, amount: trade.amount, reason, orderId: trade.entryId});
  }
}

/** Processes everything that waits on one candle. */
export function processCandle(run: NextOpenRun, at: EntryCandle): void {
  runCloses(run, marketFill(at));
  runStopLosses(run, run.account.open, at);
  // Brackets of this candle's entries act on it only where the path leaves no doubt: they are looked at once more.
  const bracketed: OpenTrade[] = [];
  for (const waiting of byAge(run)) {
    if ("direction" in waiting) runTakeProfits(run, [waiting], at);
    else {
      const opened = tryEntry(run, waiting, at);
      if (opened !== null) bracketed.push(opened);
    }
  }
  run.waiting = run.waiting.filter((entry) => entry.state === "open");
  runStopLosses(run, bracketed, at);
  runTakeProfits(run, bracketed, at);
}

/** Waiting entries and targets, oldest first. */
function byAge(run: NextOpenRun): (Entry | OpenTrade)[] {
  const age = (item: Entry | OpenTrade): number => ("direction" in item ? item.targetAge : item.age);
  const targets = run.account.open.filter((trade) => trade.takeProfit !== null);
  return [...run.waiting, ...targets].sort((a, b) => age(a) - age(b));
}

function runCloses(run: NextOpenRun, at: Moment): void {
  for (const {trade, amount, reason, orderId} of run.closes) {
    if (!run.account.open.includes(trade)) continue;
    closeTrade(run.account, trade, {amount: Math.min(amount, trade.amount), reason, orderId, at});
  }
  run.closes = [];
}

function runStopLosses(run: NextOpenRun, trades: readonly OpenTrade[], at: EntryCandle): void {
  for (const trade of [...trades]) {
    const stop = trade.stopLoss;
    const {open, high, low} = at.candle;
    if (stop === null || !run.account.open.includes(trade)) continue;
    if (trade.direction === 1 ? low > stop : high < stop) continue;
    const price = trade.direction === 1 ? Math.min(open, stop) : Math.max(open, stop);
    exit(run, trade, {reason: "stop-loss", at: momentIn(at, price)});
  }
}

function runTakeProfits(run: NextOpenRun, trades: readonly OpenTrade[], at: EntryCandle): void {
  for (const trade of [...trades]) {
    const target = trade.takeProfit;
    const {open, high, low} = at.candle;
    if (target === null || !run.account.open.includes(trade)) continue;
    if (trade.direction === 1 ? high < target : low > target) continue;
    const price = trade.direction === 1 ? Math.max(open, target) : Math.min(open, target);
    exit(run, trade, {reason: "take-profit", at: momentIn(at, price)});
  }
}

function exit(run: NextOpenRun, trade: OpenTrade, {reason, at}: {readonly reason: string; readonly at: Moment}): void {
  closeTrade(run.account, trade, {amount: trade.amount, reason, orderId: trade.entryId, at});
}

function momentIn({candle, index}: EntryCandle, price: number): Moment {
  return {price, index, time: price === candle.open ? candle.openTime : candle.closeTime};
}

/** @returns the trade it opened when its bracket may act on this very candle. */
function tryEntry(run: NextOpenRun, entry: Entry, at: EntryCandle): OpenTrade | null {
  const fill = entryFill(entry, at);
  if (fill === null) return null;
  const {account, model} = run;
  const direction = directionOf(entry);
  const price = fill.price * (1 + direction * model.spread);
  const size = entry.amount ?? entry.fraction;
  const unitCost = price + commissionOn(account, size, fill.price) / size;
  const free = freeCash(account, at.candle.close);
  const wanted = entry.amount ?? Math.floor((free * entry.fraction) / unitCost / model.lot) * model.lot;
  entry.amount = wanted;
  entry.price = fill.price;
  const need = wanted - closeOpposite(run, entry, {wanted, fill});
  entry.filled = wanted - need;
  const isShort = need * unitCost > freeCash(account, at.candle.close);
  if (wanted <= 0 || isShort) {
    entry.state = "canceled";
    entry.reason = "insufficient-funds";
    return null;
  }
  entry.state = "filled";
  entry.filled = wanted;
  if (need <= 0) return null;
  const {stopLoss, takeProfit, tag} = entry;
  const trade = openTrade(
    account,
    {
      entryId: entry.id,
      direction,
      amount: need,
      entryIndex: fill.index,
      entryTime: fill.time,
      stopLoss,
      takeProfit,
      targetAge: run.nextAge++,
      tag
    },
    {...fill, price}
  );
  entry.price = price;
  const actsNow = fill.kind === "market" || (fill.kind === "stop" && isOnlyTargetReached(entry, at.candle));
  return actsNow ? trade : null;
}

/** Trades of the other side are closed first, oldest first, at the price without spread. @returns the amount closed. */
function closeOpposite(
  run: NextOpenRun,
  entry: Entry,
  {wanted, fill}: {readonly wanted: number; readonly fill: EntryFill}
): number {
  if (run.model.hedging) return 0;
  const direction = directionOf(entry);
  let left = wanted;
  for (const trade of [...run.account.open]) {
    if (trade.direction === direction || left <= 0) continue;
    const amount = Math.min(left, trade.amount);
    closeTrade(run.account, trade, {amount, reason: "opposite", orderId: entry.id, at: fill});
    left -= amount;
  }
  return wanted - left;
}

export function entryCandle(
  candles: readonly MatchedCandle[],
  index: number,
  fillsAtClose: boolean
): EntryCandle | null {
  const candle = candles[index];
  return candle === undefined ? null : {index, candle, previous: candles[index - 1] ?? null, fillsAtClose};
}
