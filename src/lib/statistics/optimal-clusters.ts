// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * How many groups correlated series fall into: the optimal number of clusters of Lopez de Prado and Lewis (2019, ONC), by
 * k-means on the distances sqrt((1 - rho) / 2) and the silhouettes' mean over deviation (METHODS O3). Deterministic.
 */
import {seededRandom} from "../core/random.js";
import type {Matrix} from "./matrix.js";
import {mean, standardDeviation} from "./moments.js";

export interface Clustering {
  /** Cluster of each series, from 0 on. */
  readonly labels: Int32Array;
  readonly clusters: number;
  /** Mean over deviation of the silhouettes; null for one cluster. */
  readonly quality: number | null;
}

interface ClusterOptions {
  readonly seed?: number;
  /** Starts of k-means tried for each number of clusters. */
  readonly starts?: number;
  /** Default: as many as there are series, less one, at most 20. */
  readonly most?: number;
}

const ROUNDS = 50;

/** Null for fewer than two series or an undefined correlation. Two series are two clusters unless they are the same. */
export function optimalClusters(
  correlations: Matrix,
  {seed = 1, starts = 5, most = Math.min(20, correlations.rows - 1)}: ClusterOptions = {}
): Clustering | null {
  const n = correlations.rows;
  if (n < 2 || correlations.values.some((value) => !Number.isFinite(value))) return null;
  const distances = Array.from({length: n}, (_, a) =>
    Float64Array.from({length: n}, (_b, b) => Math.sqrt(Math.max(0, (1 - correlations.values[a * n + b]!) / 2)))
  );
  const random = seededRandom(seed);
  let best: Clustering = {labels: new Int32Array(n), clusters: 1, quality: null};
  if (n === 2) return distances[0]![1]! > 1e-6 ? {...best, labels: Int32Array.of(0, 1), clusters: 2} : best;
  for (let clusters = 2; clusters <= most; clusters++)
    for (let start = 0; start < starts; start++) {
      const labels = kMeans(
        distances,
        firstCentres(distances, clusters, () => random.next())
      );
      const silhouettes = silhouettesOf(distances, labels);
      const spread = standardDeviation(silhouettes);
      const quality = mean(silhouettes) / spread;
      const found = new Set(labels).size;
      if (found < 2 || !Number.isFinite(quality) || quality <= (best.quality ?? 0)) continue;
      best = {labels, clusters: found, quality};
    }
  return best;
}

/** k-means++ (Arthur and Vassilvitskii 2007): far points are likelier centres. */
function firstCentres(points: readonly Float64Array[], count: number, next: () => number): Float64Array[] {
  const centres = [points[Math.floor(next() * points.length)]!];
  while (centres.length < count) {
    const weights = points.map((point) => Math.min(...centres.map((centre) => squaredDistance(point, centre))));
    let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
    const place = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    centres.push(points[Math.max(0, place)]!);
  }
  return centres;
}

function kMeans(points: readonly Float64Array[], first: readonly Float64Array[]): Int32Array {
  let centres = first;
  let labels = new Int32Array(points.length);
  for (let round = 0; round < ROUNDS; round++) {
    const moved = Int32Array.from(points, (point) => nearest(point, centres));
    if (round > 0 && moved.every((label, i) => label === labels[i])) break;
    labels = moved;
    centres = centres.map((centre, cluster) => centreOf(points.filter((_, i) => labels[i] === cluster)) ?? centre);
  }
  return labels;
}

function nearest(point: Float64Array, centres: readonly Float64Array[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  centres.forEach((centre, cluster) => {
    const distance = squaredDistance(point, centre);
    if (distance < least) {
      best = cluster;
      least = distance;
    }
  });
  return best;
}

function centreOf(members: readonly Float64Array[]): Float64Array | null {
  const [first] = members;
  return first === undefined ? null : first.map((_, i) => mean(members.map((member) => member[i]!)));
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}

/** (b - a) / max(a, b): a the mean distance within the own cluster, b that to the nearest other; 0 for a lone point. */
function silhouettesOf(points: readonly Float64Array[], labels: Int32Array): Float64Array {
  const clusters = [...new Set(labels)];
  const distances = points.map((a) => points.map((b) => Math.sqrt(squaredDistance(a, b))));
  return Float64Array.from(points, (_, i) => {
    const meanTo = (cluster: number) => mean(distances[i]!.filter((_distance, j) => j !== i && labels[j] === cluster));
    const own = meanTo(labels[i]!);
    if (Number.isNaN(own)) return 0;
    const other = Math.min(...clusters.filter((cluster) => cluster !== labels[i]).map(meanTo));
    return (other - own) / Math.max(own, other, Number.MIN_VALUE);
  });
}
