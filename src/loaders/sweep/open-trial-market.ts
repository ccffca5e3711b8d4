/**
 * Reads the candles that a sweep's trials need once, from a snapshot into memory that all threads share. Apart from
 * `trial-market.ts`, which every thread loads: the snapshot's database engine is only needed here.
 */
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {FinerCandles} from "../../lib/market-data/finer-tape.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {openSnapshotMarket} from "../research/snapshot-series.js";
import type {TimeframeMarket, TrialMarket} from "./trial-market.js";

export interface TrialMarketRequest {
  readonly folder: string;
  /** First characters of a snapshot's id, or `latest`. */
  readonly snapshot: string;
  readonly from: number | null;
  readonly to: number | null;
  /** Of every strategy that will be run. */
  readonly reads: readonly TrialReads[];
}

/** What of the market a strategy reads. */
export interface TrialReads extends Pick<StrategyConfiguration, "timeframe" | "symbols"> {
  readonly finerTimeframe: Timeframe | null;
}

/** Each different one once. */
export function readsOf(strategies: readonly StrategyConfiguration[]): readonly TrialReads[] {
  const all = strategies.map(({timeframe, symbols, execution}) => ({
    timeframe,
    symbols,
    finerTimeframe: execution.finerTimeframe
  }));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** @throws OperatingError when there is no such snapshot, or several */
export async function openTrialMarket(request: TrialMarketRequest): Promise<TrialMarket> {
  const {folder, from, to, reads} = request;
  let snapshot = request.snapshot;
  let isSimulated = false;
  const timeframes: TimeframeMarket[] = [];
  for (const timeframe of new Set(reads.map((read) => read.timeframe))) {
    const market = await openSnapshotMarket(folder, snapshot, timeframe);
    try {
      // The newest may be another one by the time the next timeframe is read.
      snapshot = market.id;
      isSimulated = market.manifest.isSimulated;
      const alike = reads.filter((read) => read.timeframe === timeframe);
      const traded = tradedOf(market.instruments, alike);
      const series = (await market.readSeries(traded)).map(shared);
      const finer: FinerCandles[] = [];
      for (const inside of new Set(alike.map(({finerTimeframe}) => finerTimeframe))) {
        const candles = await market.readFiner(traded, inside);
        if (candles !== null) finer.push({...candles, series: candles.series.map(shared)});
      }
      timeframes.push({timeframe, instruments: market.instruments, series, finer});
    } finally {
      market.close();
    }
  }
  return {snapshot, isSimulated, timeframes, from, to};
}

function tradedOf(instruments: readonly Instrument[], reads: readonly TrialReads[]): readonly Instrument[] {
  if (reads.some(({symbols}) => symbols === null)) return instruments;
  const symbols = new Set(reads.flatMap((read) => read.symbols ?? []));
  return instruments.filter(({symbol}) => symbols.has(symbol));
}

function shared(series: TapeSeries): TapeSeries {
  const columns: Record<string, unknown> = {...series.columns};
  for (const name of CANDLE_COLUMN_NAMES) {
    const values = series.columns[name];
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    columns[name] = copy;
  }
  return {...series, columns: columns as unknown as CandleColumns};
}
