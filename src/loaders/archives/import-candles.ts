/** Imports a file of candles: block by block, checked, written, with what was found to be missing or odd. */
import {type GapSummary, summarizeGaps} from "../../lib/market-data/gaps.js";
import {checkCandles, type QualityReport} from "../../lib/market-data/quality.js";
import {type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {BatchResult, CandleBatch, CandleSink, SeriesExtent, SinkGap} from "../backfill/candle-sink.js";
import {gapsWithReasons} from "../backfill/gap-reasons.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {candleBlocks} from "./candle-blocks.js";
import {FoundOutOfOrder} from "./rising-blocks.js";

export interface CandleImport {
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly instrument: Instrument;
  readonly timeframe: Timeframe | null;
  readonly sink: CandleSink;
  readonly now: number;
  /** The entry once more, from its beginning. */
  readonly again: () => Promise<ArchiveEntry>;
}

export interface CandleCounts extends BatchResult {
  readonly timeframe: Timeframe | null;
  /** Read, accepted and rejected together. */
  readonly rows: number;
  readonly rejected: number;
  readonly gaps: GapSummary;
  readonly zeroVolume: number;
  readonly outliers: number;
  readonly stale: number;
  /** Open times; null without candles. */
  readonly firstOpenTime: number | null;
  readonly lastOpenTime: number | null;
  readonly largestLogReturn: number | null;
}

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

export async function importCandles(options: CandleImport): Promise<CandleCounts> {
  const importer = new CandleImporter(options);
  try {
    for await (const columns of candleBlocks(options)) await importer.add(columns);
    return importer.finish();
  } catch (error) {
    if (!(error instanceof FoundOutOfOrder)) throw error;
  }
  // What was written of the first reading is written again and so changes nothing; its counts are of half a file.
  const {inserted} = importer.counts;
  const whole = new CandleImporter(options);
  for await (const columns of candleBlocks({...options, entry: await options.again()}, true)) await whole.add(columns);
  const counts = await whole.finish();
  return {...counts, inserted: counts.inserted + inserted, unchanged: Math.max(0, counts.unchanged - inserted)};
}

class CandleImporter {
  readonly #options: CandleImport;
  readonly #counts: Mutable<CandleCounts>;
  readonly #gaps: SinkGap[] = [];
  #previous: {openTime: number; close: number} | undefined;
  /** What the series held before this file. */
  #stored: SeriesExtent | null = null;

  constructor(options: CandleImport) {
    this.#options = options;
    this.#counts = {
      ...{timeframe: options.timeframe, rows: 0, rejected: 0, zeroVolume: 0, outliers: 0, stale: 0},
      ...{inserted: 0, revised: 0, unchanged: 0, quarantined: 0},
      gaps: {missing: 0, runs: 0, longest: 0},
      ...{firstOpenTime: null, lastOpenTime: null, largestLogReturn: null}
    };
  }

  get counts(): CandleCounts {
    return this.#counts;
  }

  async add(columns: CandleColumns): Promise<void> {
    const {instrument, sink, now} = this.#options;
    const previous = this.#previous;
    if (previous === undefined) this.#stored = await sink.extent(instrument.id, columns.timeframe);
    const report = checkCandles(columns, {now, ...(previous === undefined ? {} : {previous})});
    this.#count(columns, report);
    const {accepted, rejected} = report;
    const last = accepted.openTime[accepted.length - 1];
    const range = this.#rangeOf(accepted);
    const gaps = gapsWithReasons({columns: accepted, rejected, range, hasEarlier: true, isDelisted: false});
    await this.#write({columns: accepted, rejected, range, gaps});
    this.#counts.firstOpenTime ??= accepted.openTime[0] ?? null;
    if (last !== undefined) this.#previous = {openTime: last, close: accepted.close[accepted.length - 1] as number};
  }

  async finish(): Promise<CandleCounts> {
    await this.#joinToLater();
    this.#counts.lastOpenTime = this.#previous?.openTime ?? null;
    this.#counts.gaps = summarizeGaps(this.#gaps);
    return this.#counts;
  }

  /** From where the block before, or what is stored, ended: what lies between is a gap. */
  #rangeOf({openTime, length, timeframe}: CandleColumns): {from: number; before: number} {
    const step = timeframeMs(timeframe);
    const ended = this.#stored === null ? Number.POSITIVE_INFINITY : this.#stored.lastOpenTime + step;
    const from = this.#previous === undefined ? Math.min(ended, openTime[0] ?? 0) : this.#previous.openTime + step;
    return {from, before: length === 0 ? from : (openTime[length - 1] as number) + step};
  }

  /** A file of earlier candles than all that are stored: what lies between is a gap too. */
  async #joinToLater(): Promise<void> {
    const {timeframe} = this.#counts;
    if (timeframe === null || this.#previous === undefined || this.#stored === null) return;
    const range = {from: this.#previous.openTime + timeframeMs(timeframe), before: this.#stored.firstOpenTime};
    if (range.before <= range.from) return;
    const columns = emptyCandleColumns(timeframe, 0);
    const gaps = gapsWithReasons({columns, rejected: [], range, hasEarlier: true, isDelisted: false});
    await this.#write({columns, rejected: [], range, gaps});
  }

  async #write(batch: Pick<CandleBatch, "columns" | "rejected" | "range" | "gaps">): Promise<void> {
    const {instrument, sink, now} = this.#options;
    const recordedAt = Math.max(now, batch.range.before);
    const origin = instrument.isSimulated ? ("simulated" as const) : ("archive" as const);
    const result = await sink.write({...batch, instrument: instrument.id, origin, recordedAt});
    this.#gaps.push(...batch.gaps);
    for (const name of ["inserted", "revised", "unchanged", "quarantined"] as const) this.#counts[name] += result[name];
  }

  #count(columns: CandleColumns, report: QualityReport): void {
    const counts = this.#counts;
    counts.timeframe = columns.timeframe;
    counts.rows += columns.length;
    counts.rejected += report.rejected.length;
    for (const name of ["zeroVolume", "outliers", "stale"] as const) counts[name] += report[name];
    if (report.largestLogReturn !== null)
      counts.largestLogReturn = Math.max(counts.largestLogReturn ?? 0, report.largestLogReturn);
  }
}
