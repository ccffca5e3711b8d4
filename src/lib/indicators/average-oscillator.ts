/** Difference of a fast and a slow simple average, in price units or in percent of the slow one (Appel). */
import {inPieces, PIECE} from "./pieces.js";
import {SimpleAverage} from "./simple-average.js";

export interface OscillatorLengths {
  readonly fast: number;
  readonly slow: number;
}

/** APO of each value, price units, written to `out`, not `values`; NaN until the longer average is defined. */
export function absoluteOscillator(
  values: Float64Array,
  lengths: OscillatorLengths,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  withAverages(values, {...lengths, out}, (fast, slow) => {
    for (let i = 0; i < fast.length; i++) fast[i] = (fast[i] as number) - (slow[i] as number);
  });
  return out;
}

/** PPO of each value, percent, written to `out`, not `values`; NaN until the longer average is defined. */
export function percentageOscillator(
  values: Float64Array,
  lengths: OscillatorLengths,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  withAverages(values, {...lengths, out}, (fast, slow) => {
    for (let i = 0; i < fast.length; i++) {
      const average = slow[i] as number;
      fast[i] = (100 * ((fast[i] as number) - average)) / average;
    }
  });
  return out;
}

/** Writes the fast average to `out`, and lets `combine` put the slow one into it, a piece at a time. */
function withAverages(
  values: Float64Array,
  {fast, slow, out}: OscillatorLengths & {readonly out: Float64Array},
  combine: (fast: Float64Array, slow: Float64Array) => void
): void {
  const [near, far] = [new SimpleAverage(fast), new SimpleAverage(slow)];
  const piece = new Float64Array(Math.min(PIECE, values.length));
  inPieces(values.length, (from, to) => {
    const some = values.subarray(from, to);
    const nearOut = out.subarray(from, to);
    const farOut = piece.subarray(0, to - from);
    near.run(some, nearOut);
    far.run(some, farOut);
    combine(nearOut, farOut);
  });
}
