// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Putting the symbols of each date into buckets by factor value (METHODS I2). Edges that tie are a policy, not an accident:
 * alphalens drops the whole date (trap T3); ours ranks, and both say how many dates were affected.
 */
import {crossSectionSorter} from "./cross-section-order.js";
import type {Groups, Panel} from "./panel.js";
import {quantileOfSorted} from "./quantile.js";

export type QuantilePolicy =
  /** By rank, floor((rank - 1) Q / n) + 1, ties by symbol, on every date. */
  | "rank-bins"
  /** By type-7 edges; a date whose edges tie is dropped (alphalens). */
  | "drop-date"
  /** By type-7 edges; a date whose edges tie goes by rank. The default. */
  | "edges-else-ranks";

export type Bucketing =
  | {
      readonly kind: "quantiles";
      readonly quantiles: number;
      readonly policy?: QuantilePolicy;
      readonly zeroAware?: boolean;
    }
  | {readonly kind: "equal-width"; readonly bins: number};

export interface BucketAssignment {
  /** Bucket 1..Q of each value of the panel, 0 = none. */
  readonly labels: Int16Array;
  readonly buckets: number;
  /** Values that got a bucket. */
  readonly n: number;
  /** Dates on which edges tied (or a side of a zero-aware split was too small). */
  readonly tiedDates: number;
  /** Dates with values but without buckets. */
  readonly droppedDates: number;
  /** Dates with fewer values than buckets. */
  readonly thinDates: number;
}

/** @param groups when given, each group of each date is bucketed on its own */
export function assignBuckets(factor: Panel, how: Bucketing, groups?: Groups): BucketAssignment {
  const width = factor.symbols.length;
  const labels = new Int16Array(factor.values.length);
  const tally = {tiedDates: 0, droppedDates: 0, thinDates: 0};
  const buckets = how.kind === "quantiles" ? how.quantiles : how.bins;
  const sets = groups === undefined ? [Int32Array.from({length: width}, (_, j) => j)] : memberSets(groups);
  const assigner = crossSectionAssigner(width, how);
  for (let row = 0; row < factor.times.length; row++)
    for (const members of sets) {
      const outcome = assigner(factor.values, labels, {start: row * width, members});
      if (outcome.n === 0) continue;
      if (outcome.tied) tally.tiedDates++;
      if (outcome.dropped) tally.droppedDates++;
      if (outcome.n < buckets) tally.thinDates++;
    }
  let n = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0) n++;
  return {labels, buckets, n, ...tally};
}

function memberSets(groups: Groups): Int32Array[] {
  return groups.names.map((_, group) =>
    Int32Array.from(Array.from(groups.ofSymbol, (g, j) => (g === group ? j : -1)).filter((j) => j >= 0))
  );
}

interface CrossSectionOutcome {
  readonly n: number;
  readonly tied: boolean;
  readonly dropped: boolean;
}

type Assigner = (
  values: Float64Array,
  labels: Int16Array,
  where: {readonly start: number; readonly members: Int32Array}
) => CrossSectionOutcome;

function crossSectionAssigner(width: number, how: Bucketing): Assigner {
  const sorter = crossSectionSorter(width);
  const held = new Float64Array(width);
  const sorted = new Float64Array(width);
  return (values, labels, {start, members}) => {
    for (let k = 0; k < members.length; k++) held[k] = values[start + members[k]!]!;
    const n = sorter.sort(held, 0, members.length);
    for (let k = 0; k < n; k++) sorted[k] = held[sorter.order[k]!]!;
    const rising = sorted.subarray(0, n);
    const write = (place: number, label: number) => {
      labels[start + members[sorter.order[place]!]!] = label;
    };
    if (n === 0) return {n, tied: false, dropped: false};
    if (how.kind === "equal-width") return {n, tied: false, dropped: !equalWidth(rising, how.bins, write)};
    const policy = how.policy ?? "edges-else-ranks";
    const parts = how.zeroAware
      ? zeroAwareParts(rising, how.quantiles)
      : [{from: 0, to: n, quantiles: how.quantiles, first: 1}];
    const tied = parts.some((part) => edgesTie(rising.subarray(part.from, part.to), part.quantiles));
    if (tied && policy === "drop-date") return {n, tied, dropped: true};
    const byRank = policy === "rank-bins" || tied;
    for (const part of parts) labelPart(rising, part, {byRank, write});
    return {n, tied, dropped: false};
  };
}

/** Places from..to of the rising values get `quantiles` buckets, numbered from `first`. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly quantiles: number;
  readonly first: number;
}

/** Negative values get the lower half of the buckets, the others the upper half. */
function zeroAwareParts(rising: Float64Array, quantiles: number): Part[] {
  const half = Math.floor(quantiles / 2);
  let negatives = 0;
  while (negatives < rising.length && rising[negatives]! < 0) negatives++;
  return [
    {from: 0, to: negatives, quantiles: half, first: 1},
    {from: negatives, to: rising.length, quantiles: half, first: half + 1}
  ];
}

/** k-th edge as numpy's linspace makes it: k times 1/Q, so that labels agree to the last digit. */
function edge(rising: Float64Array, k: number, quantiles: number): number {
  return quantileOfSorted(rising, k === quantiles ? 1 : k * (1 / quantiles));
}

function edgesTie(rising: Float64Array, quantiles: number): boolean {
  if (rising.length === 0) return true;
  for (let k = 1; k <= quantiles; k++) if (edge(rising, k, quantiles) === edge(rising, k - 1, quantiles)) return true;
  return false;
}

function labelPart(
  rising: Float64Array,
  {from, to, quantiles, first}: Part,
  {byRank, write}: {byRank: boolean; write: (place: number, label: number) => void}
): void {
  const n = to - from;
  const part = rising.subarray(from, to);
  let label = 0;
  let upper = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < n; k++) {
    if (byRank) label = Math.floor((k * quantiles) / n);
    else
      while (label < quantiles && (label === 0 || part[k]! > upper)) {
        label++;
        upper = label === quantiles ? Number.POSITIVE_INFINITY : edge(part, label, quantiles);
      }
    write(from + k, first + (byRank ? label : label - 1));
  }
}

/** pandas cut: equal widths over the range, right-closed, the first one extended by 0.1 % to the left. */
function equalWidth(rising: Float64Array, bins: number, write: (place: number, label: number) => void): boolean {
  let low = rising[0]!;
  let high = rising[rising.length - 1]!;
  if (low === high) {
    low -= low === 0 ? 0.001 : 0.001 * Math.abs(low);
    high += high === 0 ? 0.001 : 0.001 * Math.abs(high);
  }
  const step = (high - low) / bins;
  let label = 1;
  for (let k = 0; k < rising.length; k++) {
    while (label < bins && rising[k]! > low + label * step) label++;
    write(k, label);
  }
  return true;
}

/** The panel with NaN where no bucket was given. */
export function bucketedOnly(factor: Panel, assignment: BucketAssignment): Panel {
  return {
    ...factor,
    values: factor.values.map((value, i) => (assignment.labels[i] === 0 ? Number.NaN : value))
  };
}
