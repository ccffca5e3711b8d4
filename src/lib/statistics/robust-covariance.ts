// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Heteroskedasticity-consistent covariances HC0 to HC3 (White 1980; MacKinnon and White 1985; METHODS T-5). */
import type {LeastSquares} from "./least-squares.js";
import {type Matrix, matrix, multiply} from "./matrix.js";

export type HeteroskedasticForm = "HC0" | "HC1" | "HC2" | "HC3";

export function robustCovariance(fit: LeastSquares, form: HeteroskedasticForm): Matrix {
  const {n, k} = fit;
  const meat = matrix(k, k);
  for (let i = 0; i < n; i++) {
    const weight = fit.residuals[i]! ** 2 * leverageFactor(fit, i, form);
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        meat.values[a * k + b]! += weight * fit.design.values[i * k + a]! * fit.design.values[i * k + b]!;
  }
  return multiply(multiply(fit.inverseGram, meat), fit.inverseGram);
}

function leverageFactor(fit: LeastSquares, row: number, form: HeteroskedasticForm): number {
  if (form === "HC0") return 1;
  if (form === "HC1") return fit.n / (fit.n - fit.k);
  const spare = 1 - leverage(fit, row);
  return form === "HC2" ? 1 / spare : 1 / spare ** 2;
}

/** x_i (X'X)^-1 x_i'. */
function leverage(fit: LeastSquares, row: number): number {
  let total = 0;
  for (let a = 0; a < fit.k; a++)
    for (let b = 0; b < fit.k; b++)
      total +=
        fit.design.values[row * fit.k + a]! *
        fit.inverseGram.values[a * fit.k + b]! *
        fit.design.values[row * fit.k + b]!;
  return total;
}
