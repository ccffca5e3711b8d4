/** Ranks within one slice, plain and as normal scores (METHODS F8). */
import {normalQuantile} from "../statistics/normal-distribution.js";
import {averageRanks} from "../statistics/ranks.js";

/** (r - 0.5) / n of each finite value, r its average rank among the n finite ones; NaN stays NaN. */
export function rankShare(values: Float64Array): Float64Array {
  const finite = values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const count = finite.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return averageRanks(finite).map((rank) => (rank - 0.5) / count);
}

/** The normal scores of the ranks, Phi^-1((r - 0.5) / n); NaN stays NaN. */
export function rankNormal(values: Float64Array): Float64Array {
  return rankShare(values).map((share) => (Number.isNaN(share) ? Number.NaN : normalQuantile(share)));
}
