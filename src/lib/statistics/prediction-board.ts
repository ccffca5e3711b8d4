/** One agent's resolved predictions on one horizon, scored together: what a leader board prints (METHODS S1-S12). */
import {equalWidthBins} from "./calibration-bins.js";
import {type Column, finiteValues, mapColumn, orNull} from "./column.js";
import {type DirectionCalls, directionCalls, type TieCall} from "./direction-calls.js";
import {type DependentMean, dependentMean} from "./effective-sample-size.js";
import {mean} from "./moments.js";
import {type PointForecastScores, scorePointForecasts} from "./point-forecasts.js";
import {brierLosses, forecasts, type ProperScores, properScores} from "./proper-scores.js";

export interface ResolvedPredictions {
  /** P(up) of each prediction, in order of decision time. */
  readonly probabilities: Column;
  /** Expected return of each, NaN where none was given. */
  readonly expectedReturns: Column;
  /** Realised return of each; NaN = unresolved: excluded and counted. */
  readonly realisedReturns: Column;
}

export interface BoardOptions {
  /** HAC lag, see overlapLagOf. */
  readonly lag: number;
  readonly tie?: TieCall;
  readonly bins?: number;
}

export interface BoardRow {
  readonly n: number;
  readonly unresolved: number;
  readonly scores: ProperScores;
  readonly calls: DirectionCalls;
  readonly calibrationError: number | null;
  /** Brier loss less the coin's 0.25: negative is better than a coin. */
  readonly againstCoin: DependentMean;
  readonly points: PointForecastScores;
  /** Mean realised return of the calls up (p > 0.5), and of the calls down. */
  readonly meanRealisedWhenLong: number | null;
  readonly meanRealisedWhenShort: number | null;
}

/** Up iff the realised return is above 0 (a return of exactly 0 is not up). */
export function boardRow(predictions: ResolvedPredictions, {lag, tie = "abstain", bins = 10}: BoardOptions): BoardRow {
  const outcomes = mapColumn(predictions.realisedReturns, (value) =>
    Number.isNaN(value) ? Number.NaN : value > 0 ? 1 : 0
  );
  const clean = forecasts(predictions.probabilities, outcomes);
  return {
    n: clean.n,
    unresolved: outcomes.filter(Number.isNaN).length,
    scores: properScores(predictions.probabilities, outcomes),
    calls: directionCalls(predictions.probabilities, outcomes, tie),
    calibrationError: equalWidthBins(clean.p, clean.y, bins).errorL1,
    againstCoin: dependentMean(
      brierLosses(clean.p, clean.y).map((loss) => loss - 0.25),
      lag
    ),
    points: scorePointForecasts(predictions.expectedReturns, predictions.realisedReturns, {lag}),
    meanRealisedWhenLong: meanRealised(predictions, (p) => p > 0.5),
    meanRealisedWhenShort: meanRealised(predictions, (p) => p < 0.5)
  };
}

function meanRealised(predictions: ResolvedPredictions, called: (p: number) => boolean): number | null {
  const realised = mapColumn(predictions.realisedReturns, (value, i) =>
    called(predictions.probabilities[i] ?? Number.NaN) ? value : Number.NaN
  );
  return orNull(mean(finiteValues(realised)));
}
