// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Puts factors of unlike scale on one: each value less its running mean, over its running standard deviation, both with
 * forgetting and from the values seen so far only.
 */
export interface RunningStandardiser {
  /** Takes one value a factor into the means and variances; NaN is left out. */
  observe(values: ArrayLike<number>): void;
  /** Standard deviations from the mean, within +-4; NaN where the value or the spread is undefined. */
  standardised(factor: number, value: number): number;
  snapshot(): RunningStandardiserState;
  restore(state: RunningStandardiserState): void;
}

export interface RunningStandardiserState {
  readonly counts: readonly number[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

const CLIP = 4;
/** Weight of the newest value once many have been seen: a half-life of about 3 500 values. */
const NEWEST = 0.0002;
/** Before so many values a spread means little. */
const LEAST_VALUES = 30;

export function createRunningStandardiser(factors: number): RunningStandardiser {
  const counts = new Float64Array(factors);
  const means = new Float64Array(factors);
  const variances = new Float64Array(factors);
  return {
    observe: (values) => {
      for (let i = 0; i < factors; i++) {
        const value = values[i]!;
        if (!Number.isFinite(value)) continue;
        counts[i]! += 1;
        const share = Math.max(1 / counts[i]!, NEWEST);
        const off = value - means[i]!;
        means[i]! += share * off;
        variances[i] = (1 - share) * (variances[i]! + share * off * off);
      }
    },
    standardised: (factor, value) => {
      if (counts[factor]! < LEAST_VALUES || !(variances[factor]! > 0)) return Number.NaN;
      const z = (value - means[factor]!) / Math.sqrt(variances[factor]!);
      return Math.min(Math.max(z, -CLIP), CLIP);
    },
    snapshot: () => ({counts: Array.from(counts), means: Array.from(means), variances: Array.from(variances)}),
    restore: (state) => {
      counts.set(state.counts);
      means.set(state.means);
      variances.set(state.variances);
    }
  };
}
