/** Change against the value of some candles ago. */
import {Lag} from "./lag.js";

/** value - value n ago; NaN at the first n. */
export function momentumOf(values: Float64Array, length: number): Float64Array {
  const lag = new Lag(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i] as number) - lag.update(values[i] as number);
  return out;
}

/** value / value n ago - 1, as a fraction; NaN at the first n. */
export function rateOfChange(values: Float64Array, length: number): Float64Array {
  const lag = new Lag(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i] as number) / lag.update(values[i] as number) - 1;
  return out;
}
