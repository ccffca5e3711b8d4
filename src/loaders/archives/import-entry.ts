/** Imports one file, or one member of a zip: finds out what it holds and of which instrument, and hands it on. */
import {present} from "../../lib/core/assert.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type ArchiveEntry, archiveEntry} from "./archive-entries.js";
import {type ArchiveFormat, formatOf, peekEntry} from "./archive-format.js";
import {archiveInstrument} from "./archive-instrument.js";
import {type ArchiveName, archiveName} from "./archive-name.js";
import {importCandles} from "./import-candles.js";
import {importFigures} from "./import-figures.js";
import {importRecording} from "./import-recording.js";
import {importRecords} from "./import-records.js";
import type {ImportedFile, ImportOptions} from "./imported-file.js";
import {plainLines} from "./plain-lines.js";
import {fitsKind} from "./record-files.js";
import {unsupportedFormat} from "./unsupported-formats.js";
import {wideBooks} from "./wide-books.js";

/** Candles and records whose venue nobody names are kept apart from every venue's. */
const UNNAMED_VENUE = "unnamed";

/** @throws OperatingError of what is wrong with the file. */
export async function importEntry(path: string, given: ArchiveEntry, options: ImportOptions): Promise<ImportedFile> {
  assertSupported(path, given.name);
  const {head, entry} = await peekEntry(inPlainLines(given));
  const name = archiveName(path, entry.name);
  switch (contentOf(head, entry, name)) {
    case "figures":
      return {
        outcome: "figures",
        path,
        ...(await importFigures({entry, path, sink: options.records, now: options.now}))
      };
    case "recording":
      return recordingOf(path, {entry, name}, options);
    case "wide-books":
      return importWideBooks(path, {entry, name}, options);
    case "rows":
      return importRows(path, {entry, name}, options);
  }
}

function inPlainLines(entry: ArchiveEntry): ArchiveEntry {
  return {...entry, chunks: plainLines(entry.chunks)};
}

interface NamedEntry {
  readonly entry: ArchiveEntry;
  readonly name: ArchiveName;
}

/** A name that says trades or funding is believed where the header fits it. */
function contentOf(head: string, entry: ArchiveEntry, {kind}: ArchiveName): ArchiveFormat {
  const format = formatOf(head, entry.name);
  if (format !== "figures" || kind === null) return format;
  return fitsKind(head.split("\n")[0] ?? "", kind) ? "rows" : "figures";
}

async function importRows(path: string, {entry, name}: NamedEntry, options: ImportOptions): Promise<ImportedFile> {
  const {now} = options;
  const instrument = instrumentOf(path, name, options);
  // LEAN's quote bars are kept as the quotes at their ends.
  const kind = name.kind ?? (/_quote\b/.test(entry.name) ? "book_ticker" : null);
  if (kind !== null) {
    const counts = await importRecords({entry, path, kind, instrument, sink: options.records, now});
    return {outcome: "records", path, instrument, kind, ...counts};
  }
  await options.records.addInstrumentIfMissing(instrument);
  const timeframe = options.timeframe ?? name.timeframe;
  const again = async () => inPlainLines(present(await archiveEntry(path, entry.name), `${path} as it was`));
  const counts = await importCandles({entry, path, instrument, timeframe, sink: options.candles, now, again});
  return {outcome: "candles", path, instrument, ...counts};
}

async function importWideBooks(path: string, {entry, name}: NamedEntry, options: ImportOptions): Promise<ImportedFile> {
  const instrument = instrumentOf(path, name, options);
  await options.records.addInstrumentIfMissing(instrument);
  let rows = 0;
  let rejected = 0;
  let inserted = 0;
  for await (const book of wideBooks(entry, {path, now: options.now})) {
    rows++;
    if (book === null) rejected++;
    else inserted += await options.records.writeBook(instrument, book);
  }
  return {outcome: "records", path, instrument, kind: "book_snapshot", rows, inserted, rejected};
}

async function recordingOf(path: string, {entry, name}: NamedEntry, options: ImportOptions): Promise<ImportedFile> {
  const symbol = options.symbol ?? name.symbol;
  const of = (pair: string) => instrumentOf(path, {...name, symbol: pair}, options);
  const counts = await importRecording({
    entry,
    named: symbol === null ? null : of(symbol),
    instrumentOf: of,
    sink: options.records,
    now: options.now
  });
  if (counts.rejected === counts.rows)
    throw new OperatingError(`${path}: no message in it is one of Binance's, Bybit's or Hyperliquid's market data.`, {
      code: "ARCHIVE_UNKNOWN_FORMAT",
      details: {path}
    });
  return {outcome: "recording", path, ...counts};
}

function assertSupported(path: string, entry: string): void {
  const format = unsupportedFormat(path, entry);
  if (format !== null)
    throw new OperatingError(`${path} is ${format}, which is not read here.`, {
      code: "ARCHIVE_UNSUPPORTED_FORMAT",
      details: {path, format}
    });
}

function instrumentOf(path: string, name: ArchiveName, {exchange, symbol}: ImportOptions): Instrument {
  const venue = exchange ?? name.exchange;
  const pair = symbol ?? name.symbol;
  if (pair === null) {
    const missing = venue === null ? "--exchange and --symbol" : "--symbol";
    throw new OperatingError(
      `${path}: its name does not say ${venue === null ? "venue and symbol" : "the symbol"}. Name it with ${missing}.`,
      {code: "ARCHIVE_UNNAMED", details: {path}}
    );
  }
  return archiveInstrument({exchange: venue ?? UNNAMED_VENUE, symbol: pair, isPerpetual: name.isPerpetual});
}
