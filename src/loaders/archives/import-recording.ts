/** Imports a recording of WebSocket messages: trades, books, changes to books and quotes, each to its own table. */
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {ccxtSymbol} from "./archive-name.js";
import {bestFirst} from "./book-rows.js";
import {linesOf} from "./entry-lines.js";
import type {BookChangeRecord, BookRecord, QuoteRecord, RecordSink, TradeRecord} from "./record-sink.js";
import {parseRecorded, type Recorded} from "./recorded-messages.js";

export interface RecordingImport {
  readonly entry: ArchiveEntry;
  /** The one that the file's name says; null where it says none. */
  readonly named: Instrument | null;
  /** Makes the instrument of a symbol that messages name, e.g. `BTC/USDT`. */
  readonly instrumentOf: (symbol: string) => Instrument;
  readonly sink: RecordSink;
  readonly now: number;
}

export interface RecordingCounts {
  /** Messages. */
  readonly rows: number;
  readonly inserted: number;
  /** Lines that are no message, and messages that say nothing of the market. */
  readonly rejected: number;
  /** Records in the messages, by kind. */
  readonly kinds: Readonly<Record<Recorded["kind"], number>>;
  readonly instruments: readonly string[];
}

interface Waiting {
  readonly instrument: Instrument;
  readonly trades: TradeRecord[];
  readonly books: BookRecord[];
  readonly changes: BookChangeRecord[];
  readonly quotes: QuoteRecord[];
}

const BATCH_MESSAGES = 5_000;

export async function importRecording(options: RecordingImport): Promise<RecordingCounts> {
  const {entry, now, sink} = options;
  const kinds = {trade: 0, book: 0, change: 0, quote: 0};
  const waiting = new Map<string, Waiting>();
  // A message without a symbol (a book that was asked for) belongs to whom the message before it spoke of.
  let symbol: string | null = null;
  let rows = 0;
  let rejected = 0;
  let inserted = 0;
  for await (const line of linesOf(entry.chunks)) {
    rows++;
    const message = parseRecorded(line, now);
    symbol = message?.symbol ?? symbol;
    const instrument = message === null ? null : instrumentFor(symbol, options);
    if (message === null || instrument === null || message.records.length === 0) {
      rejected++;
      continue;
    }
    const kept = waiting.get(instrument.id) ?? {instrument, trades: [], books: [], changes: [], quotes: []};
    waiting.set(instrument.id, kept);
    for (const recorded of message.records) {
      kinds[recorded.kind]++;
      keep(kept, recorded);
    }
    if (rows % BATCH_MESSAGES === 0) inserted += await store(waiting, sink);
  }
  inserted += await store(waiting, sink);
  return {rows, inserted, rejected, kinds, instruments: [...waiting.keys()]};
}

function instrumentFor(symbol: string | null, {named, instrumentOf}: RecordingImport): Instrument | null {
  const isNamed = symbol === null || symbol === named?.base || ccxtSymbol(symbol) === named?.symbol.split(":")[0];
  if (named !== null && isNamed) return named;
  // Hyperliquid names a coin alone and quotes it in dollars.
  return symbol === null ? null : instrumentOf(ccxtSymbol(symbol) ?? `${symbol}/USD`);
}

function keep(waiting: Waiting, recorded: Recorded): void {
  switch (recorded.kind) {
    case "trade":
      waiting.trades.push(recorded.record);
      return;
    case "book":
      waiting.books.push(bestFirst(recorded.record));
      return;
    case "change":
      waiting.changes.push(recorded.record);
      return;
    case "quote":
      waiting.quotes.push(recorded.record);
  }
}

/** Writes what waits, each list in one batch, and empties it. */
async function store(all: ReadonlyMap<string, Waiting>, sink: RecordSink): Promise<number> {
  let inserted = 0;
  for (const {instrument, trades, books, changes, quotes} of all.values()) {
    inserted += await sink.writeTrades(instrument, trades.splice(0));
    inserted += await sink.writeBookChanges(instrument, changes.splice(0));
    inserted += await sink.writeQuotes(instrument, quotes.splice(0));
    for (const book of books.splice(0)) inserted += await sink.writeBook(instrument, book);
  }
  return inserted;
}
