// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Imports a file of trades, funding or books. */
import {HOUR_MS} from "../../lib/core/time.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {ArchiveEntry} from "./archive-entries.js";
import type {RecordKind} from "./archive-name.js";
import {type RecordColumns, recordBlocks} from "./record-files.js";
import type {BookRecord, FundingRecord, RecordSink, TradeRecord} from "./record-sink.js";

export interface RecordImport {
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly kind: RecordKind;
  readonly instrument: Instrument;
  readonly sink: RecordSink;
  readonly now: number;
}

export interface RecordCounts {
  readonly rows: number;
  readonly inserted: number;
  readonly rejected: number;
  /** False for kinds that are read and counted, and that no table keeps. */
  readonly isStored: boolean;
}

export async function importRecords(options: RecordImport): Promise<RecordCounts> {
  const {entry, kind, path, instrument, sink} = options;
  await sink.addInstrumentIfMissing(instrument);
  let rows = 0;
  let inserted = 0;
  let rejected = 0;
  let levels: RecordColumns[] = [];
  let fundingBefore = Number.NaN;
  for await (const block of recordBlocks(entry, kind, path)) {
    if (kind === "trades" || kind === "aggTrades") {
      const trades = tradesOf(block, {path: entry.name, firstRow: rows, now: options.now});
      rejected += block.length - trades.length;
      inserted += await sink.writeTrades(instrument, trades);
    } else if (kind === "funding") {
      const rates = fundingOf(block, fundingBefore, options.now);
      rejected += block.length - rates.length;
      fundingBefore = rates.at(-1)?.time ?? fundingBefore;
      inserted += await sink.writeFunding(instrument, rates);
    } else if (kind === "book_snapshot") levels = [...levels, block];
    rows += block.length;
  }
  for (const book of booksOf(levels, options.now)) inserted += await sink.writeBook(instrument, book);
  return {rows, inserted, rejected, isStored: kind !== "book_delta" && kind !== "book_ticker"};
}

function tradesOf(
  {fields, length}: RecordColumns,
  {path, firstRow, now}: {path: string; firstRow: number; now: number}
): TradeRecord[] {
  const {time, receivedAt, tradeId, price, amount, isBuyerMaker} = fields;
  const trades: TradeRecord[] = [];
  for (let i = 0; i < length; i++) {
    if (!(time![i]! > 0 && price![i]! > 0 && amount![i]! > 0)) continue;
    const id = tradeId![i]!;
    const maker = isBuyerMaker![i]!;
    const received = receivedAt?.[i] ?? Number.NaN;
    trades.push({
      time: time![i]!,
      recordedAt: received >= time![i]! ? received : Math.max(now, time![i]!),
      // A file without ids gives each trade its place in the file, so that two equal trades stay two.
      tradeId: Number.isNaN(id) ? `${path}:${firstRow + i}` : String(id),
      price: price![i]!,
      amount: amount![i]!,
      takerSide: Number.isNaN(maker) ? null : maker === 1 ? "sell" : "buy"
    });
  }
  return trades;
}

/** Where the file does not say the interval it is the time since the settlement before; for the first, until the next. */
function fundingOf({fields, length}: RecordColumns, before: number, now: number): FundingRecord[] {
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

/** One book for each sequence number. */
function booksOf(blocks: readonly RecordColumns[], now: number): BookRecord[] {
  const books = new Map<number, {time: number; bids: [number, number][]; asks: [number, number][]}>();
  for (const {fields, length} of blocks)
    for (let i = 0; i < length; i++) {
      const sequence = fields.sequence![i]!;
      const book = books.get(sequence) ?? {time: fields.receivedAt![i]!, bids: [], asks: []};
      books.set(sequence, book);
      (fields.side![i] === 1 ? book.bids : book.asks).push([fields.price![i]!, fields.amount![i]!]);
    }
  return [...books].map(([sequence, {time, bids, asks}]) => ({
    time,
    recordedAt: Math.max(now, time),
    sequence,
    bids: bids.sort((x, y) => y[0] - x[0]),
    asks: asks.sort((x, y) => x[0] - y[0])
  }));
}
