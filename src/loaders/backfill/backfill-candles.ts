/**
 * Loads many series at once, as far back as asked, within the exchange's limits and a bounded memory. A load that was
 * interrupted at any point goes on where it stopped; one that runs again changes nothing; one asked for an earlier start
 * loads what is missing in front. Series fail one by one: the others go on, and the failures are told at the end.
 */
import {assert} from "../../lib/core/assert.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {exchangeError} from "../exchange/exchange-failure.js";
import type {ExchangeConnection} from "../exchange/open-exchange.js";
import type {BatchResult, CandleSink, SinkProgress} from "./candle-sink.js";
import {type LoadProgressReport, ProgressMeter} from "./progress-meter.js";
import {backfillSeries, gridPoints} from "./series-backfill.js";

export interface BackfillOptions {
  readonly connection: ExchangeConnection;
  readonly sink: CandleSink;
  readonly symbols: readonly string[];
  readonly timeframes: readonly Timeframe[];
  /** Open times in [from, before); up to now by default. */
  readonly from: number;
  readonly before?: number;
  /** Series loaded at the same time; 8 by default. */
  readonly concurrency?: number;
  readonly onProgress?: (report: LoadProgressReport) => void;
  /** Ends the load after the batches at hand; a later run goes on. */
  readonly signal?: AbortSignal;
  /** The machine's clock, for the pace only. */
  readonly machineNow?: () => number;
}

export interface SeriesFailure {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly code: string;
  readonly message: string;
}

export interface BackfillResult extends BatchResult {
  readonly series: number;
  readonly failures: readonly SeriesFailure[];
  readonly wasInterrupted: boolean;
}

/** The range of a series that is loaded without a hole in our knowledge of it: [from, to). */
interface Covered {
  readonly from: number;
  readonly to: number;
}

interface SeriesJob {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly from: number;
  readonly before: number;
  readonly covered: Covered | null;
  readonly loadedRows: number;
}

/** Candles at the end of what is covered that are asked for again, since exchanges correct their newest ones. */
const OVERLAP_CANDLES = 2;

export function backfillJobName(exchange: string): string {
  return `load ${exchange}`;
}

export async function backfillCandles(options: BackfillOptions): Promise<BackfillResult> {
  const {connection, sink, symbols, timeframes} = options;
  const instruments = chosenInstruments(connection, symbols);
  for (const instrument of instruments) await sink.addInstrument(instrument);
  const saved = await sink.readProgress(backfillJobName(connection.name));
  // Timeframe by timeframe, the longest first: they are the quickest to show something.
  const ordered = [...timeframes].sort((a, b) => timeframeMs(b) - timeframeMs(a));
  const jobs = ordered.flatMap((timeframe) =>
    instruments.map((instrument) => jobOf(options, {instrument, timeframe, saved}))
  );
  const total = jobs.reduce((sum, job) => sum + job.before - job.from, 0);
  const meter = new ProgressMeter({total, parts: jobs.length, now: options.machineNow ?? Date.now});
  const totals = {inserted: 0, revised: 0, unchanged: 0, quarantined: 0};
  const failures: SeriesFailure[] = [];
  const runJob = async (job: SeriesJob) => {
    try {
      await runSeries(options, job, {meter, totals});
      meter.finishPart();
    } catch (error) {
      if (options.signal?.aborted) return;
      const asked = `candles of ${job.instrument.symbol} ${job.timeframe}`;
      const {code, message} = exchangeError(connection.name, asked, error);
      failures.push({symbol: job.instrument.symbol, timeframe: job.timeframe, code, message});
    }
    options.onProgress?.(meter.report());
  };
  await inParallel(jobs, runJob, {width: options.concurrency ?? 8, signal: options.signal});
  return {...totals, series: jobs.length, failures, wasInterrupted: options.signal?.aborted === true};
}

/** @throws OperatingError EXCHANGE_NO_SYMBOL, naming what the exchange has of the same base. */
function chosenInstruments(connection: ExchangeConnection, symbols: readonly string[]): Instrument[] {
  const listed = connection.instruments();
  return [...new Set(symbols)].map((symbol) => {
    const instrument = listed.find((candidate) => candidate.symbol === symbol);
    if (instrument !== undefined) return instrument;
    const near = listed.filter(({base}) => base === symbol.split("/")[0]).slice(0, 5);
    const hint = near.length === 0 ? "" : `; it has ${near.map((candidate) => candidate.symbol).join(", ")}`;
    throw new OperatingError(`${connection.name} lists no ${symbol}${hint}. Symbols are written like BTC/USDT.`, {
      code: "EXCHANGE_NO_SYMBOL",
      details: {exchange: connection.name, symbol}
    });
  });
}

