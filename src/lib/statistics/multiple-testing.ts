// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Many tests at once: adjusted p-values (METHODS T-8) and the hurdle of a new factor (T-9). */
import type {Column} from "./column.js";
import {normalQuantile} from "./normal-distribution.js";
import {risingOrder} from "./ranks.js";

export type Adjustment =
  | "bonferroni"
  | "sidak"
  | "holm"
  | "holm-sidak"
  | "hochberg"
  | "hommel"
  | "benjamini-hochberg"
  | "benjamini-yekutieli"
  | "two-stage-bh"
  | "two-stage-bky"
  | "storey";

/** Adjusted p-values in the order given; reject where they are at most alpha. @param alpha matters for the two-stage ones only */
export function adjustPValues(pValues: Column, adjustment: Adjustment, alpha = 0.05): Float64Array {
  const order = risingOrder(pValues);
  const sorted = Float64Array.from(order, (i) => pValues[i]!);
  const adjusted = adjustSorted(sorted, adjustment, alpha);
  const made = new Float64Array(pValues.length);
  order.forEach((i, k) => {
    made[i] = Math.min(1, adjusted[k]!);
  });
  return made;
}

function adjustSorted(p: Float64Array, adjustment: Adjustment, alpha: number): Float64Array {
  const m = p.length;
  switch (adjustment) {
    case "bonferroni":
      return p.map((value) => value * m);
    case "sidak":
      return p.map((value) => sidak(value, m));
    case "holm":
      return risingMaximum(p.map((value, k) => value * (m - k)));
    case "holm-sidak":
      return risingMaximum(p.map((value, k) => sidak(value, m - k)));
    case "hochberg":
      return fallingMinimum(p.map((value, k) => value * (m - k)));
    case "hommel":
      return hommel(p);
    case "benjamini-hochberg":
      return falseDiscovery(p, 1);
    case "benjamini-yekutieli":
      return falseDiscovery(p, harmonic(m));
    case "two-stage-bh":
      return twoStage(p, {alpha, inflation: 1});
    case "two-stage-bky":
      return twoStage(p, {alpha, inflation: 1 + alpha});
    case "storey":
      return falseDiscovery(p, storeyShare(p));
  }
}

/** 1 - (1 - p)^m without cancellation. */
function sidak(p: number, m: number): number {
  return -Math.expm1(m * Math.log1p(-p));
}

function harmonic(m: number): number {
  let total = 0;
  for (let i = 1; i <= m; i++) total += 1 / i;
  return total;
}

/** p_(k) m / k times a factor, cumulative minimum from the top. */
function falseDiscovery(p: Float64Array, factor: number): Float64Array {
  return fallingMinimum(p.map((value, k) => (value * p.length * factor) / (k + 1))).map((value) => Math.min(1, value));
}

/** Benjamini, Krieger and Yekutieli (2006): the first pass estimates how many nulls are true. */
function twoStage(p: Float64Array, {alpha, inflation}: {alpha: number; inflation: number}): Float64Array {
  const first = falseDiscovery(p, 1);
  const rejected = first.filter((value) => value <= alpha / inflation).length;
  const nulls = rejected === 0 || rejected === p.length ? p.length : p.length - rejected;
  return first.map((value) => ((value * nulls) / p.length) * inflation);
}

/** Storey's (2002) share of true nulls at lambda = 0.5, at most 1. */
export function storeyShare(p: Column): number {
  let above = 0;
  for (let i = 0; i < p.length; i++) if (p[i]! > 0.5) above++;
  return Math.min(1, (above + 1) / (0.5 * p.length));
}

/** Hommel (1988) by Wright's (1992) algorithm. */
function hommel(p: Float64Array): Float64Array {
  const n = p.length;
  const adjusted = p.slice();
  for (let m = n; m > 1; m--) {
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < m; i++) smallest = Math.min(smallest, (m * p[n - m + i]!) / (i + 1));
    for (let i = n - m; i < n; i++) adjusted[i] = Math.max(adjusted[i]!, smallest);
    for (let i = 0; i < n - m; i++) adjusted[i] = Math.max(adjusted[i]!, Math.min(m * p[i]!, smallest));
  }
  return adjusted;
}

function risingMaximum(values: Float64Array): Float64Array {
  for (let k = 1; k < values.length; k++) values[k] = Math.max(values[k]!, values[k - 1]!);
  return values;
}

function fallingMinimum(values: Float64Array): Float64Array {
  for (let k = values.length - 2; k >= 0; k--) values[k] = Math.min(values[k]!, values[k + 1]!);
  return values;
}

/** |t| that a two-sided Bonferroni test of `trials` hypotheses needs, standard normal. */
export function bonferroniHurdle(trials: number, alpha = 0.05): number {
  return -normalQuantile(alpha / (2 * trials));
}

/** Harvey, Liu and Zhu (2016): a new factor needs |t| >= 3 (METHODS T-9). */
export const NEW_FACTOR_HURDLE = 3;
