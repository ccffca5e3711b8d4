/**
 * What one trial came to: figures to rank it by, the shape of its returns for the deflated Sharpe ratio, thinned returns
 * for overlap and overfitting, and a digest of its fills and equity. Both paths of a trial end here.
 */
import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import {orNull} from "../../statistics/column.js";
import type {SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";
import {type CompactReturns, compactReturns, type MarkedEquity} from "./compact-returns.js";
import {type TrialFill, tradeReturns} from "./fill-figures.js";
import {deepestFall, type ReturnMoments, returnMoments, yearlyGrowth} from "./return-moments.js";

/** full: the pipeline with every event; columnar: the same arithmetic over typed arrays. */
export type TrialPath = "full" | "columnar";

/** Undefined is null. A year has 365 days. */
export interface TrialFigures {
  readonly totalReturn: number | null;
  readonly annualReturn: number | null;
  readonly volatility: number | null;
  /** Annual, without correction for autocorrelation. */
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** A fraction in 0..1. */
  readonly maximumDrawdown: number | null;
  /** Closed trades. */
  readonly trades: number;
  readonly winRate: number | null;
  /** Null without a losing trade. */
  readonly profitFactor: number | null;
  /** Share of candles with a position. */
  readonly exposure: number | null;
  /** Quote units. */
  readonly fees: number;
  readonly fills: number;
  /** Orders that were refused; null in trials of before they were counted on every path. */
  readonly rejected: number | null;
  /** Quote units; null before the first mark. */
  readonly finalEquity: number | null;
}

export interface TrialResult {
  readonly path: TrialPath;
  /** 64 hexadecimal digits over fills and equity: the same from either path, in any process. */
  readonly digest: string;
  readonly figures: TrialFigures;
  /** Of the returns per candle; null when they do not vary. */
  readonly shape: SharpeEstimate | null;
  readonly returns: CompactReturns;
}

/** What a path hands over. */
export interface TrialCourse extends MarkedEquity {
  readonly path: TrialPath;
  /** In order of time. */
  readonly fills: readonly TrialFill[];
  readonly rejected: number;
  /** Marks at which positions were worth something; on a margin account, their unrealised profit. */
  readonly exposedMarks: number;
}

export interface TrialRange {
  /** Open time of the first candle, close time of the last. */
  readonly from: number;
  readonly to: number;
  readonly candleMs: number;
  readonly periodsPerYear: number;
}

export function trialResult(course: TrialCourse, range: TrialRange): TrialResult {
  const {equity, startCapital} = course;
  const perCandle = equity.map((value, i) => value / (i === 0 ? startCapital : (equity[i - 1] as number)) - 1);
  const moments = returnMoments(perCandle);
  const returns = compactReturns(course, range);
  return {
    path: course.path,
    digest: digestOf(course, returns, moments),
    figures: figuresOf(course, {perCandle, moments, periods: range.periodsPerYear}),
    shape: moments.shape,
    returns
  };
}

interface CandleReturns {
  readonly perCandle: Float64Array;
  readonly moments: ReturnMoments;
  readonly periods: number;
}

function figuresOf(course: TrialCourse, {perCandle, moments, periods}: CandleReturns): TrialFigures {
  const {equity, startCapital, fills, rejected, exposedMarks} = course;
  const {shape, deviation, mean, downside} = moments;
  const total = (equity.at(-1) ?? Number.NaN) / startCapital - 1;
  const annual = orNull(yearlyGrowth(total, perCandle.length / periods));
  const fall = deepestFall(equity, startCapital);
  return {
    totalReturn: orNull(total),
    annualReturn: annual,
    volatility: orNull(deviation * Math.sqrt(periods)),
    sharpe: shape === null ? null : shape.ratio * Math.sqrt(periods),
    sortino: perCandle.length < 2 ? null : orNull((mean / downside) * Math.sqrt(periods)),
    calmar: annual === null ? null : orNull(annual / fall),
    maximumDrawdown: equity.length === 0 ? null : orNull(fall),
    ...tradeFigures(tradeReturns(fills)),
    exposure: equity.length === 0 ? null : exposedMarks / equity.length,
    fees: fills.reduce((sum, {fee}) => sum + Number(fee), 0),
    fills: fills.length,
    rejected,
    finalEquity: equity.at(-1) ?? null
  };
}

function tradeFigures(results: readonly number[]): Pick<TrialFigures, "trades" | "winRate" | "profitFactor"> {
  const wins = results.filter((value) => value > 0);
  const losses = results.filter((value) => value < 0);
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    trades: results.length,
    winRate: orNull(wins.length / (wins.length + losses.length)),
    profitFactor: orNull(total(wins) / -total(losses))
  };
}

/**
 * Text of the fills, the bytes of the thinned returns (IEEE 754, little endian as on every platform of Node) and the
 * moments over every candle, in which any other equity anywhere would show.
 */
function digestOf({fills, equity}: TrialCourse, returns: CompactReturns, {shape, deviation}: ReturnMoments): string {
  const hash = sha256.create();
  for (const {time, instrument, side, price, amount, fee} of fills)
    hash.update(utf8ToBytes(`${time} ${instrument} ${side} ${price} ${amount} ${fee}\n`));
  const {buffer, byteOffset, byteLength} = returns.values;
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  const ends = [equity.length, equity.at(-1) ?? null, deviation, shape?.ratio, shape?.skew, shape?.kurtosis];
  hash.update(utf8ToBytes(JSON.stringify(ends)));
  return bytesToHex(hash.digest());
}
