/**
 * The figures of a run's report. Each has a label, one sentence of explanation, and either a value or the reason why
 * there is none. Returns are simple, per candle, of marked equity; a year has 365 days (METHODS C6, 8.1).
 */

import {DAY_MS} from "../core/time.js";
import {compareWithBenchmark} from "../statistics/benchmark.js";
import {bootstrapInterval} from "../statistics/bootstrap.js";
import {omegaRatio, sortinoRatio} from "../statistics/downside.js";
import {summarizeDrawdowns} from "../statistics/drawdown.js";
import {meanOverDeviation} from "../statistics/moments.js";
import {minimumTrackRecord, probabilisticSharpe, sharpeEstimate} from "../statistics/probabilistic-sharpe.js";
import {summarizeReturns} from "../statistics/return-summary.js";
import {sharpeRatio} from "../statistics/sharpe.js";
import {tailRisk} from "../statistics/value-at-risk.js";
import type {BenchmarkGrowth} from "./benchmark-curve.js";
import {type Figure, figure} from "./figure.js";
import type {RunRecord} from "./run-record.js";
import {tradeFigures} from "./trade-figures.js";

export interface RunStatisticsOptions {
  readonly periodsPerYear: number;
  readonly startCapital: number;
  readonly seed: number;
}

export interface RunSeries {
  /** Close times, epoch milliseconds. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** Return into each mark; the first is from the start capital. */
  readonly returns: Float64Array;
  readonly drawdown: Float64Array;
  /** Buy and hold. */
  readonly benchmark: Float64Array;
  readonly benchmarkReturns: Float64Array;
  readonly equalWeightReturns: Float64Array;
}

/** Columns of the run, one row an equity mark. */
export function runSeries(record: RunRecord, startCapital: number): RunSeries {
  const {length} = record.equity;
  const series = {
    times: new Float64Array(length),
    equity: new Float64Array(length),
    returns: new Float64Array(length),
    drawdown: new Float64Array(length),
    benchmark: new Float64Array(length),
    benchmarkReturns: new Float64Array(length),
    equalWeightReturns: new Float64Array(length)
  };
  let before = startCapital;
  let benchmarkBefore: BenchmarkGrowth = {hold: 1, equalWeight: 1};
  record.equity.forEach((mark, index) => {
    const growth = record.benchmark[index] ?? {hold: Number.NaN, equalWeight: Number.NaN};
    series.times[index] = mark.closeTime;
    series.equity[index] = mark.equity;
    series.returns[index] = mark.equity / before - 1;
    series.drawdown[index] = mark.drawdown;
    series.benchmark[index] = growth.hold * startCapital;
    series.benchmarkReturns[index] = growth.hold / benchmarkBefore.hold - 1;
    series.equalWeightReturns[index] = growth.equalWeight / benchmarkBefore.equalWeight - 1;
    before = mark.equity;
    benchmarkBefore = growth;
  });
  return series;
}

/** All figures by key. */
export function runStatistics(record: RunRecord, options: RunStatisticsOptions): Readonly<Record<string, Figure>> {
  const series = runSeries(record, options.startCapital);
  return {
    ...returnFigures(series, options),
    ...riskFigures(series, options),
    ...benchmarkFigures(series, options),
    ...tradeFigures(record, series.equity)
  };
}

const FLAT = "equity never moved";

function returnFigures(series: RunSeries, options: RunStatisticsOptions): Record<string, Figure> {
  const summary = summarizeReturns(series.returns, options.periodsPerYear);
  return {
    totalReturn: figure(summary.total, {
      label: "Total return",
      explanation: "Last equity over start capital, less one.",
      unit: "fraction",
      reason: "no candles"
    }),
    annualReturn: figure(summary.annual, {
      label: "Annual return",
      explanation: "The steady yearly growth that gives the same total over the same days (365 a year).",
      unit: "fraction",
      reason: "no candles, or everything was lost"
    }),
    volatility: figure(summary.volatility, {
      label: "Volatility",
      explanation: "Standard deviation of returns per candle, scaled to a year.",
      unit: "fraction",
      reason: "fewer than two candles"
    }),
    tailRatio: figure(summary.tailRatio, {
      label: "Tail ratio",
      explanation: "The best 5 % of candles against the worst 5 %.",
      unit: "ratio",
      reason: FLAT
    }),
    ...sharpeFigures(series, options)
  };
}

function sharpeFigures(series: RunSeries, {periodsPerYear, seed}: RunStatisticsOptions): Record<string, Figure> {
  const {returns} = series;
  const sharpe = sharpeRatio(returns, {periods: periodsPerYear});
  const estimate = sharpeEstimate(returns);
  return {
    sharpe: figure(
      sharpe.annual,
      {
        label: "Sharpe ratio",
        explanation:
          "Mean return over its standard deviation, scaled to a year; the interval is a stationary bootstrap's.",
        unit: "ratio",
        reason: FLAT
      },
      sharpeInterval(series, seed)
    ),
    sharpeLoAdjusted: figure(sharpe.annualLoAdjusted, {
      label: "Sharpe, Lo-adjusted",
      explanation: "The Sharpe ratio scaled to a year with the autocorrelation of returns taken into account.",
      unit: "ratio",
      reason: "needs two years of candles, or equity never moved"
    }),
    probabilisticSharpe: figure(estimate === null ? null : probabilisticSharpe(estimate), {
      label: "Probabilistic Sharpe",
      explanation: "Probability that the true Sharpe ratio is above zero, given length, skew and fat tails.",
      unit: "fraction",
      reason: FLAT
    }),
    minimumTrackRecord: figure(estimate === null ? null : minimumTrackRecord(estimate), {
      label: "Minimum track record",
      explanation: "Candles needed before the Sharpe ratio is above zero with 95 % confidence.",
      unit: "candles",
      reason: "the Sharpe ratio is not above zero"
    }),
    sortino: figure(sortinoRatio(returns, {periods: periodsPerYear}), {
      label: "Sortino ratio",
      explanation: "Like Sharpe, but only losses count as risk.",
      unit: "ratio",
      reason: "no losing candle"
    }),
    omega: figure(omegaRatio(returns, {periods: periodsPerYear}), {
      label: "Omega ratio",
      explanation: "All gains over all losses, candle by candle.",
      unit: "ratio",
      reason: "no losing candle"
    })
  };
}

