// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Rank coefficients and bucket returns of many factors over many horizons in one pass over the dates: the same figures as
 * information-coefficient.ts, quantile-assignment.ts ("rank-bins") and quantile-returns.ts (no demeaning), without
 * allocating per date. Each cross section is sorted once, however many pairs it takes part in.
 */
import {assert} from "../core/assert.js";
import {crossSectionSorter, ranksFromOrder} from "./cross-section-order.js";
import {MINIMUM_SYMBOLS} from "./information-coefficient.js";

export interface ImpactInput {
  /** Rows x columns each, row-major, NaN = absent. */
  readonly factors: readonly Float64Array[];
  /** Forward returns by horizon, the same shape. */
  readonly forwards: readonly Float64Array[];
  readonly rows: number;
  readonly columns: number;
  /** 0 for coefficients alone. */
  readonly buckets: number;
}

/** One factor against one horizon. */
export interface ImpactCell {
  readonly factor: number;
  readonly horizon: number;
  /** Rank coefficient by row, NaN = undefined. */
  readonly coefficients: Float64Array;
  readonly counts: Int32Array;
  /** Mean forward return by row and bucket, rows x buckets, NaN = empty. */
  readonly byDate: Float64Array;
}

/** Rows in [from, to). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** @returns cells in order of factor, then horizon */
export function impactMatrix(input: ImpactInput): readonly ImpactCell[] {
  const {factors, forwards, rows, buckets} = input;
  const cells = factors.flatMap((_, factor) =>
    forwards.map((_forward, horizon) => ({
      factor,
      horizon,
      coefficients: new Float64Array(rows),
      counts: new Int32Array(rows),
      byDate: new Float64Array(rows * buckets)
    }))
  );
  fillImpactRows(cells, input, {from: 0, to: rows});
  return cells;
}

/**
 * Works out some rows of cells that are there already: several threads may each take a stretch of rows of cells in memory
 * that they share, and every row comes out the same as if one did them all.
 */
export function fillImpactRows(cells: readonly ImpactCell[], input: ImpactInput, {from, to}: RowRange): void {
  const {factors, forwards, rows, columns, buckets} = input;
  for (const values of [...factors, ...forwards])
    assert(values.length === rows * columns, `expected ${rows * columns} values, got ${values.length}`);
  const sections = forwards.map(() => rankedSection(columns));
  const own = rankedSection(columns);
  const scratch = pairScratch(columns);
  const edges = new Int32Array(buckets + 1);
  for (let row = from; row < to; row++) {
    const start = row * columns;
    for (let h = 0; h < forwards.length; h++) rankSection(sections[h]!, forwards[h]!, start);
    for (let f = 0; f < factors.length; f++) {
      rankSection(own, factors[f]!, start);
      bucketEdges(edges, own.n);
      for (let h = 0; h < forwards.length; h++) {
        const cell = cells[f * forwards.length + h]!;
        correlate(cell, row, {own, other: sections[h]!, scratch});
        bucketMeans(cell.byDate, row * buckets, {edges, order: own.sorter.order, values: forwards[h]!, start});
      }
    }
  }
}

/** A sorted cross section: order of its places, average ranks by place (0 = absent), and sum of squared centred ranks. */
interface RankedSection {
  readonly sorter: ReturnType<typeof crossSectionSorter>;
  readonly ranks: Float64Array;
  n: number;
  squares: number;
}

function rankedSection(columns: number): RankedSection {
  return {sorter: crossSectionSorter(columns), ranks: new Float64Array(columns), n: 0, squares: 0};
}

function rankSection(section: RankedSection, values: Float64Array, start: number): void {
  const {ranks, sorter} = section;
  const n = sorter.sort(values, start, ranks.length);
  if (n < ranks.length) ranks.fill(0);
  ranksFromOrder(ranks, sorter.order, {values, start, n});
  section.n = n;
  section.squares = centredSquares(ranks, n);
}

/**
 * Sum of products of ranks. They are halves of whole numbers, so every order of adding gives the same sum: four sums side
 * by side do not wait for each other.
 */
function product(a: Float64Array, b: Float64Array): number {
  const {length} = a;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let j = 0;
  for (; j + 3 < length; j += 4) {
    first += a[j]! * b[j]!;
    second += a[j + 1]! * b[j + 1]!;
    third += a[j + 2]! * b[j + 2]!;
    fourth += a[j + 3]! * b[j + 3]!;
  }
  for (; j < length; j++) first += a[j]! * b[j]!;
  return first + second + third + fourth;
}

