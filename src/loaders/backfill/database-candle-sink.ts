/** The candle sink that is the database. */
import type {Pool} from "pg";
import type {RejectedRow} from "../../lib/market-data/quality.js";
import type {InstrumentId} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {writeCandles} from "../database/candle-store.js";
import {withDatabaseErrors} from "../database/database-failure.js";
import {listGaps, type MarketGap, markGapsRetried, settleGaps} from "../database/gap-store.js";
import {ensureSeries, listSeries, type Series, upsertInstrument} from "../database/instrument-store.js";
import {readProgress, saveProgress} from "../database/progress-store.js";
import {quarantineRows, type RefusedRow} from "../database/quarantine-store.js";
import type {CandleBatch, CandleSink} from "./candle-sink.js";

export function databaseCandleSink(pool: Pool): CandleSink {
  const known = new Map<string, Promise<Series>>();
  const seriesOf = (instrument: InstrumentId, timeframe: Timeframe): Promise<Series> => {
    const key = `${instrument} ${timeframe}`;
    const series = known.get(key) ?? ensureSeries(pool, {instrument, timeframe});
    known.set(key, series);
    // A failure is not remembered: the next batch asks again.
    series.catch(() => known.delete(key));
    return series;
  };
  const sink: CandleSink = {
    addInstrument: async (instrument) => {
      await upsertInstrument(pool, instrument);
    },
    write: async (batch) => writeBatch(pool, await seriesOf(batch.instrument, batch.columns.timeframe), batch),
    extent: async (instrument, timeframe) => {
      const [series] = await listSeries(pool, {instruments: [instrument], timeframes: [timeframe]});
      if (series === undefined || series.firstOpenTime === null || series.lastOpenTime === null) return null;
      return {firstOpenTime: series.firstOpenTime, lastOpenTime: series.lastOpenTime};
    },
    saveProgress: (progress) => saveProgress(pool, progress),
    readProgress: (job) => readProgress(pool, job),
    openGaps: async (instrument, timeframe) => {
      const series = await seriesOf(instrument, timeframe);
      const gaps = await listGaps(pool, {series: series.id});
      return gaps.map((gap) => ({...gap, missing: gap.missingCandles}));
    },
    markRetried: (gaps, reason, at) => markGapsRetried(pool, {ids: gaps.map(({id}) => id), reason, at})
  };
  return withDatabaseErrors(sink, "storing candles");
}

/** Candles first: a crash between the steps leaves notes to be made again, never notes about candles that are not there. */
async function writeBatch(pool: Pool, series: Series, batch: CandleBatch) {
  const {columns, origin, recordedAt} = batch;
  const written = await writeCandles(pool, {series, columns, origin, recordedAt});
  const rows = batch.rejected.map(refusedRow);
  const quarantined = await quarantineRows(pool, {series, rows, origin, at: recordedAt});
  for (const part of gapParts(batch)) await settleGaps(pool, {series, ...part, at: recordedAt});
  return {...written, quarantined};
}

/** Gaps that are settled in one statement: its cost grows faster than their number. */
const GAPS_AT_ONCE = 1_000;

/** The range in parts that follow each other, each ending after a gap, so that no gap is cut. */
function gapParts({range, gaps}: CandleBatch) {
  const parts: {range: {from: number; to: number}; gaps: MarketGap[]}[] = [];
  let from = range.from;
  for (let first = 0; first === 0 || first < gaps.length; first += GAPS_AT_ONCE) {
    const some = gaps.slice(first, first + GAPS_AT_ONCE);
    const isLast = first + GAPS_AT_ONCE >= gaps.length;
    const to = isLast ? range.before : (some.at(-1)?.to ?? from) + 1;
    parts.push({range: {from, to}, gaps: some.map(({missing, ...gap}) => ({...gap, missingCandles: missing}))});
    from = to;
  }
  return parts;
}

function refusedRow({openTime, values, reason}: RejectedRow): RefusedRow {
  return {
    openTime: Number.isSafeInteger(openTime) ? openTime : null,
    text: [openTime, ...values].join(","),
    reason
  };
}
