/** Averages of averages: DEMA and TEMA (Mulloy 1994), TRIX (Hutson 1983) and the triangular average. */
import {ExponentialAverage} from "./exponential-average.js";
import {SimpleAverage, simpleAverage} from "./simple-average.js";

export class DoubleExponentialAverage {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;

  constructor(length: number) {
    this.first = new ExponentialAverage(length);
    this.second = new ExponentialAverage(length);
  }

  update(value: number): number {
    const once = this.first.update(value);
    return 2 * once - this.second.update(once);
  }
}

export class TripleExponentialAverage {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;
  private readonly third: ExponentialAverage;

  constructor(length: number) {
    this.first = new ExponentialAverage(length);
    this.second = new ExponentialAverage(length);
    this.third = new ExponentialAverage(length);
  }

  update(value: number): number {
    const once = this.first.update(value);
    const twice = this.second.update(once);
    return 3 * once - 3 * twice + this.third.update(twice);
  }
}

export class Trix {
  private readonly first: ExponentialAverage;
  private readonly second: ExponentialAverage;
  private readonly third: ExponentialAverage;
  private previous = Number.NaN;

  constructor(length: number) {
    this.first = new ExponentialAverage(length);
    this.second = new ExponentialAverage(length);
    this.third = new ExponentialAverage(length);
  }

  /** Change of the triple average in percent; NaN for the first 3n-2 values. */
  update(value: number): number {
    const previous = this.previous;
    this.previous = this.third.update(this.second.update(this.first.update(value)));
    return 100 * (this.previous / previous - 1);
  }
}

export class TriangularAverage {
  private readonly first: SimpleAverage;
  private readonly second: SimpleAverage;

  constructor(length: number) {
    const half = Math.ceil(length / 2);
    this.first = new SimpleAverage(half);
    this.second = new SimpleAverage(length - half + 1);
  }

  update(value: number): number {
    return this.second.update(this.first.update(value));
  }
}

/** DEMA of each value; NaN at the first 2n-2. Settles within about 13 n values to 1e-9. */
export function doubleExponentialAverage(values: Float64Array, length: number): Float64Array {
  const kernel = new DoubleExponentialAverage(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** TEMA of each value; NaN at the first 3n-3. Settles within about 15 n values to 1e-9. */
export function tripleExponentialAverage(values: Float64Array, length: number): Float64Array {
  const kernel = new TripleExponentialAverage(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** TRIX of each value, in percent; NaN at the first 3n-2. Settles within about 17 n values to 1e-9. */
export function trix(values: Float64Array, length: number): Float64Array {
  const kernel = new Trix(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** TRIMA of each value; NaN at the first n-1. */
export function triangularAverage(values: Float64Array, length: number): Float64Array {
  const half = Math.ceil(length / 2);
  return simpleAverage(simpleAverage(values, half), length - half + 1);
}
