import {describe, expect, it} from "vitest";
import {volatilityRegimes} from "../../../src/lib/agents/volatility-regime.js";
import {seededRandom} from "../../../src/lib/core/random.js";

/** Closes whose returns have the size that `sizeAt` names. */
function closes(n: number, sizeAt: (i: number) => number): number[] {
  const random = seededRandom(8);
  let close = 100;
  return Array.from({length: n}, (_, i) => {
    close *= Math.exp(sizeAt(i) * random.normal());
    return close;
  });
}

const options = {candles: 10, memory: 60};

describe("volatility regimes", () => {
  it("are named by the third of the past volatilities that the present one falls into", () => {
    const wild = volatilityRegimes(
      closes(200, (i) => (i > 180 ? 0.05 : 0.01)),
      options
    );
    const calm = volatilityRegimes(
      closes(200, (i) => (i > 180 ? 0.002 : 0.01)),
      options
    );
    expect([wild.at(-1), calm.at(-1)]).toEqual(["wild", "calm"]);
    expect(new Set(wild.slice(70, 180))).toEqual(new Set(["calm", "usual", "wild"]));
  });

  it("are unknown before the memory is full and around undefined closes", () => {
    const series = closes(200, () => 0.01);
    expect(volatilityRegimes(series, options).findIndex((regime) => regime !== null)).toBe(70);
    series[100] = Number.NaN;
    const broken = volatilityRegimes(series, options);
    expect([broken[99] !== null, broken[100], broken[170], broken[171] !== null]).toEqual([true, null, null, true]);
    expect(volatilityRegimes([], options)).toEqual([]);
  });

  it("do not change when later closes change", () => {
    const series = closes(150, () => 0.01);
    const changed = series.map((close, i) => (i > 120 ? close * 3 : close));
    expect(volatilityRegimes(changed, options).slice(0, 121)).toEqual(volatilityRegimes(series, options).slice(0, 121));
  });
});
