/**
 * The last candles as shapes: bodies, shadows, colours, and what counts as long or short beside the candles before.
 * Measures and thresholds are TA-Lib's default candle settings.
 */
import {WindowValues} from "./window-values.js";

/** Candles kept: the deepest pattern looks three candles back, and ten more for an average. */
const KEPT = 14;

/** What is measured, over how many candles before, times what; 0 candles measures the candle itself. */
const THRESHOLDS = {
  longBody: {measure: "body", candles: 10, factor: 1},
  shortBody: {measure: "body", candles: 10, factor: 1},
  dojiBody: {measure: "range", candles: 10, factor: 0.1},
  longShadow: {measure: "body", candles: 0, factor: 1},
  veryShortShadow: {measure: "range", candles: 10, factor: 0.1},
  near: {measure: "range", candles: 5, factor: 0.2},
  far: {measure: "range", candles: 5, factor: 0.6}
} as const;

export type CandleThreshold = keyof typeof THRESHOLDS;

/** Candles are named by age: 0 is the newest. */
export class CandleShapes {
  private readonly opens = new WindowValues(KEPT);
  private readonly highs = new WindowValues(KEPT);
  private readonly lows = new WindowValues(KEPT);
  private readonly closes = new WindowValues(KEPT);

  /** Candles seen, at most 14. */
  get size(): number {
    return this.opens.size;
  }

  update(candle: {open: number; high: number; low: number; close: number}): void {
    this.opens.update(candle.open);
    this.highs.update(candle.high);
    this.lows.update(candle.low);
    this.closes.update(candle.close);
  }

  open(age: number): number {
    return this.opens.ago(age);
  }

  high(age: number): number {
    return this.highs.ago(age);
  }

  low(age: number): number {
    return this.lows.ago(age);
  }

  close(age: number): number {
    return this.closes.ago(age);
  }

  /** 1 for a candle that closed at its open or higher, else -1. */
  color(age: number): 1 | -1 {
    return this.close(age) >= this.open(age) ? 1 : -1;
  }

  body(age: number): number {
    return Math.abs(this.close(age) - this.open(age));
  }

  bodyTop(age: number): number {
    return Math.max(this.open(age), this.close(age));
  }

  bodyBottom(age: number): number {
    return Math.min(this.open(age), this.close(age));
  }

  upperShadow(age: number): number {
    return this.high(age) - this.bodyTop(age);
  }

  lowerShadow(age: number): number {
    return this.bodyBottom(age) - this.low(age);
  }

  /** The threshold that holds for the candle of this age: the average over the candles before it. */
  threshold(name: CandleThreshold, age: number): number {
    const {measure, candles, factor} = THRESHOLDS[name];
    if (candles === 0) return factor * this.measured(measure, age);
    let sum = 0;
    for (let before = age + candles; before > age; before--) sum += this.measured(measure, before);
    return (factor * sum) / candles;
  }

  private measured(measure: "body" | "range", age: number): number {
    return measure === "body" ? this.body(age) : this.high(age) - this.low(age);
  }
}
