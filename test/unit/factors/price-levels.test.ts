/** The lines that rules compare with the price: what holds for every factor holds for them. */
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {factorNamed, LEVEL_FACTORS} from "../../../src/lib/factors/factor-named.js";
import type {CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {fedCalculation} from "./fed-calculation.js";
import {madeUpColumns} from "./made-up-candles.js";

const columns = madeUpColumns({seed: 5, count: 120});
const tail = (values: Float64Array, i: number, n: number) => Array.from(values.slice(i + 1 - n, i + 1));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** The formula at candle i, written plainly. */
const FORMULAS: Readonly<Record<string, (candles: CandleColumns, i: number) => number>> = {
  "sma-7": ({close}, i) => mean(tail(close, i, 7)),
  "wma-4": ({close}, i) => sum(tail(close, i, 4).map((value, k) => value * (k + 1))) / 10,
  "highest-6": ({high}, i) => Math.max(...tail(high, i, 6)),
  "lowest-6": ({low}, i) => Math.min(...tail(low, i, 6)),
  "average-volume-5": ({volume}, i) => mean(tail(volume, i, 5)),
  "vwap-5": ({quoteVolume, volume}, i) => sum(tail(quoteVolume, i, 5)) / sum(tail(volume, i, 5)),
  "bollinger-upper-8-2.5": ({close}, i) => mean(tail(close, i, 8)) + 2.5 * deviation(tail(close, i, 8)),
  "bollinger-lower-8-2": ({close}, i) => mean(tail(close, i, 8)) - 2 * deviation(tail(close, i, 8))
};

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

it.each(Object.entries(FORMULAS))("%s is what its formula says", (name, formula) => {
  const factor = factorNamed(name);
  if (factor === null) throw new Error(`there is no ${name}`);
  const values = calculateColumns(factor, columns);
  for (let i = factor.warmUp - 1; i < columns.length; i++) expect(values[i]).toBeCloseTo(formula(columns, i), 9);
});

describe.each(LEVEL_FACTORS.map((factor) => [factor.name, factor] as const))("%s", (name, factor) => {
  const folded = fedCalculation(factor, {columns, reference: columns}).all();

  it("gives its first value with candle number warmUp", () => {
    expect(folded.findIndex((value) => Number.isFinite(value)) + 1).toBe(factor.warmUp);
  });

  it("gives over whole columns what the running calculation gives, to the last bit", () => {
    expect(Array.from(calculateColumns(factor, columns))).toEqual(folded);
  });

  it("goes on from a snapshot as if it had never stopped", () => {
    const before = fedCalculation(factor, {columns, reference: columns});
    for (let i = 0; i < 30; i++) before.next();
    const after = fedCalculation(factor, {columns, reference: columns, from: 30});
    after.calculation.restore(JSON.parse(JSON.stringify(before.calculation.snapshot())));
    expect(after.all()).toEqual(folded.slice(30));
  });

  it("is in the reference", () => {
    const page = readFileSync(new URL("../../../docs/reference/factors.md", import.meta.url), "utf8");
    expect(page).toContain(
      `| \`${name}\`${factor.isRecursive ? " *" : ""} | ${factor.warmUp} | ${factor.description} |`
    );
  });
});
