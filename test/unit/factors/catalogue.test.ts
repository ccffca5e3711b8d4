/** Every factor over candles against its formula, written out plainly over all candles up to the one asked for. */
import {describe, expect, it} from "vitest";
import {FACTOR_DEFINITIONS} from "../../../src/lib/factors/catalogue.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {CATALOGUE_FACTORS, factorNamed} from "../../../src/lib/factors/factor-named.js";
import {madeUpColumns} from "./made-up-candles.js";
import {type Oracles, pastOf} from "./oracles/past.js";
import {PRICE_ORACLES} from "./oracles/price-oracles.js";
import {RISK_ORACLES} from "./oracles/risk-oracles.js";
import {VOLUME_ORACLES} from "./oracles/volume-oracles.js";

const ORACLES: Oracles = {...PRICE_ORACLES, ...RISK_ORACLES, ...VOLUME_ORACLES};

/** Held to golden figures or tested by hand elsewhere: recursive with a state of its own, or fed with trades and books. */
const ELSEWHERE = ["parabolic-distance", "pattern-hammer"];
const FLOWS = ["trades", "book", "funding", "figures"];

describe("catalogue", () => {
  it("has the factors that agents are built on", () => {
    const names = [
      ["momentum-24", "momentum-168", "macd-histogram-12-26-9", "adx-14", "rsi-14", "bollinger-position-20"],
      ["zscore-48", "donchian-position-20", "atr-ratio-14", "volatility-24", "volatility-ratio-6-48", "obv-slope-24"],
      ["vwap-distance-24", "volume-zscore-24", "taker-imbalance-12", "btc-return-1", "btc-return-4", "amihud-24"],
      ["momentum-rank-24", "hour-of-day-sin", "hour-of-day-cos", "return-1", "skewness-48", "kbar-body"]
    ].flat();
    const known = new Set(CATALOGUE_FACTORS.map(({name}) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it("has at least 60 definitions, each named once and described in one sentence", () => {
    expect(FACTOR_DEFINITIONS.length).toBeGreaterThanOrEqual(60);
    const names = FACTOR_DEFINITIONS.map(({name}) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const {description} of FACTOR_DEFINITIONS) expect(description).toMatch(/^[A-Z0-9][^.]*(\.\d[^.]*)*\.$/);
  });

  it("finds a factor by any parameters, and none by a wrong name", () => {
    expect(factorNamed("momentum-36")).toMatchObject({name: "momentum-36", warmUp: 37, parameters: {candles: 36}});
    expect(factorNamed("parabolic-distance-0.02-0.2")?.parameters).toEqual({step: 0.02, maximum: 0.2});
    expect(["momentum", "momentum-1-2", "nothing-3", "", "24"].map(factorNamed)).toEqual(Array(5).fill(null));
  });

  const overCandles = CATALOGUE_FACTORS.filter(
    ({definition, inputs}) => !ELSEWHERE.includes(definition) && !inputs.some((input) => FLOWS.includes(input))
  );

  it.each(overCandles.map((factor) => [factor.name, factor] as const))("%s follows its formula", (_, factor) => {
    const oracle = ORACLES[factor.definition];
    if (oracle === undefined) return expect.fail(`no formula for ${factor.definition}`);
    const count = factor.warmUp + 60;
    const columns = madeUpColumns({seed: 21, count});
    const reference = madeUpColumns({seed: 22, count});
    const values = calculateColumns(factor, columns, {reference});
    for (let i = factor.warmUp - 1; i < count; i += 3) {
      const expected = oracle(pastOf(columns, reference, i), ...Object.values(factor.parameters));
      const distance = Math.abs((values[i] as number) - expected);
      expect(distance, `candle ${i}: ${values[i]} against ${expected}`).toBeLessThan(
        1e-9 * Math.max(1e-3, Math.abs(expected))
      );
    }
  });
});
