// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** CUSUM events, exponentially weighted deviation and fractional differences (Lopez de Prado 2018; METHODS F7, L2). */
import type {Column} from "./column.js";

/** Bars at which the cumulated change passes the threshold; only the side that triggered is reset (snippet 2.4). */
export function cusumEvents(changes: Column, threshold: number): readonly number[] {
  const events: number[] = [];
  let up = 0;
  let down = 0;
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]!;
    if (Number.isNaN(change)) continue;
    up = Math.max(0, up + change);
    down = Math.min(0, down + change);
    if (down < -threshold) {
      down = 0;
      events.push(i);
    } else if (up > threshold) {
      up = 0;
      events.push(i);
    }
  }
  return events;
}

/**
 * Exponentially weighted standard deviation with bias correction, alpha = 2 / (span + 1), weights adjusted to the data so
 * far (pandas ewm(span, adjust=True).std()). NaN before the second value; an absent value keeps the weights decaying.
 */
export function exponentialDeviation(values: Column, span: number): Float64Array {
  const keep = 1 - 2 / (span + 1);
  const made = new Float64Array(values.length).fill(Number.NaN);
  let weight = 0;
  let squaredWeight = 0;
  let centre = 0;
  let spread = 0;
  for (let i = 0; i < values.length; i++) {
    weight *= keep;
    squaredWeight *= keep * keep;
    spread *= keep;
    if (!Number.isNaN(values[i]!)) {
      weight += 1;
      squaredWeight += 1;
      const step = values[i]! - centre;
      centre += step / weight;
      spread += step * (values[i]! - centre);
    }
    const correction = weight * weight - squaredWeight;
    if (correction > 1e-12 * weight * weight) made[i] = Math.sqrt((spread * weight) / correction);
  }
  return made;
}

/** Weights of (1 - B)^d: w_0 = 1, w_k = -w_{k-1} (d - k + 1) / k. */
export function fractionalWeights(d: number, width: number): Float64Array {
  const weights = new Float64Array(width);
  if (width > 0) weights[0] = 1;
  for (let k = 1; k < width; k++) weights[k] = (-weights[k - 1]! * (d - k + 1)) / k;
  return weights;
}

/** Fixed-width fractional difference; NaN for the first width - 1 values. */
export function fractionalDifference(values: Column, {d, width}: {d: number; width: number}): Float64Array {
  const weights = fractionalWeights(d, width);
  const made = new Float64Array(values.length).fill(Number.NaN);
  for (let i = width - 1; i < values.length; i++) {
    let total = 0;
    for (let k = 0; k < width; k++) total += weights[k]! * values[i - k]!;
    made[i] = total;
  }
  return made;
}
