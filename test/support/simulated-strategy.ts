/** A strategy that trades a lot on an invented market: what the crash and simulation suites run. */
import {DEFAULT_STRATEGY, type StrategyConfiguration} from "../../src/lib/configuration/strategy-configuration.js";
import {seedFor} from "../../src/lib/core/random.js";
import {runBacktest} from "../../src/lib/integration/backtest.js";
import {createStrategyPipeline} from "../../src/lib/integration/create-strategy-pipeline.js";
import {planStrategy, type StrategyPlan} from "../../src/lib/integration/strategy-plan.js";
import {createTradingDigest, type TradingSummary} from "../../src/lib/integration/trading-digest.js";
import {candleTape, type TapeSeries} from "../../src/lib/market-data/candle-tape.js";
import type {CandleColumns} from "../../src/lib/vocabulary/candle.js";
import {sliceColumns} from "../../src/lib/vocabulary/candle-rows.js";
import {timeframeMs} from "../../src/lib/vocabulary/timeframe.js";
import {testInstrument, walkCandles} from "./candles.js";

/** Rule agents that speak after some fifty candles and know nothing to learn. */
const AGENTS = ["mean-reversion", "volatility-breakout", "volume-flow"];
const SYMBOLS = ["AAA/USDT", "BBB/USDT", "CCC/USDT"];

/** Three rule agents and hardly any gate: most slices bring an order. */
export function busyStrategy(warmUpCandles: number): StrategyConfiguration {
  const {agents, decision} = DEFAULT_STRATEGY;
  return {
    ...DEFAULT_STRATEGY,
    name: "busy",
    warmUpCandles,
    agents: {...agents, names: AGENTS, horizonCandles: 4},
    decision: {
      ...decision,
      minimumEdgeBps: -60,
      // What is taken late is decided like the rest, so that a run with faults can be held against one without.
      maximumDataAgeCandles: null,
      exitEdgeBps: -10,
      rebalanceThreshold: 0.05,
      sizing: {...decision.sizing, method: "fixed-fraction", fraction: 0.4, scaleByConfidence: true},
      limits: {...decision.limits, perPosition: 0.3, grossExposure: 0.8}
    }
  };
}

export interface SimulatedTape {
  readonly plan: StrategyPlan;
  readonly warmUp: readonly TapeSeries[];
  readonly traded: readonly TapeSeries[];
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
  readonly candles: number;
}

/** @param options.holes every so manieth candle of each instrument is missing; 0 for none. */
export function simulatedTape(options: {
  readonly seed: number;
  readonly warmUpCandles: number;
  readonly candles: number;
  readonly holes?: number;
}): SimulatedTape {
  const {seed, warmUpCandles, candles, holes = 0} = options;
  const strategy = busyStrategy(warmUpCandles);
  const length = timeframeMs(strategy.timeframe);
  const plan = planStrategy(
    strategy,
    SYMBOLS.map((symbol) => testInstrument(symbol))
  );
  const whole = plan.instruments.map(({id, symbol}, index) => {
    const columns = walkCandles({length: warmUpCandles + candles, seed: seedFor(seed, symbol)});
    return {instrument: id, origin: "simulated" as const, columns, offset: index * 5};
  });
  const first = (whole[0]?.columns.openTime[0] ?? 0) + warmUpCandles * length;
  const cut = (from: number, to: number, isHole: (index: number) => boolean): TapeSeries[] =>
    whole.map(({columns, offset, ...series}) => ({
      ...series,
      columns: without(sliceColumns(columns, from, to), (index) => isHole(index + offset))
    }));
  const traded = cut(warmUpCandles, warmUpCandles + candles, (index) => holes > 0 && index % holes === holes - 1);
  return {
    plan,
    warmUp: cut(0, warmUpCandles, () => false),
    traded,
    firstOpenTime: first,
    lastOpenTime: first + (candles - 1) * length,
    candles: traded.reduce((sum, {columns}) => sum + columns.length, 0)
  };
}

/** What an undisturbed backtest trades on the tape. */
export function backtestOf({plan, warmUp, traded}: SimulatedTape): TradingSummary {
  const digest = createTradingDigest();
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(plan.strategy.timeframe, warmUp));
  runBacktest({pipeline, tape: candleTape(plan.strategy.timeframe, traded), emit: (event) => digest.take(event)});
  return digest.summary();
}

function without(columns: CandleColumns, isHole: (index: number) => boolean): CandleColumns {
  const kept = Array.from({length: columns.length}, (_, index) => index).filter((index) => !isHole(index));
  const pick = (values: Float64Array) => Float64Array.from(kept, (index) => values[index] as number);
  return {
    ...columns,
    length: kept.length,
    openTime: pick(columns.openTime),
    open: pick(columns.open),
    high: pick(columns.high),
    low: pick(columns.low),
    close: pick(columns.close),
    volume: pick(columns.volume),
    quoteVolume: pick(columns.quoteVolume),
    tradeCount: pick(columns.tradeCount),
    takerBuyVolume: pick(columns.takerBuyVolume)
  };
}
