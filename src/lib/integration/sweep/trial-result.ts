/**
 * What one trial came to: figures to rank it by, the shape of its returns for the deflated Sharpe ratio, thinned returns
 * for overlap and overfitting, and a digest of its fills and equity. Both paths of a trial end here.
 */
import {createRunningHash, type RunningHash} from "../../core/hash.js";
import {orNull} from "../../statistics/column.js";
import type {SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";
import type {CourseFills} from "../course/course-fills.js";
import {type CompactReturns, compactReturns, type MarkedEquity} from "./compact-returns.js";
import {type ReturnMoments, returnMoments, yearlyGrowth} from "./return-moments.js";

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
  readonly fills: CourseFills;
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

export interface TrialResultOptions {
  /** Begins a SHA-256; the platform's own, where it has a quicker one. */
  readonly hash?: () => RunningHash;
}

export function trialResult(
  course: TrialCourse,
  range: TrialRange,
  {hash = createRunningHash}: TrialResultOptions = {}
): TrialResult {
  const {figures, moments} = trialFigures(course, range.periodsPerYear);
  const returns = compactReturns(course, range);
  return {
    path: course.path,
    digest: digestOf(course, {hash: hash(), returns, moments}),
    figures,
    shape: moments.shape,
    returns
  };
}

/** What a person reads of a run, and the moments of its returns that the shape and the digest are made of. */
export function trialFigures(
  course: TrialCourse,
  periods: number
): {readonly figures: TrialFigures; readonly moments: ReturnMoments} {
  const {line, fills, rejected, exposedMarks} = course;
  const {length, startCapital} = line;
  const {deepestFall: fall} = line.summary();
  const moments = returnMoments(line);
  const {shape, deviation, mean, downside} = moments;
  const total = (length === 0 ? Number.NaN : line.last) / startCapital - 1;
  const annual = orNull(yearlyGrowth(total, length / periods));
  const figures = {
    totalReturn: orNull(total),
    annualReturn: annual,
    volatility: orNull(deviation * Math.sqrt(periods)),
    sharpe: shape === null ? null : shape.ratio * Math.sqrt(periods),
    sortino: length < 2 ? null : orNull((mean / downside) * Math.sqrt(periods)),
    calmar: annual === null ? null : orNull(annual / fall),
    maximumDrawdown: length === 0 ? null : orNull(fall),
    ...tradeFigures(fills.tradeReturns()),
    exposure: length === 0 ? null : exposedMarks / length,
    fees: fills.fees,
    fills: fills.count,
    rejected,
    finalEquity: length === 0 ? null : line.last
  };
  return {figures, moments};
}

function tradeFigures(results: readonly number[]): Pick<TrialFigures, "trades" | "winRate" | "profitFactor"> {
  let wins = 0;
  let losses = 0;
  let won = 0;
  let lost = 0;
  for (const value of results) {
    if (value > 0) {
      wins++;
      won += value;
    } else if (value < 0) {
      losses++;
      lost += value;
    }
  }
  return {trades: results.length, winRate: orNull(wins / (wins + losses)), profitFactor: orNull(won / -lost)};
}

interface Digested {
  readonly hash: RunningHash;
  readonly returns: CompactReturns;
  readonly moments: ReturnMoments;
}

/**
 * Text of the fills, the bytes of the thinned returns (IEEE 754, little endian as on every platform of Node) and the
 * moments over every candle, in which any other equity anywhere would show.
 */
function digestOf({fills, line}: TrialCourse, {hash, returns, moments: {shape, deviation}}: Digested): string {
  fills.writeTo(hash);
  const {buffer, byteOffset, byteLength} = returns.values;
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  const ends = [
    line.length,
    line.length === 0 ? null : line.last,
    deviation,
    shape?.ratio,
    shape?.skew,
    shape?.kurtosis
  ];
  hash.update(new TextEncoder().encode(JSON.stringify(ends)));
  return hash.digest();
}
