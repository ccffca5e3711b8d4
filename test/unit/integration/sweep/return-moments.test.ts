import {expect, it} from "vitest";
import {seededRandom} from "../../../../src/lib/core/random.js";
import {columnLine} from "../../../../src/lib/integration/course/equity-line.js";
import {returnMoments, yearlyGrowth} from "../../../../src/lib/integration/sweep/return-moments.js";
import {sortinoRatio} from "../../../../src/lib/statistics/downside.js";
import {drawdownSeries} from "../../../../src/lib/statistics/drawdown.js";
import {standardDeviation} from "../../../../src/lib/statistics/moments.js";
import {sharpeEstimate} from "../../../../src/lib/statistics/probabilistic-sharpe.js";
import {annualReturn, totalReturn} from "../../../../src/lib/statistics/return-summary.js";

const random = seededRandom(7);
const returns = Float64Array.from(
  {length: 500},
  () => 0.001 + 0.01 * random.normal() + 0.05 * Number(random.next() > 0.99)
);

const START = 100;

/** Equity at each close, from the start capital on. */
function grown(changes: Float64Array): Float64Array {
  let value = START;
  return changes.map((change) => {
    value *= 1 + change;
    return value;
  });
}

function momentsOf(equity: Float64Array) {
  return returnMoments(columnLine(equity, START));
}

it("has the moments of the statistics that take a pass for each", () => {
  const {deviation, shape} = momentsOf(grown(returns));
  const expected = sharpeEstimate(returns);
  expect(deviation).toBeCloseTo(standardDeviation(returns), 14);
  expect(shape?.n).toBe(500);
  for (const key of ["ratio", "skew", "kurtosis"] as const)
    expect(shape?.[key]).toBeCloseTo(expected?.[key] as number, 10);
});

it("has them on both sides of where the mean begins to weigh, and far from there", () => {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const level = returns.map((value) => value - mean);
  const deviation = standardDeviation(level);
  // Mean over deviation; at 0.01 the second reading begins.
  for (const share of [0, 1e-9, 0.005, 0.0099, 0.0101, 0.02, 1, 50]) {
    const drifting = level.map((value) => 0.01 * (value + share * deviation));
    const {shape} = momentsOf(grown(drifting));
    const expected = sharpeEstimate(drifting);
    for (const key of ["ratio", "skew", "kurtosis"] as const)
      expect(shape?.[key] as number).toBeCloseTo(expected?.[key] as number, 8);
  }
});

it("has no ratio where returns do not vary, and no deviation of one return", () => {
  expect(momentsOf(new Float64Array(9).fill(START))).toEqual({deviation: 0, shape: null, mean: 0, downside: 0});
  expect(momentsOf(Float64Array.of(101)).deviation).toBeNaN();
  expect(momentsOf(new Float64Array(0)).shape).toBeNull();
});

it("has mean and downside of the Sortino ratio, and the yearly growth of the return summary", () => {
  const {mean, downside} = momentsOf(grown(returns));
  expect((mean / downside) * Math.sqrt(8760)).toBeCloseTo(sortinoRatio(returns, {periods: 8760}) as number, 10);
  const total = totalReturn(returns);
  expect(yearlyGrowth(total, 500 / 8760)).toBeCloseTo(annualReturn(returns, 8760) as number, 6);
  expect(yearlyGrowth(-1, 2)).toBe(-1);
  expect(yearlyGrowth(-1.1, 2)).toBeNaN();
});

it("finds the deepest fall, one from the start capital included", () => {
  const fallOf = (equity: Float64Array) => columnLine(equity, START).summary().deepestFall;
  expect(fallOf(grown(returns))).toBeCloseTo(-Math.min(...drawdownSeries(returns)), 12);
  expect(fallOf(Float64Array.of(80, 90))).toBeCloseTo(0.2, 15);
  expect(fallOf(Float64Array.of(110, 120))).toBe(0);
});
