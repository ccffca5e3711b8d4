// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * How each calibration map has done against the raw probability, by log loss. Outcomes of overlapping horizons and of
 * instruments that move together come in lumps, so a stretch between two fits counts as one observation: a map is
 * preferred only when its gain stands out from the differences between stretches, never for one lucky stretch.
 */
export interface CalibrationRecordState {
  /** Of the stretch at hand. */
  readonly outcomes: number;
  readonly excess: readonly number[];
  /** Over finished stretches, with forgetting: their number, outcomes and squared outcomes; then by map. */
  readonly stretches: number;
  readonly total: number;
  readonly totalSquares: number;
  readonly sums: readonly number[];
  readonly squares: readonly number[];
  readonly products: readonly number[];
}

export interface CalibrationRecord {
  /** One outcome's log loss less that of the raw probability, by map. */
  add(excess: Float64Array): void;
  /** Ends the stretch. @param kept what remains of older stretches' weight */
  endStretch(kept: number): void;
  /** Mean excess loss of a map when it is below 0 beyond chance, else null. */
  gain(map: number): number | null;
  snapshot(): CalibrationRecordState;
  restore(state: CalibrationRecordState): void;
}

/** One-sided 10 %: with 5 % agents that are plainly too sure stay so for a year of daily candles. */
const BEYOND_CHANCE = 1.28;
const FEWEST_STRETCHES = 5;

export function createCalibrationRecord(maps: number): CalibrationRecord {
  const zeros = () => new Float64Array(maps);
  const [excess, sums, squares, products] = [zeros(), zeros(), zeros(), zeros()];
  const all = [excess, sums, squares, products];
  let outcomes = 0;
  let stretches = 0;
  let total = 0;
  let totalSquares = 0;
  return {
    add: (losses) => {
      outcomes++;
      for (let i = 0; i < maps; i++) excess[i]! += losses[i]!;
    },
    endStretch: (kept) => {
      if (outcomes === 0) return;
      stretches = stretches * kept + 1;
      total = total * kept + outcomes;
      totalSquares = totalSquares * kept + outcomes ** 2;
      for (let i = 0; i < maps; i++) {
        sums[i] = sums[i]! * kept + excess[i]!;
        squares[i] = squares[i]! * kept + excess[i]! ** 2;
        products[i] = products[i]! * kept + excess[i]! * outcomes;
      }
      excess.fill(0);
      outcomes = 0;
    },
    gain: (map) => {
      if (stretches < FEWEST_STRETCHES) return null;
      const mean = sums[map]! / total;
      const spread = squares[map]! - 2 * mean * products[map]! + mean ** 2 * totalSquares;
      const error = Math.sqrt((Math.max(spread, 0) * stretches) / (stretches - 1)) / total;
      return mean < -BEYOND_CHANCE * error ? mean : null;
    },
    snapshot: () => ({
      outcomes,
      excess: Array.from(excess),
      stretches,
      total,
      totalSquares,
      sums: Array.from(sums),
      squares: Array.from(squares),
      products: Array.from(products)
    }),
    restore: (state) => {
      ({outcomes, stretches, total, totalSquares} = state);
      [state.excess, state.sums, state.squares, state.products].forEach((values, i) => {
        all[i]!.set(values);
      });
    }
  };
}
