/** Our indicators and candlestick patterns against TA-Lib's figures, on every series that the golden folder holds. */
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {candlestickPattern} from "../../../src/lib/indicators/candlestick-patterns.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {at, figures, type JsonObject, readJson, readTable} from "../statistics/golden-files.js";
import {type Ohlcv, TALIB_INDICATORS, TALIB_PATTERNS} from "./talib-table.js";

/** Relative; the oracle subtracts large sums in the second group (README of the folder). */
const TOLERANCE = 1e-9;
const TOLERANCES: Readonly<Record<string, number>> = {BBANDS: 1e-6, STDDEV: 1e-6, VAR: 1e-6};

/** Where a denominator is 0 TA-Lib writes 0; ours is undefined. */
const isUndefinedRatio = (ours: number, theirs: number) => Number.isNaN(ours) && theirs === 0;

function ohlcv(folder: string, file: string): Ohlcv {
  const table = readTable(join(folder, "indicators"), file);
  const column = (name: string) => table.column(name);
  return {
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume")
  };
}

/** Sizes below which a difference is rounding: sums of prices and of volumes lose digits in proportion to themselves. */
function scaleOf(expected: readonly number[]): number {
  return Math.max(...expected.filter((value) => Number.isFinite(value)).map(Math.abs));
}

function compare(ours: Float64Array, theirs: readonly number[], {first, relative}: {first: number; relative: number}) {
  const floor = 1e-12 * scaleOf(theirs);
  let worst = {i: -1, excess: 0};
  for (let i = 0; i < theirs.length; i++) {
    const expected = theirs[i] as number;
    const actual = ours[i] as number;
    if (i < first) {
      expect(Number.isNaN(actual), `undefined at ${i}, before the first index ${first}`).toBe(true);
      continue;
    }
    if (isUndefinedRatio(actual, expected)) continue;
    const excess = Math.abs(actual - expected) / Math.max(relative * Math.abs(expected), floor);
    if (!(excess <= worst.excess)) worst = {i, excess};
  }
  const {i, excess} = worst;
  expect(excess, `candle ${i}: ours ${ours[i]}, TA-Lib's ${theirs[i]}`).toBeLessThanOrEqual(1);
}

describeWithData("indicators against TA-Lib", goldenFolder(), (folder) => {
  const files = readdirSync(join(folder, "indicators")).filter((file) => file.includes("_talib.json"));

  it("finds series to compare", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  describe.each(files)("%s", (file) => {
    const golden = readJson(join(folder, "indicators"), file);
    const candles = ohlcv(folder, String(at(golden, "_meta").input));

    it.each(Object.keys(at(golden, "indicators")))("%s agrees from its first index on", (name) => {
      const expected = at(golden, "indicators", name);
      const compute = present(TALIB_INDICATORS[name], `an indicator of ours for ${name}`);
      const ours = compute(candles, figures(expected.parameters));
      const outputs = expected.outputs as JsonObject;
      for (const [output, values] of Object.entries(outputs)) {
        const column = present(ours[output], `output ${output} of ${name}`);
        compare(column, figures(values), {
          first: Number(expected.firstIndex),
          relative: TOLERANCES[name] ?? TOLERANCE
        });
      }
    });

    it.each(Object.keys(at(golden, "patterns")))("%s is recognised at the same candles", (name) => {
      const expected = at(golden, "patterns", name);
      const pattern = present(TALIB_PATTERNS[name], `a pattern of ours for ${name}`);
      const ours = candlestickPattern(candles, pattern);
      expect([...ours]).toEqual(figures(expected.values));
    });
  });
});
