// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Combination weights from past errors (Bates and Granger 1969; METHODS E5) and why combining helps at all (E6). */
import {type Column, orNull} from "./column.js";
import {covarianceMatrix, inverse, type Matrix, timesVector} from "./matrix.js";
import {mean} from "./moments.js";

export interface BatesGranger {
  readonly covariance: Matrix;
  /** C^-1 1 / (1' C^-1 1); null when C has no inverse. Can be negative. */
  readonly optimal: Float64Array | null;
  /** In proportion to 1 / mean squared error. */
  readonly inverseError: Float64Array;
  /** Optimal weights moved towards equal ones by `shrinkage`. */
  readonly shrunk: Float64Array | null;
}

/** @param errors forecast - outcome of each member @param shrinkage 0 = optimal, 1 = equal */
export function batesGranger(errors: readonly Column[], shrinkage = 0.5): BatesGranger {
  const k = errors.length;
  const covariance = covarianceMatrix(errors);
  const inverted = inverse(covariance);
  const precision = errors.map((column) => 1 / meanSquare(column));
  const total = precision.reduce((sum, value) => sum + value, 0);
  const optimal = inverted === null ? null : normalised(timesVector(inverted, new Float64Array(k).fill(1)));
  return {
    covariance,
    optimal,
    inverseError: Float64Array.from(precision, (value) => value / total),
    shrunk: optimal === null ? null : optimal.map((weight) => (1 - shrinkage) * weight + shrinkage / k)
  };
}

function normalised(values: Float64Array): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

function meanSquare(column: Column): number {
  return mean(Array.from(column, (value) => value * value));
}

export interface Ambiguity {
  readonly meanMemberError: number | null;
  readonly ensembleError: number | null;
  /** Mean squared distance of the members from the ensemble. */
  readonly diversity: number | null;
}

/** Ensemble error = mean member error - diversity, exactly, for the equal-weight mean (Krogh and Vedelsby 1995). */
export function ambiguityDecomposition(members: readonly Column[], outcomes: Column): Ambiguity {
  const n = outcomes.length;
  const centre = Float64Array.from({length: n}, (_, t) => mean(members.map((column) => column[t]!)));
  const distance = (from: Column, to: Column) => mean(Array.from(from, (value, t) => (value - to[t]!) ** 2));
  return {
    meanMemberError: orNull(mean(members.map((column) => distance(column, outcomes)))),
    ensembleError: orNull(distance(centre, outcomes)),
    diversity: orNull(mean(members.map((column) => distance(column, centre))))
  };
}
