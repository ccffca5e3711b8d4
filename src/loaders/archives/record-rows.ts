// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Records out of a file's columns. A row that lacks what it must have is left out, and the caller counts it. */
import {HOUR_MS} from "../../lib/core/time.js";
import type {RecordColumns} from "./record-files.js";
import type {FundingRecord, OpenInterestRecord, QuoteRecord, TradeRecord} from "./record-sink.js";

/** When a figure could first be used: when it was received where the file says, else now, and never before its time. */
export function usableFrom({time, receivedAt, now}: {time: number; receivedAt: number; now: number}): number {
  return receivedAt >= time ? receivedAt : Math.max(now, time);
}

export function tradesOf(
  {fields, length}: RecordColumns,
  {path, firstRow, now}: {path: string; firstRow: number; now: number}
): TradeRecord[] {
  const {time, receivedAt, tradeId, price, amount, isBuyerMaker, side} = fields;
  const trades: TradeRecord[] = [];
  for (let i = 0; i < length; i++) {
    if (!(time![i]! > 0 && price![i]! > 0 && amount![i]! > 0)) continue;
    const id = tradeId![i]!;
    const taker = takerSide(isBuyerMaker![i]!, side?.[i] ?? Number.NaN);
    trades.push({
      time: time![i]!,
      recordedAt: usableFrom({time: time![i]!, receivedAt: receivedAt?.[i] ?? Number.NaN, now}),
      // A file without ids gives each trade its place in the file, so that two equal trades stay two.
      tradeId: Number.isNaN(id) ? `${path}:${firstRow + i}` : String(id),
      price: price![i]!,
      amount: amount![i]!,
      takerSide: taker
    });
  }
  return trades;
}

function takerSide(isBuyerMaker: number, side: number): TradeRecord["takerSide"] {
  if (!Number.isNaN(isBuyerMaker)) return isBuyerMaker === 1 ? "sell" : "buy";
  return Number.isNaN(side) ? null : side === 1 ? "buy" : "sell";
}

/** Where the file does not say the interval it is the time since the settlement before; for the first, until the next. */
export function fundingOf({fields, length}: RecordColumns, before: number, now: number): FundingRecord[] {
  const {time, rate, intervalHours} = fields;
  const records: FundingRecord[] = [];
  for (let i = 0; i < length; i++) {
    if (!(time![i]! > 0 && Number.isFinite(rate![i]!))) continue;
    const previous = i > 0 ? time![i - 1]! : before;
    const step = Number.isNaN(previous) ? time![i + 1]! - time![i]! : time![i]! - previous;
    const hours = Number.isNaN(intervalHours![i]!) ? Math.round(step / HOUR_MS) : intervalHours![i]!;
    const recordedAt = Math.max(now, time![i]!);
    records.push({time: time![i]!, recordedAt, rate: rate![i]!, intervalHours: hours > 0 ? hours : 8});
  }
  return records;
}

export function openInterestOf({fields, length}: RecordColumns, now: number): OpenInterestRecord[] {
  const {time, amount, value} = fields;
  const records: OpenInterestRecord[] = [];
  for (let i = 0; i < length; i++)
    if (time![i]! > 0 && amount![i]! >= 0)
      records.push({
        time: time![i]!,
        recordedAt: Math.max(now, time![i]!),
        amount: amount![i]!,
        value: nullForNaN(value![i]!)
      });
  return records;
}

/** A quote has at least one side. */
export function quotesOf({fields, length}: RecordColumns, now: number): QuoteRecord[] {
  const {time, receivedAt, sequence, bid, bidAmount, ask, askAmount} = fields;
  const quotes: QuoteRecord[] = [];
  for (let i = 0; i < length; i++) {
    if (!(time![i]! > 0 && (bid![i]! > 0 || ask![i]! > 0))) continue;
    const number = sequence![i]!;
    quotes.push({
      time: time![i]!,
      recordedAt: usableFrom({time: time![i]!, receivedAt: receivedAt![i]!, now}),
      sequence: Number.isNaN(number) ? 0 : number,
      bid: nullForNaN(bid![i]!),
      bidAmount: nullForNaN(bidAmount![i]!),
      ask: nullForNaN(ask![i]!),
      askAmount: nullForNaN(askAmount![i]!)
    });
  }
  return quotes;
}

export function nullForNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
