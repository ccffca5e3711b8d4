/** The audit catches a look-ahead of one candle, however it was planted. */
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {auditColumns, auditPrefixes} from "../../../src/lib/factors/audit.js";
import {auditFactor} from "../../../src/lib/factors/factor-audit.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";
import type {CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {madeUpColumns} from "./made-up-candles.js";

const columns = madeUpColumns({seed: 1, count: 120});
const reference = madeUpColumns({seed: 2, count: 120});
const audit = (calculate: (columns: CandleColumns, reference: CandleColumns) => Float64Array) =>
  auditColumns(calculate, {name: "planted", columns, reference});

describe("audit", () => {
  it("passes a calculation over the past", () => {
    const result = audit(({close}) => close.map((price, i) => price / (close[i - 1] ?? Number.NaN) - 1));
    expect(result).toMatchObject({looksAhead: false, prefix: {checked: 120, violations: 0, first: null}});
  });

  it("catches a column shifted by one candle, at every candle but the last", () => {
    const result = audit(({close}) => close.map((price, i) => (close[i + 1] ?? price) / price - 1));
    expect(result.looksAhead).toBe(true);
    expect(result.prefix).toMatchObject({violations: 119, first: {index: 0, limited: 0}});
  });

  it("catches a mean over all candles that looks harmless at each", () => {
    const result = audit(({close}) => {
      const mean = close.reduce((sum, price) => sum + price, 0) / close.length;
      return close.map((price) => price / mean - 1);
    });
    expect(result.looksAhead).toBe(true);
    expect(result.noise.violations).toBeGreaterThan(0);
  });

  it("catches a look-ahead in the reference's candles", () => {
    const result = audit((_, {close}) => close.map((price, i) => (close[i + 1] ?? price) / price - 1));
    expect(result.looksAhead).toBe(true);
  });

  it("catches a look-ahead at one candle alone", () => {
    const result = audit(({close}) => close.map((price, i) => (i === 57 ? (close[58] ?? price) : price)));
    expect(result.prefix).toMatchObject({violations: 1, first: {index: 57}});
  });

  it("audits anything that has a value a bar", () => {
    const predictions = (bars: number) => Array.from({length: bars}, (_, i) => (bars > i + 3 ? 1 : 0));
    expect(auditPrefixes(predictions, {name: "agent", bars: 10})).toMatchObject({violations: 7});
  });

  it("tells how much history a factor needs: all of its window, or until its past has faded", () => {
    const long = madeUpColumns({seed: 3, count: 1_500});
    const settle = (name: string) =>
      auditFactor(present(factorNamed(name), name), {columns: long, reference: long, every: 100}).settle;
    expect(settle("momentum-24")).toBe(25);
    expect(settle("kbar-body")).toBe(1);
    // Wilder's weight of 13/14 a candle falls under 1e-9 after 280 candles.
    expect(settle("rsi-14")).toBeGreaterThan(200);
    expect(settle("rsi-14")).toBeLessThan(350);
  });

  it("tells a warm-up that was stated wrong", () => {
    const factor = present(factorNamed("momentum-24"), "momentum-24");
    const result = auditFactor({...factor, warmUp: 30}, {columns, reference});
    expect(result).toMatchObject({isSound: false, warmUp: {stated: 30, seen: 25}});
  });

  it("says so when a value never settles within the candles there are", () => {
    const factor = present(factorNamed("ema-distance-50"), "ema-distance-50");
    expect(auditFactor(factor, {columns, reference}).settle).toBeNull();
  });
});
