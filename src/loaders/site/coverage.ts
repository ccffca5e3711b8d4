/**
 * What a snapshot covers, month by month: computed once when the site is built, so that the market data page shows it
 * before the database has arrived in the browser. Counts come from the candles themselves, not from the gap records.
 */
import {readFile} from "node:fs/promises";
import {isTimeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {queryFile, type Row} from "./duckdb-file.js";

export interface CoverageMonth {
  readonly instrument: string;
  readonly timeframe: string;
  /** Epoch ms of the first of the month, UTC. */
  readonly month: number;
  readonly candles: number;
  /** Candles between the series' first and last that fall into this month. */
  readonly expected: number;
}

export interface CoverageSeries {
  readonly instrument: string;
  readonly timeframe: string;
  /** Open times, epoch ms. */
  readonly first: number;
  readonly last: number;
  readonly candles: number;
  readonly missing: number;
}

export interface Coverage {
  readonly series: readonly CoverageSeries[];
  readonly months: readonly CoverageMonth[];
  readonly quality: readonly Row[];
}

export const EMPTY_COVERAGE: Coverage = {series: [], months: [], quality: []};

interface MonthCount {
  readonly month: number;
  readonly candles: number;
  readonly first: number;
  readonly last: number;
}

export async function readCoverage(marketFile: string): Promise<Coverage> {
  const counts = await readFile(new URL("coverage.sql", import.meta.url), "utf8");
  const {months, quality} = await queryFile(marketFile, {months: counts, quality: "SELECT * FROM quality LIMIT 500"});
  const bySeries = groupRows(months);
  const covered = [...bySeries.values()].map(coverSeries);
  return {
    series: covered.map((one) => one.series),
    months: covered.flatMap((one) => one.months),
    quality
  };
}

const seriesKey = (row: Row): string => `${row.instrument} ${row.timeframe}`;

function groupRows(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(seriesKey(row));
    if (group === undefined) groups.set(seriesKey(row), [row]);
    else group.push(row);
  }
  return groups;
}

function coverSeries(rows: readonly Row[]): {series: CoverageSeries; months: readonly CoverageMonth[]} {
  const instrument = String(rows[0]?.instrument);
  const timeframe = String(rows[0]?.timeframe);
  const counts: readonly MonthCount[] = rows.map((row) => ({
    month: Number(row.month),
    candles: Number(row.candles),
    first: Number(row.first),
    last: Number(row.last)
  }));
  const first = Math.min(...counts.map((count) => count.first));
  const last = Math.max(...counts.map((count) => count.last));
  const months = expectedMonths({timeframe, first, last}, counts).map((month) => ({instrument, timeframe, ...month}));
  const candles = counts.reduce((sum, count) => sum + count.candles, 0);
  const expected = months.reduce((sum, month) => sum + month.expected, 0);
  return {series: {instrument, timeframe, first, last, candles, missing: Math.max(0, expected - candles)}, months};
}

/** Every month from the first candle's to the last one's, also those without a candle. */
function expectedMonths(
  series: {readonly timeframe: string; readonly first: number; readonly last: number},
  counts: readonly MonthCount[]
): readonly Omit<CoverageMonth, "instrument" | "timeframe">[] {
  const byMonth = new Map(counts.map((count) => [count.month, count.candles]));
  const months: Omit<CoverageMonth, "instrument" | "timeframe">[] = [];
  for (let start = monthStart(series.first); start <= series.last; start = nextMonth(start)) {
    const candles = byMonth.get(start) ?? 0;
    months.push({month: start, candles, expected: expectedCandles(series, start) ?? candles});
  }
  return months;
}

/** Null for a timeframe whose length is not known: then nothing can be called missing. */
function expectedCandles(
  {timeframe, first, last}: {readonly timeframe: string; readonly first: number; readonly last: number},
  start: number
): number | null {
  if (!isTimeframe(timeframe)) return null;
  const length = timeframeMs(timeframe);
  // Open times lie on the grid of the first candle: count its points in [start, end).
  const end = Math.min(nextMonth(start), last + 1);
  const before = Math.max(0, Math.ceil((start - first) / length));
  const until = Math.max(0, Math.ceil((end - first) / length));
  return until - before;
}

function monthStart(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextMonth(start: number): number {
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
