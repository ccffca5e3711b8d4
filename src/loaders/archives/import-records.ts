/** Imports a file of trades, funding, open interest or books. */
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {ArchiveEntry} from "./archive-entries.js";
import type {RecordKind} from "./archive-name.js";
import {BookLines, bookOf, changeOf} from "./book-rows.js";
import {type RecordColumns, recordBlocks} from "./record-files.js";
import {fundingOf, openInterestOf, quotesOf, tradesOf} from "./record-rows.js";
import type {RecordSink} from "./record-sink.js";

export interface RecordImport {
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly kind: RecordKind;
  readonly instrument: Instrument;
  readonly sink: RecordSink;
  readonly now: number;
}

export interface RecordCounts {
  /** Lines; a book or a change to it may take several. */
  readonly rows: number;
  readonly inserted: number;
  /** Lines that lack what a record must have. */
  readonly rejected: number;
}

interface BlockCounts {
  readonly inserted: number;
  readonly kept: number;
}

export async function importRecords(options: RecordImport): Promise<RecordCounts> {
  const {entry, kind, path, instrument, sink} = options;
  await sink.addInstrumentIfMissing(instrument);
  const importer = new BlockImporter(options);
  let rows = 0;
  let inserted = 0;
  let kept = 0;
  for await (const block of recordBlocks(entry, kind, path)) {
    const counts = await importer.add(block, rows);
    inserted += counts.inserted;
    kept += counts.kept;
    rows += block.length;
  }
  inserted += await importer.finish();
  return {rows, inserted, rejected: rows - kept};
}

class BlockImporter {
  readonly #options: RecordImport;
  readonly #lines = new BookLines();
  #fundingBefore = Number.NaN;

  constructor(options: RecordImport) {
    this.#options = options;
  }

  async add(block: RecordColumns, firstRow: number): Promise<BlockCounts> {
    const {kind, entry, instrument, sink, now} = this.#options;
    switch (kind) {
      case "trades":
      case "aggTrades": {
        const trades = tradesOf(block, {path: entry.name, firstRow, now});
        return {kept: trades.length, inserted: await sink.writeTrades(instrument, trades)};
      }
      case "funding": {
        const rates = fundingOf(block, this.#fundingBefore, now);
        this.#fundingBefore = rates.at(-1)?.time ?? this.#fundingBefore;
        return {kept: rates.length, inserted: await sink.writeFunding(instrument, rates)};
      }
      case "open_interest": {
        const records = openInterestOf(block, now);
        return {kept: records.length, inserted: await sink.writeOpenInterest(instrument, records)};
      }
      case "book_ticker": {
        const quotes = quotesOf(block, now);
        return {kept: quotes.length, inserted: await sink.writeQuotes(instrument, quotes)};
      }
      case "book_snapshot":
      case "book_delta":
        return {kept: block.length, inserted: await this.#store(this.#lines.push(block))};
    }
  }

  async finish(): Promise<number> {
    return this.#store(this.#lines.finish());
  }

  async #store(messages: ReturnType<BookLines["finish"]>): Promise<number> {
    const {kind, instrument, sink, now} = this.#options;
    if (kind === "book_delta")
      return sink.writeBookChanges(
        instrument,
        messages.map((message) => changeOf(message, now))
      );
    let inserted = 0;
    for (const message of messages) inserted += await sink.writeBook(instrument, bookOf(message, now));
    return inserted;
  }
}
