// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Past outcomes by score, with forgetting: all that the calibration maps are fitted on. Bins an eighth of a log-odd wide
 * keep each bin's own mean score, so that a fit on 96 weighted points stands for one on thousands of outcomes.
 */
export interface CalibrationBins {
  /** Outcomes, weighted by age. */
  readonly weights: Float64Array;
  readonly rises: Float64Array;
  readonly scoreSums: Float64Array;
}

export interface CalibrationBinsState {
  readonly weights: readonly number[];
  readonly rises: readonly number[];
  readonly scoreSums: readonly number[];
}

const WIDTH = 0.125;
const SIDE = 48;
export const CALIBRATION_BIN_COUNT = 2 * SIDE;

export function emptyCalibrationBins(): CalibrationBins {
  const zeros = () => new Float64Array(CALIBRATION_BIN_COUNT);
  return {weights: zeros(), rises: zeros(), scoreSums: zeros()};
}

export function addToBins({weights, rises, scoreSums}: CalibrationBins, score: number, isUp: boolean): void {
  const bin = Math.min(Math.max(Math.floor(score / WIDTH) + SIDE, 0), CALIBRATION_BIN_COUNT - 1);
  weights[bin]! += 1;
  if (isUp) rises[bin]! += 1;
  scoreSums[bin]! += score;
}

/** Multiplies all weights: what is older counts less. */
export function fadeBins({weights, rises, scoreSums}: CalibrationBins, kept: number): void {
  for (let bin = 0; bin < CALIBRATION_BIN_COUNT; bin++) {
    weights[bin]! *= kept;
    rises[bin]! *= kept;
    scoreSums[bin]! *= kept;
  }
}

/** One point a bin that is not empty, by rising score. */
export interface CalibrationPoints {
  /** Mean log-odds as the agent said them. */
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  readonly rises: Float64Array;
}

export function pointsOf({weights, rises, scoreSums}: CalibrationBins): CalibrationPoints {
  const filled: number[] = [];
  for (let bin = 0; bin < CALIBRATION_BIN_COUNT; bin++) if (weights[bin]! > 0) filled.push(bin);
  return {
    scores: Float64Array.from(filled, (bin) => scoreSums[bin]! / weights[bin]!),
    weights: Float64Array.from(filled, (bin) => weights[bin]!),
    rises: Float64Array.from(filled, (bin) => rises[bin]!)
  };
}

export function binsState({weights, rises, scoreSums}: CalibrationBins): CalibrationBinsState {
  return {weights: Array.from(weights), rises: Array.from(rises), scoreSums: Array.from(scoreSums)};
}

export function restoreBins(bins: CalibrationBins, state: CalibrationBinsState): void {
  bins.weights.set(state.weights);
  bins.rises.set(state.rises);
  bins.scoreSums.set(state.scoreSums);
}
