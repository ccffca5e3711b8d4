// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Highest and lowest of a stretch of prices without a branch a price, which a processor guesses wrongly every few
 * prices. Of two numbers the higher is x + (d + |d|) / 2 with d = y - x; that is exact while neither is more than twice
 * the other, since then d is (Sterbenz 1974). Whoever calls must see to that, as `withinDouble` tells.
 */

/** True when prices between these two are near enough to each other; false for NaN, 0 and below. */
export function withinDouble(lowest: number, highest: number): boolean {
  // A little under two: the figures may be a rounding away from the true ones when they are not near enough.
  return lowest > 0 && highest < 1.99 * lowest;
}

/** NaN when one of them is. */
export function highestNear(values: Float64Array, from: number, to: number): number {
  let highest = values[from]!;
  let i = from;
  for (; i + 3 < to; i += 4) {
    const a = values[i]!;
    const c = values[i + 2]!;
    const ab = values[i + 1]! - a;
    const cd = values[i + 3]! - c;
    const first = a + (ab + Math.abs(ab)) * 0.5;
    const second = c + (cd + Math.abs(cd)) * 0.5;
    const between = second - first;
    const above = first + (between + Math.abs(between)) * 0.5 - highest;
    highest += (above + Math.abs(above)) * 0.5;
  }
  for (; i < to; i++) highest = Math.max(highest, values[i]!);
  return highest;
}

/** NaN when one of them is. */
export function lowestNear(values: Float64Array, from: number, to: number): number {
  let lowest = values[from]!;
  let i = from;
  for (; i + 3 < to; i += 4) {
    const a = values[i]!;
    const c = values[i + 2]!;
    const ab = values[i + 1]! - a;
    const cd = values[i + 3]! - c;
    const first = a + (ab - Math.abs(ab)) * 0.5;
    const second = c + (cd - Math.abs(cd)) * 0.5;
    const between = second - first;
    const below = first + (between - Math.abs(between)) * 0.5 - lowest;
    lowest += (below - Math.abs(below)) * 0.5;
  }
  for (; i < to; i++) lowest = Math.min(lowest, values[i]!);
  return lowest;
}

export function highestOf(values: Float64Array, from: number, to: number): number {
  let highest = values[from]!;
  for (let i = from + 1; i < to; i++) highest = Math.max(highest, values[i]!);
  return highest;
}

export function lowestOf(values: Float64Array, from: number, to: number): number {
  let lowest = values[from]!;
  for (let i = from + 1; i < to; i++) lowest = Math.min(lowest, values[i]!);
  return lowest;
}
