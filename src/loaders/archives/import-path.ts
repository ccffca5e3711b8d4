/**
 * Imports a file, or a folder of a thousand files, with one call. Venue, symbol and timeframe come from the path where
 * the options do not say. A file that cannot be read is reported with its reason; the import goes on with the next.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {CandleSink} from "../backfill/candle-sink.js";
import {type ArchiveEntry, archiveEntries, listArchiveFiles} from "./archive-entries.js";
import {archiveInstrument} from "./archive-instrument.js";
import {type ArchiveName, archiveName, type RecordKind} from "./archive-name.js";
import {type CandleCounts, importCandles} from "./import-candles.js";
import {importRecords, type RecordCounts} from "./import-records.js";
import type {RecordSink} from "./record-sink.js";
import {isOtherFigure, unsupportedFormat} from "./unsupported-formats.js";

export interface ImportOptions {
  readonly candles: CandleSink;
  readonly records: RecordSink;
  /** Each of these wins over what the path says. */
  readonly exchange?: string;
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  /** The machine's time, epoch milliseconds: when the figures could first be used. */
  readonly now: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly file: string;
  readonly filesDone: number;
  readonly files: number;
  readonly rows: number;
  readonly rowsPerSecond: number;
}

export type ImportedFile =
  | ({readonly outcome: "candles"; readonly path: string; readonly instrument: Instrument} & CandleCounts)
  | ({
      readonly outcome: "records";
      readonly path: string;
      readonly instrument: Instrument;
      readonly kind: RecordKind;
    } & RecordCounts)
  | {readonly outcome: "refused"; readonly path: string; readonly code: string; readonly reason: string};

export interface ImportResult {
  readonly files: readonly ImportedFile[];
  /** Candles and records read. */
  readonly rows: number;
  readonly inserted: number;
  readonly refused: number;
}

/** @throws OperatingError ARCHIVE_NOT_FOUND; anything wrong with one file is in that file's outcome. */
export async function importPath(path: string, options: ImportOptions): Promise<ImportResult> {
  const paths = (await listArchiveFiles(path)).filter(isData);
  const files: ImportedFile[] = [];
  const endedAt = new Map<string, number>();
  const startedAt = performance.now();
  let rows = 0;
  for (const file of paths) {
    if (options.signal?.aborted) break;
    for (const imported of await importFile(file, options, endedAt)) {
      files.push(imported);
      if (imported.outcome !== "refused") rows += imported.rows;
      noteEnd(endedAt, imported);
    }
    const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
    options.onProgress?.({
      file,
      filesDone: paths.indexOf(file) + 1,
      files: paths.length,
      rows,
      rowsPerSecond: rows / seconds
    });
  }
  const inserted = files.reduce((sum, file) => sum + (file.outcome === "refused" ? 0 : file.inserted), 0);
  return {files, rows, inserted, refused: files.filter(({outcome}) => outcome === "refused").length};
}

/** Notes about the data that lie beside it. */
function isData(path: string): boolean {
  return !/(^|[\\/])(README[^\\/]*|INDEX\.csv|CHECKSUM|SHA256SUMS|LICENSE[^\\/]*)$|\.(md|txt|CHECKSUM|sha256)$/i.test(
    path
  );
}

async function importFile(path: string, options: ImportOptions, endedAt: Map<string, number>): Promise<ImportedFile[]> {
  const imported: ImportedFile[] = [];
  try {
    for await (const entry of archiveEntries(path))
      imported.push(await importEntry(path, entry, {...options, endedAt}));
    if (imported.length === 0)
      imported.push({outcome: "refused", path, code: "ARCHIVE_UNKNOWN_FORMAT", reason: `${path} holds no file.`});
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error;
    imported.push({outcome: "refused", path, code: error.code, reason: error.message});
  }
  return imported;
}

interface EntryOptions extends ImportOptions {
  readonly endedAt: ReadonlyMap<string, number>;
}

async function importEntry(path: string, entry: ArchiveEntry, options: EntryOptions): Promise<ImportedFile> {
  const {now, endedAt} = options;
  assertSupported(path, entry.name);
  const name = archiveName(path, entry.name);
  const instrument = instrumentOf(path, name, options);
  if (name.kind !== null) {
    const counts = await importRecords({entry, path, kind: name.kind, instrument, sink: options.records, now});
    return {outcome: "records", path, instrument, kind: name.kind, ...counts};
  }
  await options.records.addInstrumentIfMissing(instrument);
  const timeframe = options.timeframe ?? name.timeframe;
  const counts = await importCandles({entry, path, instrument, timeframe, sink: options.candles, now, endedAt});
  return {outcome: "candles", path, instrument, ...counts};
}

function assertSupported(path: string, entry: string): void {
  const format = unsupportedFormat(path, entry);
  if (format !== null)
    throw new OperatingError(`${path} is ${format}, which is not read here.`, {
      code: "ARCHIVE_UNSUPPORTED_FORMAT",
      details: {path, format}
    });
  if (isOtherFigure(path))
    throw new OperatingError(
      `${path} holds figures that are no candles, trades, funding or books; no table keeps them.`,
      {
        code: "ARCHIVE_UNSUPPORTED_FORMAT",
        details: {path}
      }
    );
}

function instrumentOf(path: string, name: ArchiveName, {exchange, symbol}: ImportOptions): Instrument {
  const venue = exchange ?? name.exchange;
  const pair = symbol ?? name.symbol;
  const missing = [...(venue === null ? ["--exchange"] : []), ...(pair === null ? ["--symbol"] : [])];
  if (venue === null || pair === null)
    throw new OperatingError(
      `${path}: its name does not say ${missing.length === 2 ? "venue and symbol" : venue === null ? "the venue" : "the symbol"}. Name it with ${missing.join(" and ")}.`,
      {code: "ARCHIVE_UNNAMED", details: {path}}
    );
  return archiveInstrument({exchange: venue, symbol: pair, isPerpetual: name.isPerpetual});
}

function noteEnd(endedAt: Map<string, number>, imported: ImportedFile): void {
  if (imported.outcome !== "candles" || imported.timeframe === null || imported.lastOpenTime === null) return;
  const key = `${imported.instrument.id} ${imported.timeframe}`;
  const end = imported.lastOpenTime + timeframeMs(imported.timeframe);
  endedAt.set(key, Math.max(end, endedAt.get(key) ?? end));
}
