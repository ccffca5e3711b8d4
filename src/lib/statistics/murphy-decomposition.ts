// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Reliability, resolution and uncertainty of the Brier score (Murphy 1973; Stephenson et al. 2008; METHODS S3). */
import {type CalibrationBins, equalWidthBins} from "./calibration-bins.js";
import {type Column, orNull} from "./column.js";
import {mean} from "./moments.js";
import {risingOrder} from "./ranks.js";

export interface MurphyDecomposition {
  readonly n: number;
  readonly reliability: number | null;
  readonly resolution: number | null;
  readonly uncertainty: number | null;
  /** Brier score of the BINNED forecast: reliability - resolution + uncertainty. */
  readonly binnedBrier: number | null;
  readonly withinBinVariance: number | null;
  readonly withinBinCovariance: number | null;
  /** Brier score of the raw forecast: the five terms together. */
  readonly brier: number | null;
}

/** Over M bins of equal width. */
export function murphyDecomposition(p: Column, y: Column, bins = 10): MurphyDecomposition {
  return murphyOverBins(p, y, equalWidthBins(p, y, bins));
}

/** Over the distinct probabilities: exact, with no within-bin terms. */
export function murphyOverValues(p: Column, y: Column): MurphyDecomposition {
  const order = risingOrder(p);
  const membership = new Int32Array(p.length);
  let group = 0;
  for (let place = 0; place < order.length; place++) {
    if (place > 0 && p[order[place]!]! !== p[order[place - 1]!]!) group++;
    membership[order[place]!] = group;
  }
  return murphyOverGroups(p, y, membership);
}

function murphyOverBins(p: Column, y: Column, binned: CalibrationBins): MurphyDecomposition {
  return murphyOverGroups(p, y, binned.membership);
}

function murphyOverGroups(p: Column, y: Column, membership: Int32Array): MurphyDecomposition {
  const n = membership.length;
  const groups = membership.reduce((most, group) => Math.max(most, group + 1), 0);
  const counts = new Float64Array(groups);
  const meanP = new Float64Array(groups);
  const meanY = new Float64Array(groups);
  for (let i = 0; i < n; i++) {
    counts[membership[i]!]!++;
    meanP[membership[i]!]! += p[i]!;
    meanY[membership[i]!]! += y[i]!;
  }
  const base = mean(y);
  let reliability = 0;
  let resolution = 0;
  for (let g = 0; g < groups; g++) {
    if (counts[g] === 0) continue;
    meanP[g]! /= counts[g]!;
    meanY[g]! /= counts[g]!;
    reliability += (counts[g]! * (meanP[g]! - meanY[g]!) ** 2) / n;
    resolution += (counts[g]! * (meanY[g]! - base) ** 2) / n;
  }
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < n; i++) {
    const g = membership[i]!;
    variance += (p[i]! - meanP[g]!) ** 2 / n;
    covariance += (2 * (y[i]! - meanY[g]!) * (p[i]! - meanP[g]!)) / n;
  }
  const uncertainty = base * (1 - base);
  const binned = reliability - resolution + uncertainty;
  return {
    n,
    reliability: n === 0 ? null : reliability,
    resolution: n === 0 ? null : resolution,
    uncertainty: orNull(uncertainty),
    binnedBrier: orNull(binned),
    withinBinVariance: n === 0 ? null : variance,
    withinBinCovariance: n === 0 ? null : covariance,
    brier: orNull(binned + variance - covariance)
  };
}
