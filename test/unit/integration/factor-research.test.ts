/** The impact card of a factor: what it finds where something was planted, and what it says where nothing can be known. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import type {Factor} from "../../../src/lib/factors/factor.js";
import {CATALOGUE_FACTORS} from "../../../src/lib/factors/factor-named.js";
import type {FactorImpact} from "../../../src/lib/integration/factor-impact.js";
import {researchFactors} from "../../../src/lib/integration/factor-research.js";
import type {ResearchPanels} from "../../../src/lib/integration/research-panel.js";
import {panel} from "../../../src/lib/statistics/panel.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

interface World {
  readonly rows?: number;
  readonly width?: number;
  /** Share of the next return that the planted factor knows. */
  readonly knowledge?: number;
  readonly price?: (row: number, column: number, price: number) => number;
}

/** Factor values by name, given the return that follows each close. */
type Values = Readonly<Record<string, (next: number, row: number, column: number) => number>>;

function panelsOf(values: Values, {rows = 600, width = 8, price = (_row, _column, value) => value}: World = {}) {
  const random = seededRandom(7);
  const times = Float64Array.from({length: rows}, (_, row) => START + (row + 1) * HOUR);
  const symbols = Array.from({length: width}, (_, j) => `C${String(j).padStart(2, "0")}/USDT@test`);
  const closes = new Float64Array(rows * width);
  for (let j = 0; j < width; j++) {
    let level = 100;
    for (let row = 0; row < rows; row++) {
      level *= Math.exp(0.01 * random.normal());
      closes[row * width + j] = price(row, j, level);
    }
  }
  const next = closes.map((value, at) => (closes[at + width] ?? Number.NaN) / value - 1);
  const toPanel = (column: Float64Array) => panel(times, symbols, column);
  const panels: ResearchPanels = {
    timeframe: "1h",
    closes: toPanel(closes),
    turnover: toPanel(closes.map((value) => value * 1e4)),
    factors: new Map(
      Object.entries(values).map(([name, made]) => [
        name,
        {
          panel: toPanel(next.map((value, at) => made(value, Math.floor(at / width), at % width))),
          touchedByGap: new Set<number>()
        }
      ])
    )
  };
  return panels;
}

const named = (name: string): Factor => ({...(CATALOGUE_FACTORS[0] as Factor), name});

function measured(values: Values, world: World = {}, horizons: readonly number[] = [1, 4]): readonly FactorImpact[] {
  const panels = panelsOf(values, world);
  return researchFactors({panels, factors: Object.keys(values).map(named), horizons});
}

function one(value: Values[string], world: World = {}): FactorImpact {
  const [impact] = measured({planted: value}, world);
  if (impact === undefined) throw new Error("nothing was measured");
  return impact;
}

const noise = seededRandom(11);
const planted = (next: number) => (Number.isNaN(next) ? 0 : next) + 0.02 * noise.normal();

/** Every number in it, with the way to it. */
function numbersIn(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

const totalOf = (impact: FactorImpact) => {
  const {pairs = 0, dropped = {}} = impact.horizons[0] ?? {};
  return pairs + Object.values(dropped).reduce((sum, count) => sum + count, 0);
};

describe("a factor that knows part of the next return", () => {
  const impact = one(planted);

  it("stands out from noise of every kind, as pure noise does not", () => {
    expect(impact.noise).toEqual({
      ...{controls: 20, closes: 600, randomFactors: 1, dealtOutcomes: 1, resampledMarkets: 1}
    });
    const idle = measured(
      Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, () => noise.normal()]))
    );
    const ranks = idle.map((factor) => factor.noise?.randomFactors ?? 1);
    expect(ranks.filter((rank) => rank === 1).length).toBeLessThan(3);
    expect(one(() => 3).noise).toBeNull();
  });

  it("has a coefficient, a rising ladder and a portfolio that earns", () => {
    expect(impact.method).toBe("cross-section");
    expect(impact.horizons[0]?.tHac).toBeGreaterThan(10);
    expect(impact.horizons[0]?.pearson.meanIc).toBeGreaterThan(0.2);
    expect(impact.horizons[0]?.interval?.low).toBeGreaterThan(0.2);
    expect(impact.ladder).toBe("rising");
    expect(impact.monotonicityP).toBeLessThan(0.01);
    expect(impact.spreadT).toBeGreaterThan(5);
    expect(impact.portfolio?.grossAnnual).toBeGreaterThan(impact.portfolio?.netAnnual ?? Number.POSITIVE_INFINITY);
    expect(impact.beside).toBeNull();
  });

  it("speaks of the next candle alone: nothing is left of it in later ones", () => {
    expect(impact.decay[0]?.lastCandleIc).toBeGreaterThan(0.2);
    expect(Math.abs(impact.decay[2]?.lastCandleIc ?? 1)).toBeLessThan(0.06);
  });

  it("earns on the first candle after its signals", () => {
    const top = impact.events.find(({signal}) => signal === "top");
    const at = (offset: number) => top?.path.find((point) => point.offset === offset);
    expect(at(0)?.mean).toBe(0);
    expect(at(1)?.low).toBeGreaterThan(0);
  });

  it("accounts for every pair of instrument and close", () => {
    expect(totalOf(impact)).toBe(600 * 8);
    expect(impact.horizons[0]?.dropped["no outcome yet"]).toBe(8);
  });
});

