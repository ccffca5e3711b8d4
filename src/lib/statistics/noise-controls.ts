// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What the same pipeline finds where there is nothing (METHODS O7, L7): resampled markets, shuffled outcomes and random
 * factors that are as persistent as the real one. The real result is published with its percentile among them.
 */
import {type Random, seededRandom} from "../core/random.js";
import {resampleIndices} from "./bootstrap.js";
import {type Column, finiteValues, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {mean, standardDeviation} from "./moments.js";
import {crossSection, type Panel, withValues} from "./panel.js";

/** Forward returns dealt anew among the symbols of each date: coefficients should be 0 on average. */
export function shuffledWithinDates(forward: Panel, seed: number): Panel {
  const random = seededRandom(seed);
  const values = forward.values.slice();
  for (let row = 0; row < forward.times.length; row++) {
    const section = values.subarray(row * forward.symbols.length, (row + 1) * forward.symbols.length);
    const present = Array.from(section, (_, j) => j).filter((j) => !Number.isNaN(section[j]!));
    shuffle(present, random, (a, b) => {
      [section[a], section[b]] = [section[b]!, section[a]!];
    });
  }
  return withValues(forward, values);
}

/** Whole dates of one-bar returns drawn by the stationary bootstrap: dependence across symbols stays, time's order goes. */
export function resampledMarket(returns: Panel, {seed, block}: {seed: number; block: number}): Panel {
  const {indices} = resampleIndices({n: returns.times.length, resamples: 1, seed, block});
  const values = new Float64Array(returns.values.length);
  indices.forEach((from, row) => {
    values.set(crossSection(returns, from), row * returns.symbols.length);
  });
  return withValues(returns, values);
}

/** A random factor with the same gaps and, symbol by symbol, the same first autocorrelation, mean and spread (AR(1)). */
export function matchedRandomFactor(factor: Panel, seed: number): Panel {
  const random = seededRandom(seed);
  const width = factor.symbols.length;
  const values = new Float64Array(factor.values.length).fill(Number.NaN);
  for (let j = 0; j < width; j++) {
    const column = Float64Array.from(factor.times, (_, row) => factor.values[row * width + j]!);
    const present = finiteValues(column);
    const estimated = pearson(present.subarray(1), present.subarray(0, present.length - 1));
    const rho = Number.isFinite(estimated) ? Math.max(-0.999, Math.min(0.999, estimated)) : 0;
    const [centre, std] = [mean(present), standardDeviation(present)];
    let state = random.normal();
    column.forEach((value, row) => {
      state = rho * state + Math.sqrt(1 - rho * rho) * random.normal();
      if (!Number.isNaN(value)) values[row * width + j] = centre + (Number.isFinite(std) ? std : 0) * state;
    });
  }
  return withValues(factor, values);
}

/** Share of control results below the real one, ties one half; null without controls. */
export function percentileAmong(result: number, controls: Column): number | null {
  let below = 0;
  for (let i = 0; i < controls.length; i++) below += controls[i]! < result ? 1 : controls[i] === result ? 0.5 : 0;
  return orNull(below / controls.length);
}

function shuffle(places: readonly number[], random: Random, swap: (a: number, b: number) => void): void {
  for (let i = places.length - 1; i > 0; i--) swap(places[i]!, places[random.below(i + 1)]!);
}
