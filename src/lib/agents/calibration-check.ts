// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Does an agent mean what it says? Two tests that allow for overlapping horizons and instruments that move together, as
 * the usual ones (Spiegelhalter, Cox) do not: each close gives one number, and the tests are of their mean.
 */
import type {Column} from "../statistics/column.js";
import {meanByTime} from "../statistics/effective-sample-size.js";
import {type MeanTest, meanTest, overlapLag} from "../statistics/long-run-variance.js";
import {mean} from "../statistics/moments.js";

export interface CalibrationCheck {
  /** Outcomes less said probabilities: above 0 rises came more often than said (METHODS S6, in the large). */
  readonly bias: MeanTest;
  /** The same times the said probability's distance from its mean: below 0 the agent is too sure of itself. */
  readonly sureness: MeanTest;
  /** Null without a test. */
  readonly isCalibrated: boolean | null;
}

/** Neither test at 5 % after Bonferroni over the two. @param lag of the horizon's overlap, in closes */
export function calibrationCheck(
  {p, y, times}: {readonly p: Column; readonly y: Column; readonly times: Column},
  lag: number
): CalibrationCheck {
  const centre = mean(p);
  const errors = Float64Array.from(p, (value, i) => y[i]! - value);
  const tested = (values: Float64Array) => {
    const byClose = meanByTime(values, times).values;
    return meanTest(byClose, {lag: overlapLag(byClose.length, lag + 1)});
  };
  const bias = tested(errors);
  const sureness = tested(errors.map((error, i) => error * (p[i]! - centre)));
  const isFine = ({pNormal}: MeanTest) => pNormal !== null && pNormal >= 0.025;
  const isKnown = bias.pNormal !== null || sureness.pNormal !== null;
  return {
    bias,
    sureness,
    isCalibrated: isKnown ? [bias, sureness].every((test) => test.pNormal === null || isFine(test)) : null
  };
}
