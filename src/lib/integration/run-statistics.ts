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
import {winLoss} from "../statistics/win-loss.js";
import type {RunRecord} from "./run-record.js";

export type FigureUnit = "fraction" | "ratio" | "count" | "quote" | "candles";

export interface Figure {
  readonly value: number | null;
  readonly unit: FigureUnit;
  readonly label: string;
  readonly explanation: string;
  /** 95 % interval where one was worked out. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** Why there is no value. */
  readonly reason?: string;
}

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
  readonly benchmark: Float64Array;
  readonly benchmarkReturns: Float64Array;
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
    benchmarkReturns: new Float64Array(length)
  };
  let before = startCapital;
  let benchmarkBefore = 1;
  record.equity.forEach((mark, index) => {
    const growth = record.benchmark[index] ?? Number.NaN;
    series.times[index] = mark.closeTime;
    series.equity[index] = mark.equity;
    series.returns[index] = mark.equity / before - 1;
    series.drawdown[index] = mark.drawdown;
    series.benchmark[index] = growth * startCapital;
    series.benchmarkReturns[index] = growth / benchmarkBefore - 1;
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
    ...tradeFigures(record, series)
  };
}

const FLAT = "equity never moved";

interface Wording {
  readonly label: string;
  readonly explanation: string;
  readonly unit: FigureUnit;
  /** Said in place of a value that is undefined. */
  readonly reason: string;
}

function figure(value: number | null, wording: Wording, interval?: {low: number | null; high: number | null}): Figure {
  const {reason, ...words} = wording;
  const isDefined = value !== null && Number.isFinite(value);
  return {value: isDefined ? value : null, ...words, ...(interval ?? {}), ...(isDefined ? {} : {reason})};
}

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
  {returns, benchmarkReturns}: RunSeries,
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

function tradeFigures(record: RunRecord, series: RunSeries): Record<string, Figure> {
  const results = record.trades.map((trade) => trade.profitRatio);
  const wins = winLoss(results);
  const held = record.trades.map((trade) => (trade.exitTime ?? trade.entryTime) - trade.entryTime);
  const noTrade = "no closed trade";
  return {
    trades: figure(record.trades.length, {
      label: "Closed trades",
      explanation: "Round trips from flat to flat.",
      unit: "count",
      reason: noTrade
    }),
    openTrades: figure(record.openTrades.length, {
      label: "Open trades",
      explanation: "Positions still held at the end; they are in the equity but in no trade figure.",
      unit: "count",
      reason: noTrade
    }),
    winRate: figure(wins.winRate, {
      label: "Win rate",
      explanation: "Share of closed trades with a profit after fees.",
      unit: "fraction",
      reason: noTrade
    }),
    profitFactor: figure(wins.profitFactor, {
      label: "Profit factor",
      explanation: "Sum of winning trades' returns over the sum of losing trades'.",
      unit: "ratio",
      reason: "no losing trade, or no trade"
    }),
    expectancy: figure(wins.expectancy, {
      label: "Expectancy",
      explanation: "Mean return of a trade after fees.",
      unit: "fraction",
      reason: noTrade
    }),
    averageHoldHours: figure(held.length === 0 ? null : held.reduce((a, b) => a + b, 0) / held.length / 3_600_000, {
      label: "Average hold, hours",
      explanation: "Mean time from entry to exit.",
      unit: "ratio",
      reason: noTrade
    }),
    ...activityFigures(record, series)
  };
}

function activityFigures(record: RunRecord, series: RunSeries): Record<string, Figure> {
  const exposed = record.equity.filter((mark) => mark.positionsValue !== 0).length;
  const traded = record.fills.reduce((sum, {payload}) => sum + Number(payload.price) * Number(payload.amount), 0);
  const meanEquity = series.equity.reduce((sum, value) => sum + value, 0) / series.equity.length;
  const noTrade = "no closed trade";
  return {
    exposure: figure(record.equity.length === 0 ? null : exposed / record.equity.length, {
      label: "Exposure",
      explanation: "Share of candles with a position.",
      unit: "fraction",
      reason: "no candles"
    }),
    turnover: figure(record.equity.length === 0 ? null : traded / meanEquity, {
      label: "Turnover",
      explanation: "Value traded over mean equity, whole run.",
      unit: "ratio",
      reason: "no candles"
    }),
    fees: figure(Number(record.fees), {
      label: "Fees",
      explanation: "All fees paid, in the quote currency.",
      unit: "quote",
      reason: noTrade
    }),
    slippage: figure(record.slippage, {
      label: "Slippage",
      explanation:
        "Lost between the close a decision was taken at and its fill, in the quote currency; negative is a gain.",
      unit: "quote",
      reason: noTrade
    })
  };
}
