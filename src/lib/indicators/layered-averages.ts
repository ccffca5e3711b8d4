/**
 * Averages of averages: DEMA and TEMA (Mulloy 1994), TRIX (Hutson 1983) and the triangular average. Their passes over
 * many values keep all averages in variables once they are seeded, so that the processor works on them at one time; a
 * NaN would stay in them, so one look at the end tells whether to go through the values again one by one.
 */
import {ExponentialAverage} from "./exponential-average.js";
import {inPieces, PIECE} from "./pieces.js";
import {SimpleAverage} from "./simple-average.js";

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

  /** `update` for each of many values, written to `out`. */
  run(values: Float64Array, out: Float64Array): void {
    const {first, second} = this;
    const {weight} = first;
    let from = 0;
    for (; from < values.length && !second.isSeeded; from++) out[from] = this.update(values[from] as number);
    let once = first.average;
    let twice = second.average;
    for (let i = from; i < values.length; i++) {
      once += ((values[i] as number) - once) * weight;
      twice += (once - twice) * weight;
      out[i] = 2 * once - twice;
    }
    if (Number.isNaN(twice)) {
      for (let i = from; i < values.length; i++) out[i] = this.update(values[i] as number);
      return;
    }
    first.average = once;
    second.average = twice;
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

  /** `update` for each of many values, written to `out`. */
  run(values: Float64Array, out: Float64Array): void {
    const {first, second, third} = this;
    const {weight} = first;
    let from = 0;
    for (; from < values.length && !third.isSeeded; from++) out[from] = this.update(values[from] as number);
    let once = first.average;
    let twice = second.average;
    let thrice = third.average;
    for (let i = from; i < values.length; i++) {
      once += ((values[i] as number) - once) * weight;
      twice += (once - twice) * weight;
      thrice += (twice - thrice) * weight;
      out[i] = 3 * once - 3 * twice + thrice;
    }
    if (Number.isNaN(thrice)) {
      for (let i = from; i < values.length; i++) out[i] = this.update(values[i] as number);
      return;
    }
    first.average = once;
    second.average = twice;
    third.average = thrice;
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

  /** `update` for each of many values, written to `out`. */
  run(values: Float64Array, out: Float64Array): void {
    const {first, second, third} = this;
    const {weight} = first;
    let from = 0;
    for (; from < values.length && !third.isSeeded; from++) out[from] = this.update(values[from] as number);
    let once = first.average;
    let twice = second.average;
    let thrice = third.average;
    let previous = this.previous;
    for (let i = from; i < values.length; i++) {
      once += ((values[i] as number) - once) * weight;
      twice += (once - twice) * weight;
      thrice += (twice - thrice) * weight;
      out[i] = 100 * (thrice / previous - 1);
      previous = thrice;
    }
    if (Number.isNaN(thrice)) {
      for (let i = from; i < values.length; i++) out[i] = this.update(values[i] as number);
      return;
    }
    first.average = once;
    second.average = twice;
    third.average = thrice;
    this.previous = previous;
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

  /** `update` for each of many values, written to `out`. */
  run(values: Float64Array, out: Float64Array): void {
    const piece = new Float64Array(Math.min(PIECE, values.length));
    inPieces(values.length, (from, to) => {
      const once = piece.subarray(0, to - from);
      this.first.run(values.subarray(from, to), once);
      this.second.run(once, out.subarray(from, to));
    });
  }
}

/** DEMA of each value, written to `out`, not `values`; NaN at the first 2n-2. Settles within about 13 n values to 1e-9. */
export function doubleExponentialAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new DoubleExponentialAverage(length).run(values, out);
  return out;
}

/** TEMA of each value, written to `out`, not `values`; NaN at the first 3n-3. Settles within about 15 n values to 1e-9. */
export function tripleExponentialAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new TripleExponentialAverage(length).run(values, out);
  return out;
}

/**
 * TRIX of each value, in percent, written to `out`, not `values`; NaN at the first 3n-2. Settles within about 17 n
 * values to 1e-9.
 */
export function trix(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new Trix(length).run(values, out);
  return out;
}

/** TRIMA of each value, written to `out`, which must not be `values`; NaN at the first n-1. */
export function triangularAverage(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  new TriangularAverage(length).run(values, out);
  return out;
}