function jobOf(
  {connection, from, before}: BackfillOptions,
  {instrument, timeframe, saved}: {instrument: Instrument; timeframe: Timeframe; saved: readonly SinkProgress[]}
): SeriesJob {
  const length = timeframeMs(timeframe);
  const until = candleOpenTime(timeframe, Math.min(before ?? connection.now(), connection.now()));
  const start = candleOpenTime(timeframe, from + length - 1);
  assert(Number.isFinite(start), `a load begins at a time, not at ${from}`);
  const progress = saved.find(({part}) => part === partOf(instrument, timeframe));
  const covered = (progress?.position ?? null) as Covered | null;
  return {instrument, timeframe, from: start, before: until, covered, loadedRows: progress?.loadedRows ?? 0};
}

function partOf(instrument: Instrument, timeframe: Timeframe): string {
  return `${instrument.id} ${timeframe}`;
}

interface Tally {
  readonly meter: ProgressMeter;
  readonly totals: {inserted: number; revised: number; unchanged: number; quarantined: number};
}

/** What is missing in front, then what is missing at the end; nothing between is asked for again. */
async function runSeries(options: BackfillOptions, job: SeriesJob, tally: Tally): Promise<void> {
  const {covered, from, before, timeframe} = job;
  // Ranges that do not touch would leave a hole that nobody remembers: then the whole is loaded anew.
  const isConnected = covered !== null && covered.from <= before && covered.to >= from;
  if (!isConnected) return loadRange(options, {...job, hasEarlier: false, known: null}, tally);
  tally.meter.skip(Math.max(0, Math.min(before, covered.to) - Math.max(from, covered.from)));
  if (from < covered.from) {
    const front = {...job, before: Math.min(before, covered.from), hasEarlier: false, known: covered};
    await loadRange(options, front, tally);
  }
  if (before > covered.to) {
    const known = {from: Math.min(from, covered.from), to: covered.to};
    const overlap = Math.max(known.from, covered.to - OVERLAP_CANDLES * timeframeMs(timeframe));
    await loadRange(options, {...job, from: overlap, hasEarlier: true, known}, tally);
  }
}

interface RangeJob extends SeriesJob {
  readonly hasEarlier: boolean;
  /** What is covered before this range is loaded. */
  readonly known: Covered | null;
}

async function loadRange(options: BackfillOptions, job: RangeJob, {meter, totals}: Tally): Promise<void> {
  const {connection, sink, signal} = options;
  const {instrument, timeframe, from, before, known} = job;
  if (gridPoints(timeframe, job) === 0) return;
  let loadedRows = job.loadedRows;
  await backfillSeries({
    connection,
    sink,
    instrument: instrument.id,
    symbol: instrument.symbol,
    timeframe,
    from,
    before,
    hasEarlier: job.hasEarlier,
    ...(signal === undefined ? {} : {signal}),
    onStored: async ({upTo, coveredMs, result}) => {
      for (const name of ["inserted", "revised", "unchanged", "quarantined"] as const) totals[name] += result[name];
      loadedRows += result.inserted;
      meter.add({rows: result.inserted + result.revised + result.unchanged, coveredMs});
      const position = extended(known, {from, to: upTo});
      if (position !== null) {
        const isDone = upTo >= before;
        const part = partOf(instrument, timeframe);
        await sink.saveProgress({job: backfillJobName(connection.name), part, position, loadedRows, isDone});
      }
      options.onProgress?.(meter.report());
    }
  });
}

/** Covered range and newly loaded range as one; null while there is still a hole between them. */
function extended(known: Covered | null, loaded: Covered): Covered | null {
  if (known === null) return loaded;
  if (loaded.to < known.from || known.to < loaded.from) return null;
  return {from: Math.min(known.from, loaded.from), to: Math.max(known.to, loaded.to)};
}

/** Works through the list with so many at a time; stops taking new ones when told to. */
async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  {width, signal}: {readonly width: number; readonly signal: AbortSignal | undefined}
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length && !signal?.aborted) await work(items[next++] as Item);
  };
  await Promise.all(Array.from({length: Math.max(1, Math.min(width, items.length))}, worker));
}
