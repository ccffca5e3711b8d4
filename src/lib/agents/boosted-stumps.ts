// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Gradient-boosted stumps for the log loss (Friedman 2001, with Newton leaves): a sum of steps, each in one factor, so
 * that every factor's part of the score is its own. How many rounds are kept is settled on later data.
 */
export interface Stump {
  readonly factor: number;
  readonly threshold: number;
  /** Log-odds at or below the threshold, and above it. An undefined value adds nothing. */
  readonly below: number;
  readonly above: number;
}

export interface BoostedStumps {
  readonly bias: number;
  readonly stumps: readonly Stump[];
}

export interface StumpRows {
  /** One column a factor, NaN where undefined; all of the same length. */
  readonly columns: readonly Float64Array[];
  /** 1 for up, 0 for not. */
  readonly isUp: Float64Array;
}

export interface BoostingOptions {
  readonly rounds: number;
  readonly learningRate: number;
  /** Weight of the prior that a leaf is 0. */
  readonly ridge: number;
}

/** Borders of the steps that are tried, in standard deviations. */
const THRESHOLDS = Float64Array.from({length: 15}, (_, k) => (k - 7) * 0.25);
const BINS = THRESHOLDS.length + 1;

/** Fits on `train` and keeps as many rounds as give the smallest log loss on `validation`; none when none helps. */
export function fitBoostedStumps(train: StumpRows, validation: StumpRows, options: BoostingOptions): BoostedStumps {
  const bias = baseScore(train.isUp);
  const bins = train.columns.map(binned);
  const scores = new Float64Array(train.isUp.length).fill(bias);
  const judged = new Float64Array(validation.isUp.length).fill(bias);
  const stumps: Stump[] = [];
  let best = {rounds: 0, loss: meanLogLoss(judged, validation.isUp)};
  for (let round = 1; round <= options.rounds; round++) {
    const stump = bestStump(bins, {scores, isUp: train.isUp, options});
    if (stump === null) break;
    stumps.push(stump);
    addStump(scores, train.columns[stump.factor]!, stump);
    addStump(judged, validation.columns[stump.factor]!, stump);
    const loss = meanLogLoss(judged, validation.isUp);
    if (loss < best.loss) best = {rounds: round, loss};
  }
  return {bias, stumps: stumps.slice(0, best.rounds)};
}

/** A stump's part of the score. */
export function stumpValue({threshold, below, above}: Stump, value: number): number {
  return Number.isNaN(value) ? 0 : value <= threshold ? below : above;
}

function addStump(scores: Float64Array, column: Float64Array, stump: Stump): void {
  for (let i = 0; i < scores.length; i++) scores[i]! += stumpValue(stump, column[i]!);
}

/** Log-odds of the share of rises, with half an outcome of each kind added. */
function baseScore(isUp: Float64Array): number {
  let rises = 0.5;
  for (let i = 0; i < isUp.length; i++) rises += isUp[i]!;
  return Math.log(rises / (isUp.length + 1 - rises));
}

/** Place among the thresholds; 255 where undefined. */
function binned(column: Float64Array): Uint8Array {
  return Uint8Array.from(column, (value) => {
    if (Number.isNaN(value)) return 255;
    let bin = 0;
    while (bin < THRESHOLDS.length && value > THRESHOLDS[bin]!) bin++;
    return bin;
  });
}

interface Fitting {
  readonly scores: Float64Array;
  readonly isUp: Float64Array;
  readonly options: BoostingOptions;
}

/** The step that lowers the loss most in a quadratic approximation; ties go to the first factor and threshold. */
function bestStump(bins: readonly Uint8Array[], {scores, isUp, options}: Fitting): Stump | null {
  const n = scores.length;
  const gradients = new Float64Array(n);
  const curvatures = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const p = 1 / (1 + Math.exp(-scores[i]!));
    gradients[i] = isUp[i]! - p;
    curvatures[i] = p * (1 - p);
  }
  let best: (Stump & {gain: number}) | null = null;
  for (let factor = 0; factor < bins.length; factor++) {
    const g = new Float64Array(BINS);
    const h = new Float64Array(BINS);
    const places = bins[factor]!;
    for (let i = 0; i < n; i++) {
      const bin = places[i]!;
      if (bin === 255) continue;
      g[bin]! += gradients[i]!;
      h[bin]! += curvatures[i]!;
    }
    const found = bestSplit(g, h, options);
    if (found !== null && (best === null || found.gain > best.gain)) best = {...found, factor};
  }
  return best === null ? null : {factor: best.factor, threshold: best.threshold, below: best.below, above: best.above};
}

type Split = Omit<Stump, "factor"> & {gain: number};

function bestSplit(g: Float64Array, h: Float64Array, {ridge, learningRate}: BoostingOptions): Split | null {
  const total = {g: g.reduce((a, b) => a + b, 0), h: h.reduce((a, b) => a + b, 0)};
  let best: Split | null = null;
  let leftG = 0;
  let leftH = 0;
  for (let k = 0; k < THRESHOLDS.length; k++) {
    leftG += g[k]!;
    leftH += h[k]!;
    const rightG = total.g - leftG;
    const rightH = total.h - leftH;
    const gain = leftG ** 2 / (leftH + ridge) + rightG ** 2 / (rightH + ridge);
    if (!(gain > (best?.gain ?? 0))) continue;
    const below = (learningRate * leftG) / (leftH + ridge);
    const above = (learningRate * rightG) / (rightH + ridge);
    best = {threshold: THRESHOLDS[k]!, below, above, gain};
  }
  return best;
}

function meanLogLoss(scores: Float64Array, isUp: Float64Array): number {
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const signed = isUp[i]! === 1 ? scores[i]! : -scores[i]!;
    total += Math.log1p(Math.exp(-signed));
  }
  return scores.length === 0 ? 0 : total / scores.length;
}
