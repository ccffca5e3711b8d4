/** Skewness and kurtosis of the values in a recent, as population moments (METHODS C4). */
import type {WindowValues} from "../indicators/window-values.js";

export interface Shape {
  skewness: number;
  /** Excess over the normal distribution's. */
  kurtosis: number;
}

/** Writes both to `shape`; NaN while the window is not full, or where all values are equal. */
export function windowShape(recent: WindowValues, shape: Shape): void {
  shape.skewness = Number.NaN;
  shape.kurtosis = Number.NaN;
  if (!recent.isFull) return;
  const data = recent.data();
  const from = recent.from();
  const end = from + recent.length;
  let sum = 0;
  for (let i = from; i < end; i++) sum += data[i] as number;
  const mean = sum / recent.length;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = from; i < end; i++) {
    const step = (data[i] as number) - mean;
    const square = step * step;
    second += square;
    third += square * step;
    fourth += square * square;
  }
  const variance = second / recent.length;
  if (Math.sqrt(variance) <= 1e-12 * Math.abs(mean)) return;
  shape.skewness = third / recent.length / (variance * Math.sqrt(variance));
  shape.kurtosis = fourth / recent.length / (variance * variance) - 3;
}