/**
 * 95 % percentile interval of the annual Sharpe ratio, from daily returns in blocks of five days on average: candles of
 * one day hang together, and a year of minutes resampled candle by candle would cost more than it tells.
 */
function sharpeInterval(series: RunSeries, seed: number): {low: number | null; high: number | null} {
  const MINIMUM_DAYS = 30;
  const daily = dailyReturns(series);
  if (daily.length < MINIMUM_DAYS) return {low: null, high: null};
  const plan = {resamples: 1000, seed, scheme: "stationary", block: 5} as const;
  const {low, high} = bootstrapInterval(daily, plan, (sample) => meanOverDeviation(sample) * Math.sqrt(365));
  return {low, high};
}

/** Returns from the last mark of a UTC day to that of the next day with a mark. */
function dailyReturns({times, equity}: RunSeries): Float64Array {
  const closes: number[] = [];
  equity.forEach((value, index) => {
    const isNewDay = index === 0 || dayOf(times[index]) !== dayOf(times[index - 1]);
    if (isNewDay) closes.push(value);
    else closes[closes.length - 1] = value;
  });
  return Float64Array.from(closes.slice(1), (value, index) => value / (closes[index] as number) - 1);
}

/** A mark at midnight closes the day before. */
function dayOf(closeTime: number | undefined): number {
  return Math.floor(((closeTime ?? 0) - 1) / DAY_MS);
}

function riskFigures({returns}: RunSeries, {periodsPerYear}: RunStatisticsOptions): Record<string, Figure> {
  const drawdowns = summarizeDrawdowns(returns, periodsPerYear);
  const tail = tailRisk(returns, 0.05);
  const none = "no candles";
  return {
    maximumDrawdown: figure(drawdowns.maximum, {
      label: "Maximum drawdown",
      explanation: "The deepest fall of equity from its highest value so far.",
      unit: "fraction",
      reason: none
    }),
    longestDrawdown: figure(drawdowns.longestBars, {
      label: "Longest drawdown",
      explanation: "Candles spent below an earlier high without a break.",
      unit: "candles",
      reason: none
    }),
    timeUnderWater: figure(drawdowns.timeUnderWater, {
      label: "Time under water",
      explanation: "Share of candles below an earlier high.",
      unit: "fraction",
      reason: none
    }),
    calmar: figure(drawdowns.calmar, {
      label: "Calmar ratio",
      explanation: "Annual return over the maximum drawdown.",
      unit: "ratio",
      reason: "no drawdown"
    }),
    valueAtRisk: figure(tail.historical, {
      label: "Value at risk, 5 %",
      explanation: "One candle in twenty is worse than this.",
      unit: "fraction",
      reason: none
    }),
    expectedShortfall: figure(tail.expectedShortfall, {
      label: "Expected shortfall, 5 %",
      explanation: "The mean of the worst 5 % of candles.",
      unit: "fraction",
      reason: none
    })
  };
}

function benchmarkFigures(
  {returns, benchmarkReturns, equalWeightReturns}: RunSeries,
  {periodsPerYear}: RunStatisticsOptions
): Record<string, Figure> {
  const against = compareWithBenchmark(returns, benchmarkReturns, {periods: periodsPerYear});
  const hold = summarizeReturns(benchmarkReturns, periodsPerYear);
  const none = "the benchmark never moved";
  return {
    benchmarkReturn: figure(hold.total, {
      label: "Buy and hold",
      explanation: "Total return of holding all instruments in equal parts, without costs.",
      unit: "fraction",
      reason: "no candles"
    }),
    equalWeightReturn: figure(summarizeReturns(equalWeightReturns, periodsPerYear).total, {
      label: "Equal weight",
      explanation: "Total return of holding all instruments, made equal again at every candle, without costs.",
      unit: "fraction",
      reason: "no candles"
    }),
    alpha: figure(against.alphaAnnual, {
      label: "Alpha, annual",
      explanation: "Return a year that the benchmark's moves do not explain.",
      unit: "fraction",
      reason: none
    }),
    beta: figure(against.beta, {
      label: "Beta",
      explanation: "How much of a move of the benchmark the equity takes part in.",
      unit: "ratio",
      reason: none
    }),
    informationRatio: figure(against.informationRatio, {
      label: "Information ratio",
      explanation: "Return beyond the benchmark over the deviation from it, a year.",
      unit: "ratio",
      reason: none
    })
  };
}
