// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Online logistic regression by FTRL-proximal with per-coordinate rates (McMahan et al. 2013, algorithm 1): weights that
 * have not earned their keep stay exactly 0.
 */
export interface FtrlProximal {
  weight(coordinate: number): number;
  /** One step for the log loss of `isUp` at the inputs `x`; NaN counts as 0. */
  learn(x: ArrayLike<number>, isUp: boolean): void;
  snapshot(): FtrlState;
  restore(state: FtrlState): void;
}

export interface FtrlParameters {
  /** Learning rate. */
  readonly alpha: number;
  /** Damps the first steps. */
  readonly beta: number;
  readonly l1: number;
  readonly l2: number;
}

export interface FtrlState {
  readonly z: readonly number[];
  readonly n: readonly number[];
}

export function createFtrlProximal(coordinates: number, {alpha, beta, l1, l2}: FtrlParameters): FtrlProximal {
  const z = new Float64Array(coordinates);
  const n = new Float64Array(coordinates);
  const weights = new Float64Array(coordinates);
  const update = (i: number) => {
    const pull = z[i]!;
    weights[i] = Math.abs(pull) <= l1 ? 0 : -(pull - Math.sign(pull) * l1) / ((beta + Math.sqrt(n[i]!)) / alpha + l2);
  };
  return {
    weight: (coordinate) => weights[coordinate]!,
    learn: (x, isUp) => {
      let score = 0;
      for (let i = 0; i < coordinates; i++) score += weights[i]! * (Number.isNaN(x[i]!) ? 0 : x[i]!);
      const miss = 1 / (1 + Math.exp(-score)) - (isUp ? 1 : 0);
      for (let i = 0; i < coordinates; i++) {
        if (Number.isNaN(x[i]!)) continue;
        const gradient = miss * x[i]!;
        const squares = n[i]! + gradient * gradient;
        const sigma = (Math.sqrt(squares) - Math.sqrt(n[i]!)) / alpha;
        z[i]! += gradient - sigma * weights[i]!;
        n[i] = squares;
        update(i);
      }
    },
    snapshot: () => ({z: Array.from(z), n: Array.from(n)}),
    restore: (state) => {
      z.set(state.z);
      n.set(state.n);
      for (let i = 0; i < coordinates; i++) update(i);
    }
  };
}
