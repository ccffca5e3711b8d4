/**
 * Change against the value of some candles ago. Four values to a turn of the loop: each turn costs more than a
 * subtraction.
 */
import {windowLength} from "./window-length.js";

/** value - value n ago, written to `out`, which must not be `values`; NaN at the first n. */
export function momentumOf(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  out.fill(Number.NaN, 0, windowLength(length));
  let i = length;
  for (const last = out.length - 4; i <= last; i += 4) {
    const j = i - length;
    out[i] = (values[i] as number) - (values[j] as number);
    out[i + 1] = (values[i + 1] as number) - (values[j + 1] as number);
    out[i + 2] = (values[i + 2] as number) - (values[j + 2] as number);
    out[i + 3] = (values[i + 3] as number) - (values[j + 3] as number);
  }
  for (; i < out.length; i++) out[i] = (values[i] as number) - (values[i - length] as number);
  return out;
}

/** value / value n ago - 1, as a fraction, written to `out`, which must not be `values`; NaN at the first n. */
export function rateOfChange(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  out.fill(Number.NaN, 0, windowLength(length));
  let i = length;
  for (const last = out.length - 4; i <= last; i += 4) {
    const j = i - length;
    out[i] = (values[i] as number) / (values[j] as number) - 1;
    out[i + 1] = (values[i + 1] as number) / (values[j + 1] as number) - 1;
    out[i + 2] = (values[i + 2] as number) / (values[j + 2] as number) - 1;
    out[i + 3] = (values[i + 3] as number) / (values[j + 3] as number) - 1;
  }
  for (; i < out.length; i++) out[i] = (values[i] as number) / (values[i - length] as number) - 1;
  return out;
}
