/**
 * Statistics of an equity curve and its trades, as the rule set next-open-all-in defines them. Ratios are fractions;
 * what is not defined (no trade, no variance, one point) is null.
 */
import {DAY_MS} from "../../core/time.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {TradeResult} from "../simulate/result.js";

export interface CurveInput {
  readonly candles: readonly MatchedCandle[];
  /** One value a candle, at its close. */
  readonly equity: readonly number[];
  readonly trades: readonly TradeResult[];
  /** First candle of the buy-and-hold comparison. */
  readonly warmup: number;
  readonly periodsPerYear: number;
}

export type Statistics = Readonly<Record<string, number | null>>;

const DAYS_PER_YEAR = 365.25;

export function curveStatistics(input: CurveInput): Statistics {
  return {...growth(input), ...drawdowns(input), ...tradeStatistics(input.trades), exposure: exposure(input)};
}

function growth({candles, equity, warmup, periodsPerYear: P}: CurveInput): Statistics {
  const returns = steps(equity, (now, before) => now / before - 1);
  const g = geometricMean(returns);
  const annualReturn = (1 + g) ** P - 1;
  const spread = variance(returns);
  const annualVolatility = spread === null ? null : Math.sqrt((spread + (1 + g) ** 2) ** P - (1 + g) ** (2 * P));
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) ** 2)) ?? 0) * Math.sqrt(P);
  const total = ratio((equity.at(-1) ?? 0) - (equity[0] ?? 0), equity[0] ?? 0);
  const from = candles[warmup]?.close ?? 0;
  const buyAndHoldReturn = ratio((candles.at(-1)?.close ?? 0) - from, from);
  const beta = betaOf(equity, candles);
  return {
    return: total,
    buyAndHoldReturn,
    annualReturn,
    annualVolatility,
    cagr: cagrOf(candles, equity),
    sharpe: ratio(annualReturn, annualVolatility),
    sortino: ratio(annualReturn, downside),
    calmar: ratio(annualReturn, deepest(equity)),
    beta,
    alpha: total === null || beta === null || buyAndHoldReturn === null ? null : total - beta * buyAndHoldReturn,
    finalEquity: equity.at(-1) ?? null,
    peakEquity: equity.length === 0 ? null : equity.reduce((peak, value) => Math.max(peak, value))
  };
}

function cagrOf(candles: readonly MatchedCandle[], equity: readonly number[]): number | null {
  const years = ((candles.at(-1)?.openTime ?? 0) - (candles[0]?.openTime ?? 0)) / DAY_MS / DAYS_PER_YEAR;
  const growthFactor = ratio(equity.at(-1) ?? 0, equity[0] ?? 0);
  return years > 0 && growthFactor !== null ? growthFactor ** (1 / years) - 1 : null;
}

function betaOf(equity: readonly number[], candles: readonly MatchedCandle[]): number | null {
  const logStep = (now: number, before: number): number => Math.log(now / before);
  const own = steps(equity, logStep);
  const market = steps(
    candles.map((candle) => candle.close),
    logStep
  ).slice(0, own.length);
  const [ownMean, marketMean] = [mean(own), mean(market)];
  if (own.length < 2 || ownMean === null || marketMean === null) return null;
  const shared = market.reduce((sum, value, i) => sum + (value - marketMean) * ((own[i] ?? 0) - ownMean), 0);
  const beta = ratio(shared / (own.length - 1), variance(market));
  return beta !== null && Number.isFinite(beta) ? beta : null;
}

/** Falls from the running peak as fractions of it. */
function fallsOf(equity: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return 1 - value / peak;
  });
}

function deepest(equity: readonly number[]): number {
  return fallsOf(equity).reduce((most, fall) => Math.max(most, fall), 0);
}

/** Spells from a peak to the next one, or to the end; days are whole, rounded up. */
function drawdowns({candles, equity}: CurveInput): Statistics {
  const falls = fallsOf(equity);
  const peaks = falls.flatMap((fall, i) => (fall === 0 || i === falls.length - 1 ? [i] : []));
  const depths: number[] = [];
  const spans: number[] = [];
  for (let k = 1; k < peaks.length; k++) {
    const [from, to] = [peaks[k - 1] ?? 0, peaks[k] ?? 0];
    if (to <= from + 1) continue;
    depths.push(Math.max(...falls.slice(from, to + 1)));
    spans.push((candles[to]?.openTime ?? 0) - (candles[from]?.openTime ?? 0));
  }
  const averageSpan = mean(spans);
  return {
    maxDrawdown: deepest(equity),
    averageDrawdown: mean(depths),
    maxDrawdownDays: spans.length === 0 ? null : Math.ceil(Math.max(...spans) / DAY_MS),
    averageDrawdownDays: averageSpan === null ? null : Math.ceil(averageSpan / DAY_MS)
  };
}

function tradeStatistics(trades: readonly TradeResult[]): Statistics {
  const ratios = trades.map((trade) => trade.profitRatio);
  const profits = trades.map((trade) => trade.profit);
  const wins = profits.filter((profit) => profit > 0);
  const losses = profits.filter((profit) => profit < 0);
  const winRate = trades.length === 0 ? null : wins.length / trades.length;
  const payoff = ratio(mean(wins), mean(losses.map((loss) => -loss)));
  const deviation = variance(profits);
  const perTrade = ratio(mean(profits), deviation === null ? null : Math.sqrt(deviation));
  return {
    trades: trades.length,
    winRate,
    best: ratios.length === 0 ? null : Math.max(...ratios),
    worst: ratios.length === 0 ? null : Math.min(...ratios),
    averageTrade: ratios.length === 0 ? null : geometricMean(ratios),
    expectancy: mean(ratios),
    profitFactor: ratio(total(ratios.filter((r) => r > 0)), -total(ratios.filter((r) => r < 0))),
    sqn: perTrade === null ? null : Math.sqrt(trades.length) * perTrade,
    kelly: winRate === null || payoff === null ? null : winRate - (1 - winRate) / payoff
  };
}

/** Share of candles in a trade, its first and last candle included. */
function exposure({candles, trades}: CurveInput): number | null {
  if (candles.length === 0) return null;
  const held = new Set<number>();
  for (const {entryIndex, exitIndex} of trades) {
    for (let i = entryIndex ?? 0; i <= (exitIndex ?? -1); i++) held.add(i);
  }
  return held.size / candles.length;
}

function steps(values: readonly number[], step: (now: number, before: number) => number): number[] {
  return values.slice(1).map((now, i) => step(now, values[i] ?? Number.NaN));
}

/** 0 when any return loses everything. */
function geometricMean(returns: readonly number[]): number {
  if (returns.length === 0 || returns.some((value) => 1 + value <= 0)) return 0;
  return Math.exp(returns.reduce((sum, value) => sum + Math.log(1 + value), 0) / returns.length) - 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : total(values) / values.length;
}

/** Sample variance (n - 1). */
function variance(values: readonly number[]): number | null {
  const center = mean(values);
  if (center === null || values.length < 2) return null;
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

function ratio(above: number | null, below: number | null): number | null {
  return above === null || below === null || below === 0 ? null : above / below;
}
