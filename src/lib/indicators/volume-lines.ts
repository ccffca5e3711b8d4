/**
 * Lines that add up volume: on-balance volume (Granville 1963), accumulation and distribution, and Chaikin's
 * oscillator. Their level depends on where the series starts; only their changes mean something.
 */
import {assert} from "../core/assert.js";
import type {HighLowCloseVolume} from "./candle-arrays.js";

export class OnBalanceVolume {
  private previous = Number.NaN;
  private balance = 0;

  /** Base units; the first candle's volume counts as bought, as in TA-Lib. */
  update(close: number, volume: number): number {
    if (close > this.previous || Number.isNaN(this.previous)) this.balance += volume;
    else if (close < this.previous) this.balance -= volume;
    this.previous = close;
    return this.balance;
  }
}

/** Share of the volume that was accumulated: 1 for a close at the high, -1 at the low, 0 for a candle without range. */
export function closeLocation(high: number, low: number, close: number): number {
  const range = high - low;
  return range > 0 ? (close - low - (high - close)) / range : 0;
}

export class AccumulationLine {
  /** The line so far. */
  line = 0;

  update(candle: {high: number; low: number; close: number; volume: number}): number {
    this.line += closeLocation(candle.high, candle.low, candle.close) * candle.volume;
    return this.line;
  }

  /** `update` for each of many candles, written to `out`: the same additions, in a local variable. */
  run({high, low, close, volume}: HighLowCloseVolume, out: Float64Array): void {
    let line = this.line;
    for (let i = 0; i < out.length; i++) {
      line += closeLocation(high[i] as number, low[i] as number, close[i] as number) * (volume[i] as number);
      out[i] = line;
    }
    this.line = line;
  }
}

export class ChaikinOscillator {
  private readonly accumulation = new AccumulationLine();
  private readonly fastWeight: number;
  private readonly slowWeight: number;
  private toCome: number;
  private fast = Number.NaN;
  private slow = Number.NaN;

  constructor({fast, slow}: {fast: number; slow: number}) {
    assert(fast < slow, `the fast average is shorter than the slow one, not ${fast} against ${slow}`);
    this.fastWeight = 2 / (fast + 1);
    this.slowWeight = 2 / (slow + 1);
    this.toCome = slow;
  }

  /** Fast minus slow average of the line, both seeded with its first value; NaN for the first slow-1 candles. */
  update(candle: {high: number; low: number; close: number; volume: number}): number {
    return this.smooth(this.accumulation.update(candle));
  }

  /** `update` for each of many candles, written to `out`; line and averages are in variables once all are defined. */
  run(candles: HighLowCloseVolume, out: Float64Array): void {
    const {high, low, close, volume} = candles;
    const {fastWeight, slowWeight} = this;
    let i = 0;
    for (; i < out.length && this.toCome > 0; i++)
      out[i] = this.update({
        high: high[i] as number,
        low: low[i] as number,
        close: close[i] as number,
        volume: volume[i] as number
      });
    let {fast, slow} = this;
    let {line} = this.accumulation;
    for (; i < out.length; i++) {
      line += closeLocation(high[i] as number, low[i] as number, close[i] as number) * (volume[i] as number);
      fast += (line - fast) * fastWeight;
      slow += (line - slow) * slowWeight;
      out[i] = fast - slow;
    }
    this.accumulation.line = line;
    this.fast = fast;
    this.slow = slow;
  }

  private smooth(line: number): number {
    if (Number.isNaN(this.fast)) {
      this.fast = line;
      this.slow = line;
    }
    this.fast += (line - this.fast) * this.fastWeight;
    this.slow += (line - this.slow) * this.slowWeight;
    if (this.toCome > 0) this.toCome--;
    return this.toCome > 0 ? Number.NaN : this.fast - this.slow;
  }
}

/** OBV of each candle, base units, written to `out`. */
export function onBalanceVolume(
  {close, volume}: {readonly close: Float64Array; readonly volume: Float64Array},
  out: Float64Array = new Float64Array(close.length)
): Float64Array {
  let previous = Number.NaN;
  let balance = 0;
  for (let i = 0; i < out.length; i++) {
    const value = close[i] as number;
    if (value > previous || Number.isNaN(previous)) balance += volume[i] as number;
    else if (value < previous) balance -= volume[i] as number;
    previous = value;
    out[i] = balance;
  }
  return out;
}

/** AD line of each candle, base units, written to `out`. */
export function accumulationLine(
  candles: HighLowCloseVolume,
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  new AccumulationLine().run(candles, out);
  return out;
}

/** ADOSC of each candle, base units, written to `out`; NaN at the first slow-1. Settles within about 12 slow to 1e-9. */
export function chaikinOscillator(
  candles: HighLowCloseVolume,
  lengths: {readonly fast: number; readonly slow: number},
  out: Float64Array = new Float64Array(candles.close.length)
): Float64Array {
  new ChaikinOscillator(lengths).run(candles, out);
  return out;
}
