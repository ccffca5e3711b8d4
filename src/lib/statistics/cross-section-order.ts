// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Sorting one cross section after another without allocating: the inner step of every rank statistic over a panel.
 * Values are spread into as many buckets as there are values and finished by insertion, which is linear for values that
 * are not clustered; clustered ones go to the engine's own sort. Equal values keep the order of their columns.
 */

export interface CrossSectionSorter {
  /** Places (0..count-1) of the values present, in rising order, after `sort`. */
  readonly order: Int32Array;
  /** Sorts values[start .. start + count); NaN takes no part. @returns how many values took part */
  sort(values: Float64Array, start: number, count: number): number;
}

/** Above this many values in one bucket, insertion would be slow. */
const CROWDED = 48;

export function crossSectionSorter(capacity: number): CrossSectionSorter {
  const order = new Int32Array(capacity);
  const members = new Int32Array(capacity);
  const bucketOf = new Int32Array(capacity);
  const starts = new Int32Array(capacity + 2);

  const sort = (values: Float64Array, start: number, count: number): number => {
    let n = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const value = values[start + i]!;
      // The subtraction is NaN for NaN and for infinities: one comparison keeps the finite values.
      if (value - value !== 0) continue;
      members[n++] = i;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (n === 0) return 0;
    const scale = high > low ? (n - 1) / (high - low) : 0;
    const usable = scale > 0 && scale < Number.POSITIVE_INFINITY ? scale : 0;
    if (spread(values, start, {n, low, scale: usable}) > CROWDED && n > 2 * CROWDED) sortCrowded(values, start, n);
    else insertionPass(values, start, n);
    return n;
  };

  /** Fills `order` bucket by bucket. @returns the largest bucket's size */
  const spread = (
    values: Float64Array,
    start: number,
    {n, low, scale}: {n: number; low: number; scale: number}
  ): number => {
    starts.fill(0, 0, n + 1);
    let largest = 0;
    for (let k = 0; k < n; k++) {
      const bucket = ((values[start + members[k]!]! - low) * scale) | 0;
      bucketOf[k] = bucket;
      const size = ++starts[bucket + 1]!;
      if (size > largest) largest = size;
    }
    for (let b = 0; b < n; b++) starts[b + 1]! += starts[b]!;
    for (let k = 0; k < n; k++) order[starts[bucketOf[k]!]!++] = members[k]!;
    return largest;
  };

  const insertionPass = (values: Float64Array, start: number, n: number): void => {
    for (let k = 1; k < n; k++) {
      const place = order[k]!;
      const value = values[start + place]!;
      let hole = k - 1;
      while (hole >= 0 && values[start + order[hole]!]! > value) {
        order[hole + 1] = order[hole]!;
        hole--;
      }
      order[hole + 1] = place;
    }
  };

  const sortCrowded = (values: Float64Array, start: number, n: number): void => {
    order.subarray(0, n).sort((a, b) => values[start + a]! - values[start + b]! || a - b);
  };

  return {order, sort};
}

/** Average ranks from 1 of the sorted places, written to ranks[place]; places not in the order are left alone. */
export function ranksFromOrder(
  ranks: Float64Array,
  order: Int32Array,
  {values, start, n}: {values: Float64Array; start: number; n: number}
): void {
  let from = 0;
  while (from < n) {
    const value = values[start + order[from]!]!;
    let to = from + 1;
    while (to < n && values[start + order[to]!]! === value) to++;
    const rank = (from + 1 + to) / 2;
    for (let k = from; k < to; k++) ranks[order[k]!] = rank;
    from = to;
  }
}
