/** The market and the strategy that the columnar path is measured on, the same for us and for every peer. */
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import {prepareColumns} from "../../../src/lib/integration/columnar/columnar-market.js";
import {planStrategy, type StrategyPlan} from "../../../src/lib/integration/strategy-plan.js";
import type {TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {loadStrategy} from "../../../src/loaders/configuration/load-strategy.js";
import {benchInstruments, benchSeries} from "../bench-market.js";

export interface CrossMarket {
  readonly instruments: readonly Instrument[];
  readonly series: readonly TapeSeries[];
  readonly bars: number;
  /** Columns open and close as float64, for peers in other languages. */
  readonly file: string;
}

/** Prices lie on the instrument's grid, as an exchange's do. */
export function crossMarket(bars: number): CrossMarket {
  const instruments = benchInstruments(1);
  const series = benchSeries(instruments, bars, 0);
  for (const {columns} of series)
    for (const name of ["open", "high", "low", "close"] as const)
      for (let i = 0; i < bars; i++) columns[name][i] = Math.round((columns[name][i] as number) * 100) / 100;
  const file = join(mkdtempSync(join(tmpdir(), "papertape-bench-")), "columns.f64");
  writeFileSync(
    file,
    series
      .flatMap(({columns}) => [Buffer.from(columns.open.buffer), Buffer.from(columns.close.buffer)])
      .reduce((all, part) => Buffer.concat([all, part]))
  );
  return {instruments, series, bars, file};
}

export function columnsOf({series}: CrossMarket) {
  return prepareColumns({timeframe: "1h", warmUp: [], traded: series});
}

/** The shipped strategy, read from its file, with other averages; volume holds nothing back, as in no peer. */
export function crossPlan(
  {instruments}: CrossMarket,
  {fast, slow}: {readonly fast: number; readonly slow: number}
): StrategyPlan {
  const {strategy} = loadStrategy("moving-average-cross");
  return planStrategy(withAverages(strategy, {fast, slow}), instruments);
}

export function withAverages(
  strategy: StrategyConfiguration,
  parameters: {readonly fast: number; readonly slow: number}
): StrategyConfiguration {
  return {
    ...strategy,
    rules: {...strategy.rules, parameters},
    execution: {...strategy.execution, volumeLimit: null}
  };
}

/** Pairs of averages for a sweep: `first`, `first + apart`, ... each with every longer one. */
export function averagePairs(count: number, first: number, apart: number): {fast: number; slow: number}[] {
  const pairs: {fast: number; slow: number}[] = [];
  let lines = 0;
  while ((lines * (lines - 1)) / 2 < count) lines++;
  for (let a = 0; a < lines; a++)
    for (let b = a + 1; b < lines && pairs.length < count; b++)
      pairs.push({fast: first + apart * a, slow: first + apart * b});
  return pairs;
}
