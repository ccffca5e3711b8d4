/** Imports a file of candles: block by block, checked, written, with what was found to be missing or odd. */
import {type GapSummary, summarizeGaps} from "../../lib/market-data/gaps.js";
import {checkCandles} from "../../lib/market-data/quality.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {BatchResult, CandleSink, SinkGap} from "../backfill/candle-sink.js";
import {gapsWithReasons} from "../backfill/gap-reasons.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {candleBlocks} from "./candle-blocks.js";

export interface CandleImport {
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly instrument: Instrument;
  readonly timeframe: Timeframe | null;
  readonly sink: CandleSink;
  readonly now: number;
  /** Where the file before of the same series and run ended: what lies between is a gap. */
  readonly endedAt: ReadonlyMap<string, number>;
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
  const {instrument, sink, now, endedAt} = options;
  const counts: Mutable<CandleCounts> = {
    ...{timeframe: options.timeframe, rows: 0, rejected: 0, zeroVolume: 0, outliers: 0, stale: 0},
    ...{inserted: 0, revised: 0, unchanged: 0, quarantined: 0},
    gaps: {missing: 0, runs: 0, longest: 0},
    ...{firstOpenTime: null, lastOpenTime: null, largestLogReturn: null}
  };
  const gaps: SinkGap[] = [];
  let previous: {openTime: number; close: number} | undefined;
  for await (const columns of candleBlocks(options)) {
    const {timeframe} = columns;
    const step = timeframeMs(timeframe);
    const report = checkCandles(columns, {now, ...(previous === undefined ? {} : {previous})});
    const {accepted, rejected} = report;
    counts.timeframe = timeframe;
    counts.rows += columns.length;
    counts.rejected += rejected.length;
    for (const name of ["zeroVolume", "outliers", "stale"] as const) counts[name] += report[name];
    if (report.largestLogReturn !== null)
      counts.largestLogReturn = Math.max(counts.largestLogReturn ?? 0, report.largestLogReturn);
    const first = accepted.openTime[0];
    const last = accepted.openTime[accepted.length - 1];
    const ended = endedAt.get(`${instrument.id} ${timeframe}`);
    const from =
      previous !== undefined ? previous.openTime + step : Math.min(ended ?? Number.POSITIVE_INFINITY, first ?? 0);
    const range = {from, before: last === undefined ? from : last + step};
    const found = gapsWithReasons({columns: accepted, rejected, range, hasEarlier: true, isDelisted: false});
    gaps.push(...found);
    const recordedAt = Math.max(now, range.before);
    const origin = instrument.isSimulated ? ("simulated" as const) : ("archive" as const);
    const result = await sink.write({
      instrument: instrument.id,
      columns: accepted,
      rejected,
      range,
      gaps: found,
      origin,
      recordedAt
    });
    for (const name of ["inserted", "revised", "unchanged", "quarantined"] as const) counts[name] += result[name];
    counts.firstOpenTime ??= first ?? null;
    if (last !== undefined) previous = {openTime: last, close: accepted.close[accepted.length - 1] as number};
  }
  counts.lastOpenTime = previous?.openTime ?? null;
  counts.gaps = summarizeGaps(gaps);
  return counts;
}