it("a factor held the wrong way round is held in the direction of its coefficient", () => {
  const impact = one((next) => -planted(next));
  expect(impact.ladder).toBe("falling");
  expect(impact.portfolio).toMatchObject({direction: -1});
  expect(impact.portfolio?.grossAnnual).toBeGreaterThan(0);
});

it("two factors that say the same leave each other out, and one beside another keeps what is its own", () => {
  const both = measured({
    first: planted,
    second: (next) => 2 * (Number.isNaN(next) ? 0 : next) + 0.04 * noise.normal(),
    nothing: () => noise.normal()
  });
  const [first, , nothing] = both;
  expect(first?.beside?.controls[0]).toBe("second");
  expect(first?.beside?.premiumT).toBeGreaterThan(3);
  expect(Math.abs(nothing?.beside?.marginalT ?? 10)).toBeLessThan(3);
  expect(first?.correlations.second).toBe(both[1]?.correlations.first);
});

describe("where little can be known", () => {
  const cases: Readonly<Record<string, FactorImpact>> = {
    constant: one(() => 3),
    "all undefined": one(() => Number.NaN),
    "one instrument": one(planted, {width: 1}),
    "two instruments": one(planted, {width: 2}),
    ties: one((next) => Math.sign(planted(next))),
    "fewer instruments than quantiles": one(planted, {width: 3}),
    "a dozen candles": one(planted, {rows: 12}),
    "two candles": one(planted, {rows: 2}),
    "no candle": one(planted, {rows: 0}),
    "prices that never move": one(() => noise.normal(), {price: () => 100}),
    "listed late": one(planted, {price: (row, j, value) => (j === 0 && row < 300 ? Number.NaN : value)}),
    delisted: one(planted, {price: (row, j, value) => (j === 0 && row > 300 ? Number.NaN : value)}),
    "the same for all": one((_next, row) => Math.sin(row))
  };

  for (const [name, impact] of Object.entries(cases))
    it(`${name}: every figure is a finite number or null, and every pair is accounted for`, () => {
      expect(numbersIn(impact).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
      const rows = name === "a dozen candles" ? 12 : name === "two candles" ? 2 : name === "no candle" ? 0 : 600;
      const width = name === "one instrument" ? 1 : name === "two instruments" ? 2 : name.startsWith("fewer") ? 3 : 8;
      expect(totalOf(impact)).toBe(rows * width);
    });

  it("a constant factor has no coefficient, and says why", () => {
    const [first] = cases.constant?.horizons ?? [];
    expect(first).toMatchObject({
      meanIc: null,
      tHac: null,
      pValue: null,
      qValueBh: null,
      passesHurdle: false,
      pairs: 0
    });
    expect(first?.dropped["too few candles or no spread"]).toBe(599 * 8);
  });

  it("one instrument is measured over time, without an order of instruments", () => {
    const impact = cases["one instrument"];
    expect(impact).toMatchObject({method: "over-time", quantiles: [], spread: null, portfolio: null, beside: null});
    expect(impact?.horizons[0]?.meanIc).toBeGreaterThan(0.2);
    expect(impact?.overTime[0]?.outOfSampleR2).toBeGreaterThan(0);
    expect(impact?.overTime[0]?.clarkWestP).toBeLessThan(0.01);
  });

  it("a factor that is the same for all instruments is measured over time", () => {
    expect(cases["the same for all"]?.method).toBe("over-time");
  });

  it("an instrument that stops trading drops its last exits as delisted, never as a return of 0", () => {
    expect(cases.delisted?.horizons[1]?.dropped.delisted).toBe(4);
  });
});