/** Absent places hold rank 0 and add nothing. */
function centredSquares(ranks: Float64Array, n: number): number {
  return product(ranks, ranks) - (n * (n + 1) * (n + 1)) / 4;
}

/** Bucket b takes the places of the order from edge b to the next: floor(k Q / n) = b, ties by column. */
function bucketEdges(edges: Int32Array, n: number): void {
  const buckets = edges.length - 1;
  for (let b = 1; b <= buckets; b++) edges[b] = Math.ceil((b * n) / buckets);
}

interface PairScratch {
  readonly own: Float64Array;
  readonly other: Float64Array;
}

function pairScratch(columns: number): PairScratch {
  return {own: new Float64Array(columns), other: new Float64Array(columns)};
}

interface Pair {
  readonly own: RankedSection;
  readonly other: RankedSection;
  readonly scratch: PairScratch;
}

function correlate(cell: ImpactCell, row: number, {own, other, scratch}: Pair): void {
  let n = own.n;
  let shared = product(own.ranks, other.ranks);
  let squares = own.squares * other.squares;
  // When one side lacks symbols that the other has, both are ranked again among the symbols in common.
  if (!sameMembers(own, other)) {
    n = rerank(scratch.own, own, other);
    rerank(scratch.other, other, own);
    shared = product(scratch.own, scratch.other);
    squares = centredSquares(scratch.own, n) * centredSquares(scratch.other, n);
  }
  cell.counts[row] = n;
  const isDefined = n >= MINIMUM_SYMBOLS && squares > 0;
  cell.coefficients[row] = isDefined ? (shared - (n * (n + 1) * (n + 1)) / 4) / Math.sqrt(squares) : Number.NaN;
}

function sameMembers(a: RankedSection, b: RankedSection): boolean {
  if (a.n !== b.n) return false;
  if (a.n === a.ranks.length) return true;
  for (let j = 0; j < a.ranks.length; j++) if ((a.ranks[j] === 0) !== (b.ranks[j] === 0)) return false;
  return true;
}

/** Ranks of one section among the places that the other one has too, without sorting again. @returns how many */
function rerank(target: Float64Array, section: RankedSection, other: RankedSection): number {
  const {order} = section.sorter;
  const {ranks, n} = section;
  const theirs = other.ranks;
  target.fill(0);
  let before = 0;
  for (let k = 0; k < n; k++) {
    const place = order[k]!;
    const rank = ranks[place]!;
    if (k + 1 < n && ranks[order[k + 1]!]! === rank) {
      const end = rerankTies(target, {section, theirs, from: k, before});
      for (let i = k; i < end; i++) if (theirs[order[i]!]! !== 0) before++;
      k = end - 1;
    } else if (theirs[place]! !== 0) target[place] = ++before;
  }
  return before;
}

/** Equal values share the mean of the ranks that the ones in common take. @returns the end of the tie */
function rerankTies(
  target: Float64Array,
  {section, theirs, from, before}: {section: RankedSection; theirs: Float64Array; from: number; before: number}
): number {
  const {order} = section.sorter;
  const rank = section.ranks[order[from]!]!;
  let end = from;
  let members = 0;
  while (end < section.n && section.ranks[order[end]!]! === rank) if (theirs[order[end++]!]! !== 0) members++;
  for (let i = from; i < end; i++) if (theirs[order[i]!]! !== 0) target[order[i]!] = before + (members + 1) / 2;
  return end;
}

interface BucketWork {
  readonly edges: Int32Array;
  /** Places in rising order of the factor. */
  readonly order: Int32Array;
  readonly values: Float64Array;
  readonly start: number;
}

/** Mean of the values present in each bucket; NaN where there is none. */
function bucketMeans(byDate: Float64Array, offset: number, {edges, order, values, start}: BucketWork): void {
  for (let b = 0; b + 1 < edges.length; b++) {
    const end = edges[b + 1]!;
    let sum = 0;
    let size = 0;
    for (let k = edges[b]!; k < end; k++) {
      const value = values[start + order[k]!]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      size++;
    }
    byDate[offset + b] = sum / size;
  }
}
