// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Returns by bucket of a factor, the spread of its ends, whether the ladder has no broken rung, and how fast it changes. */
import {type Column, finiteValues, orNull} from "../statistics/column.js";
import {meanTest, overlapLag} from "../statistics/long-run-variance.js";
import {mean} from "../statistics/moments.js";
import {monotonicityTest} from "../statistics/monotonicity.js";
import {meanBlock} from "../statistics/optimal-block-length.js";
import type {Panel} from "../statistics/panel.js";
import type {BucketAssignment} from "../statistics/quantile-assignment.js";
import {
  bucketColumn,
  bucketSpread,
  ladderCorrelation,
  type QuantileReturns,
  quantileReturns
} from "../statistics/quantile-returns.js";
import {bucketTurnover} from "../statistics/turnover.js";
import type {LadderImpact} from "./factor-impact.js";

const MONOTONICITY_SEED = 1;
/** A longer sample is averaged over stretches: the ladder's mean stays, and its resamples fit into memory. */
const MOST_PERIODS = 1_000;

export const NO_LADDER: LadderImpact = {
  quantiles: [],
  spread: null,
  spreadT: null,
  spreadP: null,
  monotonicityP: null,
  ladder: null,
  ladderCorrelation: null
};

/** @param horizon of the forward returns, in candles */
export function ladderImpact(assignment: BucketAssignment, forward: Panel, horizon: number): LadderImpact {
  const returns = quantileReturns(forward, assignment);
  const {buckets} = assignment;
  const width = forward.symbols.length;
  const spread = tested(bucketSpread(returns), horizon);
  return {
    quantiles: returns.summaries.map(({bucket, mean: meanReturn}) => ({
      quantile: bucket,
      meanReturn,
      standardError: tested(bucketColumn(returns.byDate, {buckets, bucket}), horizon).standardError,
      turnover: orNull(mean(finiteValues(bucketTurnover(assignment, {width, bucket, lag: 1}))))
    })),
    spread: spread.mean,
    spreadT: spread.t,
    spreadP: spread.pStudent,
    ...monotonicity(returns, horizon),
    ladderCorrelation: ladderCorrelation(returns.summaries)
  };
}

function tested(values: Column, horizon: number) {
  return meanTest(values, {lag: overlapLag(finiteValues(values).length, horizon)});
}

function monotonicity(returns: QuantileReturns, horizon: number): Pick<LadderImpact, "monotonicityP" | "ladder"> {
  const {buckets} = returns;
  const stretch = Math.ceil(returns.times.length / MOST_PERIODS);
  const byDate = averaged(returns.byDate, buckets, stretch);
  const block = meanBlock(bucketSpread({byDate, buckets}), Math.ceil(horizon / stretch));
  const {rising, falling} = monotonicityTest({byDate, buckets}, {seed: MONOTONICITY_SEED, block});
  if (rising.p === null || falling.p === null) return {monotonicityP: null, ladder: null};
  return rising.p <= falling.p
    ? {monotonicityP: rising.p, ladder: "rising"}
    : {monotonicityP: falling.p, ladder: "falling"};
}

/** Mean of each stretch of rows, over the rows that have every bucket. */
function averaged(byDate: Float64Array, buckets: number, stretch: number): Float64Array {
  if (stretch === 1) return byDate;
  const rows = byDate.length / buckets;
  const made = new Float64Array(Math.ceil(rows / stretch) * buckets);
  for (let period = 0; period < made.length / buckets; period++) {
    let n = 0;
    for (let row = period * stretch; row < Math.min(rows, (period + 1) * stretch); row++) {
      const section = byDate.subarray(row * buckets, (row + 1) * buckets);
      if (section.some(Number.isNaN)) continue;
      section.forEach((value, b) => {
        made[period * buckets + b]! += value;
      });
      n++;
    }
    for (let b = 0; b < buckets; b++) made[period * buckets + b]! /= n;
  }
  return made;
}
