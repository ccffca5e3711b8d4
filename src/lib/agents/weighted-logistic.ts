// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Logistic regression of weighted points on at most three inputs, by Newton's method with a light ridge. */

export interface WeightedPoints {
  /** One column an input; a constant is an input like any other. */
  readonly inputs: readonly Float64Array[];
  readonly weights: Float64Array;
  /** Sum of the targets in each point, 0..weight. */
  readonly positives: Float64Array;
}

/** Keeps separated points from running away to infinity; far below what any real sample weighs. */
const RIDGE = 1e-6;
const STEPS = 25;

/** Coefficients, one an input; null when the points do not determine them. */
export function weightedLogistic(points: WeightedPoints): number[] | null {
  let beta: number[] = points.inputs.map(() => 0);
  let loss = lossOf(points, beta);
  for (let step = 0; step < STEPS; step++) {
    const move = newtonMove(points, beta);
    if (move === null) return null;
    // A whole step can overshoot where probabilities saturate: it is halved until the loss does not rise.
    let size = 1;
    let tried = moved(beta, move, size);
    let reached = lossOf(points, tried);
    while (!(reached <= loss) && size > 1e-6) {
      size /= 2;
      tried = moved(beta, move, size);
      reached = lossOf(points, tried);
    }
    if (!(reached <= loss)) return beta;
    beta = tried;
    loss = reached;
    if (move.every((change) => Math.abs(change) < 1e-9)) return beta;
  }
  return null;
}

function moved(beta: readonly number[], move: readonly number[], size: number): number[] {
  return beta.map((value, a) => value + size * move[a]!);
}

/** Log loss of all points, and the ridge. */
function lossOf({inputs, weights, positives}: WeightedPoints, beta: readonly number[]): number {
  let loss = 0;
  for (let i = 0; i < weights.length; i++) {
    let eta = 0;
    for (let a = 0; a < beta.length; a++) eta += inputs[a]![i]! * beta[a]!;
    const softplus = eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta));
    loss += weights[i]! * softplus - positives[i]! * eta;
  }
  for (const value of beta) loss += (RIDGE / 2) * value * value;
  return loss;
}

function newtonMove({inputs, weights, positives}: WeightedPoints, beta: readonly number[]): number[] | null {
  const k = beta.length;
  const system = Array.from({length: k}, () => new Float64Array(k + 1));
  for (let a = 0; a < k; a++) {
    system[a]![a] = RIDGE;
    system[a]![k] = -RIDGE * beta[a]!;
  }
  for (let i = 0; i < weights.length; i++) {
    let eta = 0;
    for (let a = 0; a < k; a++) eta += inputs[a]![i]! * beta[a]!;
    const p = 1 / (1 + Math.exp(-eta));
    const miss = positives[i]! - weights[i]! * p;
    const curvature = weights[i]! * p * (1 - p);
    for (let a = 0; a < k; a++) {
      const x = inputs[a]![i]!;
      system[a]![k]! += miss * x;
      for (let b = 0; b < k; b++) system[a]![b]! += curvature * x * inputs[b]![i]!;
    }
  }
  return solved(system);
}

/** Gauss-Jordan with pivots on the diagonal: the matrix is positive definite. */
function solved(system: readonly Float64Array[]): number[] | null {
  const k = system.length;
  for (let a = 0; a < k; a++) {
    const pivot = system[a]![a]!;
    if (!(pivot > 1e-12)) return null;
    for (let b = 0; b < k; b++) {
      if (b === a) continue;
      const share = system[b]![a]! / pivot;
      for (let c = a; c <= k; c++) system[b]![c]! -= share * system[a]![c]!;
    }
  }
  return Array.from(system, (row, a) => row[k]! / row[a]!);
}
