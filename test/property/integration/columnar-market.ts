/** Random rule strategies, instruments and candles: what the columnar path is held to the pipeline with. */
import fc from "fast-check";
import {DEFAULT_STRATEGY, type StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import {type CandleColumns, emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {testInstrument} from "../../support/candles.js";

export interface RandomMarket {
  readonly instruments: readonly Instrument[];
  readonly warmUp: readonly TapeSeries[];
  readonly traded: readonly TapeSeries[];
}

const CONDITIONS = [
  "sma-3 > sma-8",
  "sma-3 < sma-8",
  "close crosses above sma(slow)",
  "close crosses below sma(slow)",
  "not (close crosses above ema-5) and rsi-6 < 60",
  "close > previous(highest-5)",
  "close < previous(lowest-5) or rsi-6 > 70",
  "open > close",
  "volume > average-volume-4 * 1.1",
  "return-1 > 0.004 or (return-1 < -0.004 and close > open)",
  "(high - low) / close > 2 * atr-5 / previous(close)",
  "1 > 0",
  "bollinger-position-6 <= -0.5",
  "btc-return-3 > 0"
] as const;

const condition = fc.constantFrom(...CONDITIONS);
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, {nil: null, freq: 2});

export const randomStrategy: fc.Arbitrary<StrategyConfiguration> = fc
  .record({
    enterLong: condition,
    exitLong: orNull(condition),
    enterShort: orNull(condition),
    exitShort: orNull(condition),
    method: fc.constantFrom("fixed-fraction", "all-in", "volatility-target"),
    fraction: fc.constantFrom(0.1, 0.37, 1),
    maximumFraction: fc.constantFrom(1, 4),
    reserve: fc.constantFrom(0, 0.02),
    scaleByConfidence: fc.boolean(),
    stopLoss: orNull(fc.constantFrom(0.004, 0.02)),
    takeProfit: orNull(fc.constantFrom(0.005, 0.03)),
    perPosition: orNull(fc.constantFrom(0.3, 1)),
    grossExposure: orNull(fc.constantFrom(0.5, 1)),
    perAsset: orNull(fc.constantFrom(0.2, 0.9)),
    maximumGapShare: fc.constantFrom(0, 0.5, 1),
    spreadBps: fc.constantFrom(0, 1, 7.5),
    slippageBps: fc.constantFrom(0, 1, 2.25),
    volumeLimit: orNull(fc.constantFrom(0.1, 0.003)),
    leverage: fc.constantFrom(1, 4),
    startCapital: fc.constantFrom("10000", "250.5", "1234567.89")
  })
  .map(strategyOf);

function strategyOf(wish: {
  readonly enterLong: string;
  readonly exitLong: string | null;
  readonly enterShort: string | null;
  readonly exitShort: string | null;
  readonly method: string;
  readonly fraction: number;
  readonly maximumFraction: number;
  readonly reserve: number;
  readonly scaleByConfidence: boolean;
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  readonly perPosition: number | null;
  readonly grossExposure: number | null;
  readonly perAsset: number | null;
  readonly maximumGapShare: number;
  readonly spreadBps: number;
  readonly slippageBps: number;
  readonly volumeLimit: number | null;
  readonly leverage: number;
  readonly startCapital: string;
}): StrategyConfiguration {
  const {decision, execution} = DEFAULT_STRATEGY;
  const {enterLong, exitLong, enterShort, exitShort} = wish;
  const isSlowNamed = [enterLong, exitLong, enterShort, exitShort].some((text) => text?.includes("slow"));
  return {
    ...DEFAULT_STRATEGY,
    name: "random-rules",
    startCapital: wish.startCapital,
    factors: ["volatility-24"],
    rules: {parameters: isSlowNamed ? {slow: 7} : {}, enterLong, exitLong, enterShort, exitShort},
    decision: {
      ...decision,
      allowShort: enterShort !== null,
      stopLoss: wish.stopLoss,
      takeProfit: wish.takeProfit,
      maximumGapShare: wish.maximumGapShare,
      sizing: {
        ...decision.sizing,
        method: wish.method as "all-in",
        fraction: wish.fraction,
        reserve: wish.reserve,
        maximumFraction: wish.maximumFraction,
        scaleByConfidence: wish.scaleByConfidence
      },
      limits: {
        ...decision.limits,
        perPosition: wish.perPosition,
        grossExposure: wish.grossExposure,
        perAsset: wish.perAsset
      }
    },
    execution: {
      ...execution,
      spreadBps: wish.spreadBps,
      slippageBps: wish.slippageBps,
      volumeLimit: wish.volumeLimit,
      margin: {leverage: wish.leverage, maintenance: 0.2, liquidationFee: 0.005}
    }
  };
}

/** A spot account has none. */
export function withoutLeverageOnSpot(
  strategy: StrategyConfiguration,
  {instruments}: RandomMarket
): StrategyConfiguration {
  if (instruments.some(({kind}) => kind === "perpetual")) return strategy;
  const {execution} = strategy;
  return {...strategy, execution: {...execution, margin: {...execution.margin, leverage: 1}}};
}

export const randomMarket: fc.Arbitrary<RandomMarket> = fc
  .record({
    seed: fc.integer({min: 1, max: 1e6}),
    symbols: fc.constantFrom(
      ["ETH/USDT"],
      ["BTC/USDT", "ETH/USDT"],
      ["BTC/USDT:USDT"],
      ["ADA/USDT", "BTC/USDT:USDT", "ETH/USDT"]
    ),
    candles: fc.integer({min: 30, max: 160}),
    warmUp: fc.constantFrom(0, 12, 40),
    holes: fc.constantFrom(0, 0, 0.05, 0.2),
    quiet: fc.constantFrom(0, 0.15),
    isOnGrid: fc.boolean(),
    price: fc.constantFrom(0.00031, 1.7, 100, 43_000),
    fee: fc.constantFrom(0, 0.001, 0.00075, 0.0123),
    amountIncrement: fc.constantFrom("0.00001", "0.003", "1", "0.00000001"),
    minimumNotional: fc.constantFrom("0", "5", "120.5")
  })
  .map(marketOf);

function marketOf(wish: {
  readonly seed: number;
  readonly symbols: readonly string[];
  readonly candles: number;
  readonly warmUp: number;
  readonly holes: number;
  readonly quiet: number;
  readonly isOnGrid: boolean;
  readonly price: number;
  readonly fee: number;
  readonly amountIncrement: string;
  readonly minimumNotional: string;
}): RandomMarket {
  const tick = wish.price < 0.01 ? "0.00000001" : wish.price < 10 ? "0.0001" : "0.01";
  const instruments = wish.symbols.map((symbol) =>
    testInstrument(symbol, {
      kind: symbol.includes(":") ? "perpetual" : "spot",
      priceIncrement: tick,
      amountIncrement: wish.amountIncrement,
      minimumAmount: wish.amountIncrement,
      minimumNotional: wish.minimumNotional,
      takerFee: wish.fee,
      makerFee: wish.fee
    })
  );
  const whole = instruments.map(({id}, place) => ({
    instrument: id,
    columns: columnsOf(wish, {seed: wish.seed + place, tick: Number(tick)})
  }));
  const cut = (isWarmUp: boolean): TapeSeries[] =>
    whole.map(({instrument, columns}) => {
      const until = wish.warmUp * HOUR_MS;
      const kept = Array.from(columns.openTime.keys()).filter(
        (i) => (columns.openTime[i] as number) < until === isWarmUp
      );
      return {instrument, origin: "simulated", columns: picked(columns, kept)};
    });
  return {instruments, warmUp: cut(true), traded: cut(false)};
}

function columnsOf(
  {candles, warmUp, holes, quiet, isOnGrid, price: start}: Parameters<typeof marketOf>[0],
  {seed, tick}: {readonly seed: number; readonly tick: number}
): CandleColumns {
  const random = seededRandom(seed);
  const length = candles + warmUp;
  const columns = emptyCandleColumns("1h", length);
  const digits = Math.round(-Math.log10(tick));
  const onGrid = (price: number) => (isOnGrid ? Number(Math.max(price, tick).toFixed(digits)) : price);
  let price = start;
  for (let i = 0; i < length; i++) {
    const open = onGrid(price * (random.next() < 0.2 ? 1 + 0.004 * random.normal() : 1));
    price *= Math.exp(0.012 * random.normal());
    const close = onGrid(price);
    columns.openTime[i] = i * HOUR_MS;
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = onGrid(Math.max(open, close) * (1 + 0.004 * random.next()));
    columns.low[i] = onGrid(Math.min(open, close) * (1 - 0.004 * random.next()));
    columns.volume[i] = random.next() < quiet ? 0 : (5e4 / start) * random.next();
  }
  const kept = Array.from({length}, (_, i) => i).filter(() => random.next() >= holes);
  return picked(columns, kept);
}

function picked(columns: CandleColumns, kept: readonly number[]): CandleColumns {
  const out = emptyCandleColumns(columns.timeframe, kept.length);
  for (const name of ["openTime", "open", "high", "low", "close", "volume"] as const)
    out[name].set(kept.map((i) => columns[name][i] as number));
  return out;
}
