import {describe, expect, it} from "vitest";
import {configurationKeys} from "../../../notebooks/components/configuration-form.js";
import {type FactorReport, strongest, strongestHorizon} from "../../../notebooks/components/factor-report.js";
import {
  ABSENT,
  age,
  basisPoints,
  decimal,
  percent,
  price,
  pValue,
  signed,
  whole
} from "../../../notebooks/components/format.js";
import {honestyPoints} from "../../../notebooks/components/honesty-box.js";
import {listOf, payloadOf} from "../../../notebooks/components/live-shapes.js";
import {runFigures} from "../../../notebooks/components/run-figures.js";
import {zoneOf} from "../../../notebooks/components/time-zone.js";
import {sampleFactors} from "../../support/sample-factors.js";
import {sampleReport} from "../../support/sample-run.js";

describe("numbers", () => {
  it("shows what is not known as absent, never as zero", () => {
    for (const format of [decimal, percent, price, pValue, signed, whole, basisPoints, age]) {
      expect(format(null)).toBe(ABSENT);
      expect(format(undefined)).toBe(ABSENT);
    }
    expect(decimal(Number.NaN)).toBe(ABSENT);
    expect(decimal(Number.POSITIVE_INFINITY)).toBe(ABSENT);
  });

  it("writes fractions as percent, signs as signs and small prices with their digits", () => {
    expect(percent(0.1234)).toBe("12.3%");
    expect(signed(0.5)).toBe("+0.50");
    expect(signed(-0.5)).toBe("−0.50");
    expect(price(0.000012345)).toBe("0.000012345");
    expect(price(43210.5)).toBe("43,210.50");
    expect(pValue(0.00001)).toBe("< 0.001");
    expect(age(120)).toBe("120 ms");
    expect(age(9 * 3_600_000)).toBe("9 h");
  });
});

describe("time zones", () => {
  it("shows one moment in each zone, across a change of summer time", () => {
    const winter = Date.UTC(2025, 0, 1, 23, 30);
    const summer = Date.UTC(2025, 6, 1, 23, 30);
    expect(zoneOf("UTC").dateTime(winter)).toBe("2025-01-01 23:30");
    expect(zoneOf("Europe/Berlin").dateTime(winter)).toBe("2025-01-02 00:30");
    expect(zoneOf("Europe/Berlin").dateTime(summer)).toBe("2025-07-02 01:30");
    expect(zoneOf("UTC").scale).toBe("utc");
  });
});

describe("a factor's strongest horizon", () => {
  const factors = sampleFactors("snapshot", 1).factors;

  it("is the one whose corrected t is furthest from zero, on either side", () => {
    const factor = factors.find(({name}) => name === "bollinger-position");
    expect(strongestHorizon(factor as FactorReport)?.horizonCandles).toBe(1);
    expect(strongest(factors, 3).map((one) => Math.abs(strongestHorizon(one)?.tHac ?? 0))).toEqual(
      [4.785, 4.785, 4.785].map((t) => expect.closeTo(t, 1))
    );
  });

  it("is absent for a factor without a horizon", () => {
    expect(strongestHorizon({...(factors[0] as FactorReport), horizons: []})).toBeNull();
  });
});

describe("a run's figures", () => {
  const {statistics, honesty} = sampleReport({id: "r", snapshot: "s", seed: 1});

  it("say why a value is missing", () => {
    const [tile] = runFigures(statistics, ["sharpeLoAdjusted"]);
    expect(tile).toMatchObject({value: ABSENT, reason: "needs two years of candles"});
  });

  it("carry their interval in their own unit", () => {
    expect(runFigures(statistics, ["sharpe"])[0]?.detail).toBe("0.20 to 2.00");
    expect(runFigures(statistics, ["maximumDrawdown", "trades"]).map(({value}) => value)).toEqual(["8.3%", "140"]);
  });

  it("warn where belief is not earned", () => {
    const tones = Object.fromEntries(honestyPoints(honesty).map(({name, tone}) => [name, tone]));
    expect(tones["Deflated Sharpe"]).toBe("bad");
    expect(tones["Probability of overfitting"]).toBe("caution");
    expect(tones["Look-ahead audit"]).toBe("good");
    expect(tones.Data).toBe("caution");
  });
});

describe("answers of the daemon", () => {
  it("are read bare, under a name, and from an event's envelope", () => {
    expect(listOf([{a: 1}], "rows")).toEqual([{a: 1}]);
    expect(listOf({rows: [{a: 1}]}, "rows")).toEqual([{a: 1}]);
    expect(listOf(null, "rows")).toEqual([]);
    expect(payloadOf({id: "x", fact: "OrderFilled", payload: {price: "1"}})).toEqual({
      id: "x",
      fact: "OrderFilled",
      price: "1"
    });
  });

  it("give configuration keys with their layers", () => {
    const key = {key: "risk.limit", value: 1, layer: "user", isChangeable: false};
    expect(configurationKeys({keys: [key]})).toEqual([key]);
    expect(configurationKeys(null)).toEqual([]);
  });
});
