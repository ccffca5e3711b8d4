// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Ways to make one probability out of several (METHODS E3). NaN opinions are left out, weights renormalised where they sum to 1. */
import {type Column, orNull} from "./column.js";
import {clippedLogit, logistic, logisticRegression} from "./logistic-regression.js";
import {median} from "./quantile.js";

/** sum w p over the opinions present, weights renormalised; null when none is present. */
export function linearPool(opinions: Column, weights: Column): number | null {
  let total = 0;
  let mass = 0;
  for (let i = 0; i < opinions.length; i++) {
    if (Number.isNaN(opinions[i]!)) continue;
    total += weights[i]! * opinions[i]!;
    mass += weights[i]!;
  }
  return mass > 0 ? orNull(total / mass) : null;
}

/** logit = sum w logit p. Weights summing to 1 keep it externally Bayesian (Genest and Zidek 1986); they are taken as given. */
export function logarithmicPool(opinions: Column, weights: Column): number | null {
  let total = 0;
  let present = 0;
  for (let i = 0; i < opinions.length; i++) {
    if (Number.isNaN(opinions[i]!)) continue;
    total += weights[i]! * clippedLogit(opinions[i]!);
    present++;
  }
  return present === 0 ? null : logistic(total);
}

/** Mean logit times a (Satopaa et al. 2014): opinions that share little information deserve a > 1. */
export function extremisedPool(opinions: Column, a: number): number | null {
  const present = Array.from(opinions).filter((p) => !Number.isNaN(p));
  return logarithmicPool(
    present,
    present.map(() => a / present.length)
  );
}

export function medianPool(opinions: Column): number | null {
  return orNull(median(opinions));
}

/** Mean after dropping `cut` opinions at each end; null when none is left. */
export function trimmedPool(opinions: Column, cut = 1): number | null {
  const sorted = Float64Array.from(opinions)
    .filter((p) => !Number.isNaN(p))
    .sort();
  const kept = sorted.subarray(cut, Math.max(cut, sorted.length - cut));
  return kept.length === 0 ? null : kept.reduce((total, p) => total + p, 0) / kept.length;
}

/**
 * Exponent a for `extremisedPool` from past pooled opinions (mean logits by case) and outcomes, by maximum likelihood;
 * null when it cannot be fitted. A linear pool of calibrated agents is under-confident (Ranjan and Gneiting 2010).
 */
export function fitExtremising(meanLogits: Column, outcomes: Column): number | null {
  const fit = logisticRegression(outcomes, [meanLogits], {intercept: false});
  return fit === null ? null : orNull(fit.coefficients[0]!);
}
