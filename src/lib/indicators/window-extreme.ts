/**
 * Highest and lowest of the last n values in constant time: as in `WindowSum` the window is the tail of one block and
 * the head of the next (van Herk 1992).
 */
import {windowLength} from "./window-length.js";

export class WindowMaximum {
  private readonly tails: Float64Array;
  private position = 0;
  private isFull = false;
  private head = Number.NEGATIVE_INFINITY;
  private readonly minimum: number;

  /** @param minimum values that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.tails = new Float64Array(windowLength(length));
    this.minimum = minimum;
  }

  /** Takes the newest value; gives the highest of the last n, NaN while there are fewer or one of them is NaN. */
  update(value: number): number {
    const tails = this.tails;
    const position = this.position;
    tails[position] = value;
    const next = position + 1;
    if (next === tails.length) return this.turn();
    // Not Math.max: the comparison keeps an earlier NaN, and a new NaN is caught by the inequality with itself.
    if (value > this.head || Number.isNaN(value)) this.head = value;
    this.position = next;
    if (!this.isFull) return next < this.minimum ? Number.NaN : this.head;
    const tail = tails[next] as number;
    return tail > this.head || Number.isNaN(tail) ? tail : this.head;
  }

  private turn(): number {
    const tails = this.tails;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = tails.length - 1; i >= 0; i--) {
      const value = tails[i] as number;
      if (value > highest || Number.isNaN(value)) highest = value;
      tails[i] = highest;
    }
    this.position = 0;
    this.head = Number.NEGATIVE_INFINITY;
    this.isFull = true;
    return highest;
  }
}

export class WindowMinimum {
  private readonly tails: Float64Array;
  private position = 0;
  private isFull = false;
  private head = Number.POSITIVE_INFINITY;
  private readonly minimum: number;

  /** @param minimum values that make an answer while there are fewer than n */
  constructor(length: number, minimum = length) {
    this.tails = new Float64Array(windowLength(length));
    this.minimum = minimum;
  }

  /** Takes the newest value; gives the lowest of the last n, NaN while there are fewer or one of them is NaN. */
  update(value: number): number {
    const tails = this.tails;
    const position = this.position;
    tails[position] = value;
    const next = position + 1;
    if (next === tails.length) return this.turn();
    if (value < this.head || Number.isNaN(value)) this.head = value;
    this.position = next;
    if (!this.isFull) return next < this.minimum ? Number.NaN : this.head;
    const tail = tails[next] as number;
    return tail < this.head || Number.isNaN(tail) ? tail : this.head;
  }

  private turn(): number {
    const tails = this.tails;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = tails.length - 1; i >= 0; i--) {
      const value = tails[i] as number;
      if (value < lowest || Number.isNaN(value)) lowest = value;
      tails[i] = lowest;
    }
    this.position = 0;
    this.head = Number.POSITIVE_INFINITY;
    this.isFull = true;
    return lowest;
  }
}

/** Highest of each value and the n-1 before it; NaN at the first n-1. */
export function windowMaximum(values: Float64Array, length: number): Float64Array {
  const kernel = new WindowMaximum(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}

/** Lowest of each value and the n-1 before it; NaN at the first n-1. */
export function windowMinimum(values: Float64Array, length: number): Float64Array {
  const kernel = new WindowMinimum(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = kernel.update(values[i] as number);
  return out;
}
