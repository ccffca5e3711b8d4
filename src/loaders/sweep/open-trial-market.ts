/**
 * Reads the candles that a sweep's trials need once, from a snapshot into memory that all threads share. Apart from
 * `trial-market.ts`, which every thread loads: the snapshot's database engine is only needed here.
 */
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {openSnapshotMarket} from "../research/snapshot-series.js";
import type {TimeframeMarket, TrialMarket} from "./trial-market.js";

export interface TrialMarketRequest {
  readonly folder: string;
  /** First characters of a snapshot's id, or `latest`. */
  readonly snapshot: string;
  readonly from: number | null;
  readonly to: number | null;
  /** Every strategy that will be run. */
  readonly strategies: readonly Pick<StrategyConfiguration, "timeframe" | "symbols">[];
}

/** @throws OperatingError when there is no such snapshot, or several */
export async function openTrialMarket(request: TrialMarketRequest): Promise<TrialMarket> {
  const {folder, from, to, strategies} = request;
  let snapshot = request.snapshot;
  let isSimulated = false;
  const timeframes: TimeframeMarket[] = [];
  for (const timeframe of new Set(strategies.map((strategy) => strategy.timeframe))) {
    const market = await openSnapshotMarket(folder, snapshot, timeframe);
    try {
      // The newest may be another one by the time the next timeframe is read.
      snapshot = market.id;
      isSimulated = market.manifest.isSimulated;
      const traded = tradedOf(
        market.instruments,
        strategies.filter((strategy) => strategy.timeframe === timeframe)
      );
      const series = await market.readSeries(traded);
      timeframes.push({timeframe, instruments: market.instruments, series: series.map(shared)});
    } finally {
      market.close();
    }
  }
  return {snapshot, isSimulated, timeframes, from, to};
}

function tradedOf(
  instruments: readonly Instrument[],
  strategies: readonly Pick<StrategyConfiguration, "symbols">[]
): readonly Instrument[] {
  if (strategies.some(({symbols}) => symbols === null)) return instruments;
  const symbols = new Set(strategies.flatMap((strategy) => strategy.symbols ?? []));
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
