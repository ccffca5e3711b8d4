/** How long recursive indicators take to forget where they began: no longer than stated. */
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {type Ohlcv, TALIB_INDICATORS} from "../../golden/indicators/talib-table.js";
import {madeUpColumns} from "../../unit/factors/made-up-candles.js";

interface Stated {
  readonly parameters: readonly number[];
  /** Values until a late beginning differs by less than 1e-9 of the value or of the mean size. */
  readonly settle: number;
}

const STATED: Readonly<Record<string, Stated>> = {
  EMA: {parameters: [20], settle: 10.4 * 20},
  DEMA: {parameters: [20], settle: 13 * 20},
  TEMA: {parameters: [20], settle: 15 * 20},
  TRIX: {parameters: [15], settle: 17 * 15},
  MACD: {parameters: [12, 26, 9], settle: 13 * 26},
  RSI: {parameters: [14], settle: 22 * 14},
  CMO: {parameters: [14], settle: 22 * 14},
  ATR: {parameters: [14], settle: 22 * 14},
  NATR: {parameters: [14], settle: 22 * 14},
  PLUS_DI: {parameters: [14], settle: 22 * 14},
  MINUS_DI: {parameters: [14], settle: 22 * 14},
  DX: {parameters: [14], settle: 22 * 14},
  ADX: {parameters: [14], settle: 25 * 14},
  ADXR: {parameters: [14], settle: 26 * 14},
  ADOSC: {parameters: [3, 10], settle: 12 * 10},
  // Where nothing trends the slowest weight, (2/31)^2, needs 4 900; made-up candles trend now and then.
  KAMA: {parameters: [10], settle: 4_900},
  // Until the second reversal.
  SAR: {parameters: [0.02, 0.2], settle: 200}
};

const candles = madeUpColumns({seed: 7, count: 6_500});

function from(start: number): Ohlcv {
  const {open, high, low, close, volume} = candles;
  return {
    open: open.subarray(start),
    high: high.subarray(start),
    low: low.subarray(start),
    close: close.subarray(start),
    volume: volume.subarray(start)
  };
}

function settled(whole: Float64Array, late: Float64Array): number {
  const sizes = whole.filter((value) => Number.isFinite(value)).map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const differs = (value: number, i: number) => {
    const distance = Math.abs(value - (late[i] as number));
    return !Number.isNaN(value) && !(distance <= 1e-9 * Math.max(Math.abs(value), mean));
  };
  return whole.findLastIndex(differs) + 2;
}

describe("recursive indicators", () => {
  it.each(Object.entries(STATED))("%s settles within the stated length", (name, {parameters, settle}) => {
    const compute = present(TALIB_INDICATORS[name], name);
    const all = compute(from(0), parameters);
    for (const start of [500, 1_000, 1_500]) {
      const late = compute(from(start), parameters);
      for (const [output, values] of Object.entries(all)) {
        const length = settled(values.subarray(start), present(late[output], output));
        expect(length, `${output} from candle ${start}`).toBeLessThanOrEqual(settle);
        expect(length, "a recursive indicator does remember").toBeGreaterThan(2);
      }
    }
  });
});
