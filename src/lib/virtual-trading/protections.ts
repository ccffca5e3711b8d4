/**
 * Locks that keep a strategy from trading after losses: cooldown, stop-loss guard, low-profit pairs, maximum drawdown.
 * Pure: closed trades and settings in, locks out. Times are epoch ms, durations minutes, ratios fractions.
 */
import {DAY_MS, MINUTE_MS} from "../core/time.js";

export const PROTECTION_TYPES = ["cooldown", "stoploss-guard", "low-profit", "max-drawdown"] as const;
export type ProtectionType = (typeof PROTECTION_TYPES)[number];

export interface Protection {
  readonly type: ProtectionType;
  readonly lookbackMinutes: number;
  readonly stopMinutes: number;
  /** Minutes after midnight UTC; replaces `stopMinutes`. */
  readonly unlockAtMinutes: number | null;
  readonly tradeLimit: number;
  readonly requiredProfit: number;
  readonly onlyPerPair: boolean;
  readonly onlyPerSide: boolean;
  readonly maxDrawdown: number;
}

export type LockSide = "long" | "short" | "*";

export interface ClosedTrade {
  readonly pair: string;
  readonly side: "long" | "short";
  readonly openTime: number;
  readonly closeTime: number;
  readonly exitReason: string;
  readonly profitRatio: number;
}

export interface Lock {
  /** `*`: all pairs. */
  readonly pair: string;
  readonly side: LockSide;
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  readonly type: ProtectionType;
}

export interface LockQuestion {
  readonly pair: string;
  readonly side: LockSide;
  readonly time: number;
}

export interface LockBook {
  readonly trades: readonly ClosedTrade[];
  readonly locks: readonly Lock[];
}

/** The new locks that the protections ask for at a moment, for a pair or, with `*`, for all of them. */
export function newLocks(
  book: LockBook,
  question: LockQuestion,
  settings: {readonly protections: readonly Protection[]; readonly timeframeMs: number}
): Lock[] {
  const locks = [...book.locks];
  const found: Lock[] = [];
  for (const protection of settings.protections) {
    const wanted = wantedLock(protection, book.trades, question);
    if (wanted === null) continue;
    const end = lockEnd(protection, wanted.lastClose);
    // A lock that already reaches beyond the end makes a new one pointless; the end as it is, before rounding to
    // candles, and whenever that lock began: an end before the check is no reason to lock again at each check.
    if (locks.some((lock) => end < lock.until && isOf(lock, question.pair, wanted.side))) continue;
    const until = nextCandle(end, settings.timeframeMs);
    const lock: Lock = {pair: question.pair, side: wanted.side, from: question.time, until, type: protection.type};
    locks.push(lock);
    found.push(lock);
  }
  return found;
}

/** Whether a lock holds: of the pair or of all, of the side or of both. A question for `*` sees only such locks. */
export function isLocked(locks: readonly Lock[], {pair, side, time}: LockQuestion): boolean {
  return locks.some((lock) => lock.from <= time && time < lock.until && isOf(lock, pair, side));
}

function isOf(lock: Lock, pair: string, side: LockSide): boolean {
  return (lock.pair === pair || lock.pair === "*") && (lock.side === side || lock.side === "*");
}

interface WantedLock {
  readonly side: LockSide;
  readonly lastClose: number;
}

function wantedLock(protection: Protection, trades: readonly ClosedTrade[], question: LockQuestion): WantedLock | null {
  const {pair, time} = question;
  const since = time - protection.lookbackMinutes * MINUTE_MS;
  const recent = trades.filter((trade) => trade.closeTime > since && (pair === "*" || trade.pair === pair));
  switch (protection.type) {
    case "cooldown":
      return pair === "*" ? null : lockAfter(recent, "*");
    case "stoploss-guard":
      return guardStops(protection, recent, question);
    case "low-profit":
      return pair === "*" ? null : guardProfit(protection, recent, question);
    case "max-drawdown":
      return pair === "*" ? guardDrawdown(protection, recent) : null;
  }
}

function lockAfter(trades: readonly ClosedTrade[], side: LockSide): WantedLock | null {
  if (trades.length === 0) return null;
  return {side, lastClose: Math.max(...trades.map((trade) => trade.closeTime))};
}

const STOP_REASONS = ["stop-loss", "trailing-stop", "stop-loss-on-exchange", "liquidation"];

function guardStops(protection: Protection, recent: readonly ClosedTrade[], question: LockQuestion): WantedLock | null {
  if (question.pair === "*" && protection.onlyPerPair) return null;
  const stops = recent.filter(
    (trade) =>
      STOP_REASONS.includes(trade.exitReason) &&
      trade.profitRatio !== 0 &&
      trade.profitRatio < protection.requiredProfit &&
      (!protection.onlyPerSide || trade.side === question.side)
  );
  if (stops.length < protection.tradeLimit) return null;
  return lockAfter(stops, protection.onlyPerSide ? question.side : "*");
}

function guardProfit(
  protection: Protection,
  recent: readonly ClosedTrade[],
  question: LockQuestion
): WantedLock | null {
  // The limit counts the trades of both sides, the sum only those that are asked for.
  if (recent.length < protection.tradeLimit) return null;
  const summed = recent.filter((trade) => !protection.onlyPerSide || trade.side === question.side);
  const profit = summed.reduce((sum, trade) => sum + trade.profitRatio, 0);
  if (profit >= protection.requiredProfit) return null;
  return lockAfter(recent, protection.onlyPerSide ? question.side : "*");
}

function guardDrawdown(protection: Protection, recent: readonly ClosedTrade[]): WantedLock | null {
  if (recent.length < protection.tradeLimit) return null;
  const inOrder = recent.toSorted((a, b) => a.closeTime - b.closeTime);
  let sum = 0;
  let peak = Number.NEGATIVE_INFINITY;
  let fall = 0;
  for (const trade of inOrder) {
    sum += trade.profitRatio;
    peak = Math.max(peak, sum);
    fall = Math.max(fall, peak - sum);
  }
  return fall > protection.maxDrawdown ? lockAfter(recent, "*") : null;
}

function lockEnd(protection: Protection, lastClose: number): number {
  const {unlockAtMinutes} = protection;
  if (unlockAtMinutes === null) return lastClose + protection.stopMinutes * MINUTE_MS;
  const sameDay = Math.floor(lastClose / DAY_MS) * DAY_MS + unlockAtMinutes * MINUTE_MS;
  return sameDay >= lastClose ? sameDay : sameDay + DAY_MS;
}

/** The next candle start strictly later. */
function nextCandle(time: number, timeframeMs: number): number {
  return (Math.floor(time / timeframeMs) + 1) * timeframeMs;
}
