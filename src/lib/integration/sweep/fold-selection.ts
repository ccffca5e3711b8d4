// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Choosing parameters on one part of the time and judging the choice on another. Each trial has run once over all of the
 * range, and at every bar its agents knew the past only; what is fitted here, and must not see the test, is the choice.
 * A step's span of information reaches from its start to where the label of its last prediction ends.
 */
import type {SampleSpans} from "../../statistics/purged-folds.js";
import {type AlignedReturns, type CompactReturns, definedSteps} from "./compact-returns.js";
import {type Criterion, ranking, scoreOfReturns} from "./criterion.js";

/** Trials on common steps, as the folds see them. */
export interface FoldMarket extends AlignedReturns {
  /** Epoch milliseconds, start of step 0. */
  readonly from: number;
  readonly stepMs: number;
  readonly candleMs: number;
  /** Candles that a prediction looks ahead: the longest of all trials. */
  readonly horizonCandles: number;
  /** Left out after each test, and before it in a walk-forward, beyond the horizon. */
  readonly embargoCandles: number;
  readonly criterion: Criterion;
  /** Steps a year. */
  readonly periods: number;
}

export type FoldSettings = Pick<FoldMarket, "candleMs" | "horizonCandles" | "embargoCandles" | "criterion">;

const YEAR_MS = 365 * 86_400_000;

/** @param returns of each trial, aligned */
export function foldMarket(returns: readonly CompactReturns[], settings: FoldSettings): FoldMarket {
  const first = returns[0]!;
  return {
    ...settings,
    ...definedSteps(returns),
    from: first.from,
    stepMs: first.stepMs,
    periods: YEAR_MS / first.stepMs
  };
}

/** Start and end of what each row uses, epoch milliseconds. */
export function informationSpans({steps, from, stepMs, candleMs, horizonCandles}: FoldMarket): SampleSpans {
  const start = Float64Array.from(steps, (step) => from + step * stepMs);
  // The last prediction within a step is made one candle before its end.
  const end = start.map((time) => time + stepMs - candleMs + horizonCandles * candleMs);
  return {start, end};
}

export interface Choice {
  /** Trial that is best on the training rows; null when the criterion is defined for none. */
  readonly trial: number | null;
  /** The criterion there, more is better. */
  readonly score: number | null;
}

/** The best trial on some rows, the first of equals. */
export function chooseOn({columns, criterion, periods}: FoldMarket, rows: Int32Array): Choice {
  const scores = columns.map((column) => scoreOfReturns(pick(column, rows), {criterion, periods}));
  const best = ranking(scores)[0];
  const score = best === undefined ? null : (scores[best] ?? null);
  return score === null ? {trial: null, score} : {trial: best!, score};
}

export function pick(column: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!;
  return picked;
}
