// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** One-sample Kolmogorov-Smirnov test against the uniform distribution, exact for small samples (METHODS S10). */
import {type Column, orNull} from "./column.js";
import {identity, type Matrix, matrix, multiply} from "./matrix.js";
import {sortedValues} from "./quantile.js";

export interface KolmogorovSmirnov {
  readonly n: number;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** @param values hypothesised to be uniform on [0, 1] */
export function uniformityTest(values: Column): KolmogorovSmirnov {
  const sorted = sortedValues(values);
  const n = sorted.length;
  if (n === 0) return {n, statistic: null, p: null};
  let statistic = 0;
  for (let i = 0; i < n; i++) statistic = Math.max(statistic, (i + 1) / n - sorted[i]!, sorted[i]! - i / n);
  // The choice of Simard and L'Ecuyer (2011): exact where it is cheap, the expansion elsewhere (good to about 1e-7).
  const exact = n <= 140 || (n <= 100_000 && n * statistic ** 1.5 <= 1.4);
  const p = 1 - (exact ? exactCdf(statistic, n) : pelzGoodCdf(statistic, n));
  return {n, statistic, p: orNull(Math.min(1, Math.max(0, p)))};
}

/** P(D_n < d) by Marsaglia, Tsang and Wang (2003): a power of a small matrix. */
function exactCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  const start = transition(m, h);
  const {values, exponent} = power(start, n);
  let result = values.values[(k - 1) * m + (k - 1)]!;
  let scale = exponent;
  for (let i = 1; i <= n; i++) {
    result *= i / n;
    if (result < 1e-140) {
      result *= 1e140;
      scale -= 140;
    }
  }
  return result * 10 ** scale;
}

function transition(m: number, h: number): Matrix {
  const made = matrix(m, m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) made.values[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < m; i++) {
    made.values[i * m]! -= h ** (i + 1);
    made.values[(m - 1) * m + i]! -= h ** (m - i);
  }
  made.values[(m - 1) * m]! += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) for (let g = 1; g <= i - j + 1; g++) made.values[i * m + j]! /= g;
  return made;
}

function power(base: Matrix, n: number): {values: Matrix; exponent: number} {
  let result = {values: identity(base.rows), exponent: 0};
  let square = {values: base, exponent: 0};
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = rescaled(multiply(result.values, square.values), result.exponent + square.exponent);
    square = rescaled(multiply(square.values, square.values), 2 * square.exponent);
  }
  return result;
}

/** Keeps the centre of the matrix below 1e140, so that its powers do not overflow. */
function rescaled(values: Matrix, exponent: number): {values: Matrix; exponent: number} {
  const centre = ((values.rows - 1) / 2) * (values.rows + 1);
  if (!(values.values[centre]! > 1e140)) return {values, exponent};
  return {values: {...values, values: values.values.map((value) => value * 1e-140)}, exponent: exponent + 140};
}

/** P(D_n < d) for larger n: Pelz and Good's (1976) expansion around Kolmogorov's limit, four terms in 1/sqrt(n). */
function pelzGoodCdf(d: number, n: number): number {
  const z2 = n * d * d;
  const z = Math.sqrt(z2);
  const pi2 = Math.PI ** 2;
  const terms = [0, 0, 0, 0];
  for (let k = 0; k < 40; k++) {
    const m2 = (2 * k + 1) ** 2;
    const weight = Math.exp((-m2 * pi2) / (8 * z2)) * Math.sqrt(2 * Math.PI);
    const u = pi2 * m2;
    terms[0]! += weight / z;
    terms[1]! += (weight * (u / 4 - z2)) / (6 * z2 ** 2);
    terms[2]! +=
      (weight * (6 * z2 ** 3 + 2 * z2 ** 2 + ((2 * z2 ** 2 - 5 * z2) * u) / 4 + ((1 - 2 * z2) * u * u) / 16)) /
      (72 * z ** 7);
    terms[3]! +=
      (weight *
        (-30 * z2 ** 3 -
          90 * z2 ** 4 +
          ((135 * z2 ** 2 - 96 * z2 ** 3) * u) / 4 +
          ((212 * z2 ** 2 - 60 * z2) * u * u) / 16 +
          ((5 - 30 * z2) * u ** 3) / 64)) /
      (6480 * z ** 10);
  }
  for (let k = 1; k < 40; k++) {
    const weight = Math.exp((-k * k * pi2) / (2 * z2)) * Math.sqrt(2 * Math.PI) * pi2 * k * k;
    terms[2]! -= weight / (36 * z ** 3);
    terms[3]! += (weight * (3 * z2 - pi2 * k * k)) / (216 * z ** 6);
  }
  return terms.reduce((total, term, i) => total + term / n ** (i / 2), 0);
}
