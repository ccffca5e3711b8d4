/** Capacity, monotonicity, conditions, controls and transforms of factors on small examples with known answers. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {averagePath, cumulativeReturns} from "../../../src/lib/statistics/average-path.js";
import {
  netReturn,
  participation,
  representativeCapacity,
  tradeCost,
  transferCoefficient
} from "../../../src/lib/statistics/capacity.js";
import {
  coefficientStability,
  doubleSort,
  incrementalCoefficient,
  regimeImpact
} from "../../../src/lib/statistics/conditional-impact.js";
import {
  decayWeighted,
  neutralised,
  rankScaled,
  sequentiallyOrthogonal,
  winsorised,
  zScored
} from "../../../src/lib/statistics/cross-section-transforms.js";
import {fixedBCriticalValue, fixedBSignificance} from "../../../src/lib/statistics/fixed-b.js";
import {informationCoefficients, summarizeCoefficients} from "../../../src/lib/statistics/information-coefficient.js";
import {neweyWestAutomaticLag} from "../../../src/lib/statistics/long-run-variance.js";
import {monotonicityTest} from "../../../src/lib/statistics/monotonicity.js";
import {mutualInformation} from "../../../src/lib/statistics/mutual-information.js";
import {
  matchedRandomFactor,
  percentileAmong,
  resampledMarket,
  shuffledWithinDates
} from "../../../src/lib/statistics/noise-controls.js";
import {groupsOf, type Panel, panel} from "../../../src/lib/statistics/panel.js";
import {panelRegression} from "../../../src/lib/statistics/panel-regression.js";
import {predictiveRegression} from "../../../src/lib/statistics/predictive-regression.js";
import {quantileSlopes} from "../../../src/lib/statistics/quantile-regression.js";
import {breakEvenCost} from "../../../src/lib/statistics/turnover.js";

const gone = Number.NaN;

function made(rows: number, columns: number, value: (row: number, column: number) => number): Panel {
  const symbols = Array.from({length: columns}, (_, j) => `S${String(j).padStart(3, "0")}`);
  const values = Float64Array.from({length: rows * columns}, (_, i) => value(Math.floor(i / columns), i % columns));
  return panel(
    Float64Array.from({length: rows}, (_, i) => i * 86_400_000),
    symbols,
    values
  );
}

describe("capacity", () => {
  it("is where one more unit of capital earns nothing more", () => {
    const inputs = {gross: 0.002, turnover: 0.5, linearCost: 0.001, impact: 1e-6};
    const {optimum, breakEven} = representativeCapacity(inputs);
    const profit = (capital: number) =>
      capital * (inputs.gross - inputs.turnover * (inputs.linearCost + inputs.impact * Math.sqrt(capital)));
    expect(profit(optimum ?? 0)).toBeGreaterThan(profit((optimum ?? 0) * 1.01));
    expect(profit(optimum ?? 0)).toBeGreaterThan(profit((optimum ?? 0) * 0.99));
    expect(profit(breakEven ?? 0)).toBeCloseTo(0, 6);
    expect(representativeCapacity({...inputs, linearCost: 0.01})).toEqual({optimum: null, breakEven: null});
  });

  it("falls as trades grow against the volume", () => {
    const liquidity = {volatility: 0.04, dailyVolume: 1e6};
    const cost = {halfSpread: 0.0005, fee: 0.001};
    expect(tradeCost(1e4, cost, liquidity)).toBeCloseTo(0.0015 + 0.7 * 0.04 * 0.1);
    const at = (capital: number) => netReturn(capital, {gross: 0.001, trades: [{weight: 0.1, liquidity}]}, cost);
    expect(at(1e6)).toBeLessThan(at(1e4));
    expect(participation({positions: [2e5], trades: [5e4], volumes: [1e6]})).toEqual({
      daysToLiquidate: Float64Array.of(1),
      participation95: 0.05
    });
    expect(transferCoefficient({weights: [1, 2, 3], volatilities: [1, 1, 1], signals: [2, 4, 6]})).toBeCloseTo(1);
    expect(breakEvenCost([gone, 0.002, 0.004], [gone, 0.5, 0.5]).costPerSide).toBeCloseTo(0.003);
  });
});

describe("a ladder of bucket returns", () => {
  it("is monotone when each rung is higher, and not when one is lower", () => {
    const random = seededRandom(8);
    const ladder = (means: readonly number[]) =>
      Float64Array.from({length: 300 * means.length}, (_, i) => (means[i % means.length] ?? 0) + 0.5 * random.normal());
    const rising = monotonicityTest(
      {byDate: ladder([0, 0.3, 0.6, 0.9]), buckets: 4},
      {seed: 1, block: 2, resamples: 500}
    );
    expect(rising.rising.p ?? 1).toBeLessThan(0.01);
    expect(rising.falling.p ?? 0).toBeGreaterThan(0.9);
    const broken = monotonicityTest(
      {byDate: ladder([0, 0.6, 0.3, 0.9]), buckets: 4},
      {seed: 1, block: 2, resamples: 500}
    );
    expect(broken.rising.p ?? 0).toBeGreaterThan(0.9);
  });

  it("leaves out dates with an empty bucket", () => {
    const test = monotonicityTest(
      {byDate: Float64Array.of(1, gone, 1, 2, 1, 2), buckets: 2},
      {seed: 1, block: 1, resamples: 10}
    );
    expect([test.n, test.dropped]).toEqual([2, 1]);
  });
});

describe("conditions", () => {
  it("show a coefficient that only lives in one regime", () => {
    const random = seededRandom(5);
    const regimes = Array.from({length: 400}, (_, i) => (i < 10 ? null : i % 3 === 0 ? "calm" : "wild"));
    const coefficients = regimes.map((regime) => (regime === "calm" ? 0.3 : 0) + 0.2 * random.normal());
    const {regimes: found, equality} = regimeImpact(coefficients, regimes, 3);
    expect(found.map(({regime}) => regime)).toEqual(["calm", "wild"]);
    expect(found[0]?.summary.mean ?? 0).toBeCloseTo(0.3, 1);
    expect(equality?.p ?? 1).toBeLessThan(1e-6);
    expect(
      regimeImpact(
        coefficients,
        regimes.map(() => "one"),
        3
      ).equality
    ).toBeNull();
  });

  it("sort twice, independently or one within the other", () => {
    const first = made(3, 18, (_row, j) => j);
    const second = made(3, 18, (_row, j) => j % 3);
    const forward = made(3, 18, (_row, j) => (j >= 12 ? 1 : 0) + (j % 3 === 2 ? 10 : 0));
    const {means} = doubleSort([first, second], forward, {kind: "dependent"});
    expect(means).toEqual([
      [0, 0, 10],
      [0, 0, 10],
      [1, 1, 11]
    ]);
    expect(doubleSort([first, second], forward).means[2]?.[2]).toBeCloseTo(11);
  });

  it("leave nothing for a factor that the library already holds", () => {
    const random = seededRandom(12);
    const known = made(40, 15, () => random.normal());
    const copy = {...known, values: known.values.map((value) => 2 * value + 1)};
    const forward = {...known, values: known.values.map((value) => value + random.normal())};
    expect(summarizeCoefficients(informationCoefficients(copy, forward).values).mean ?? 0).toBeGreaterThan(0.4);
    expect(Math.abs(incrementalCoefficient(copy, [known], forward).mean ?? 9)).toBeLessThan(0.15);
  });

  it("count the years in which the sign turned", () => {
    const times = [2020, 2020, 2021, 2022].map((year) => Date.UTC(year, 5));
    const ours = coefficientStability([0.1, 0.3, -0.1, 0.2], times);
    expect([...ours.byYear]).toEqual([
      [2020, 0.2],
      [2021, -0.1],
      [2022, 0.2]
    ]);
    expect(ours.signFlips).toBe(2);
  });
});

describe("dependence in other shapes", () => {
  it("is seen by mutual information where correlation is 0", () => {
    const random = seededRandom(21);
    const x = Float64Array.from({length: 200}, () => random.normal());
    const square = x.map((value) => value * value);
    const ours = mutualInformation(x, square, {permutations: 50, random});
    expect(ours.value ?? 0).toBeGreaterThan(0.8);
    expect(ours.p ?? 1).toBeLessThan(0.05);
    const noise = Float64Array.from({length: 200}, () => random.normal());
    expect(Math.abs(mutualInformation(x, noise).value ?? 9)).toBeLessThan(0.15);
  });

  it("has slopes that differ by quantile", () => {
    const random = seededRandom(22);
    const x = Float64Array.from({length: 800}, () => random.next() * 2);
    const fan = x.map((value) => value + value * random.normal());
    const [low, middle, high] = quantileSlopes(x, fan, [0.1, 0.5, 0.9]) ?? [];
    expect(low?.slope ?? 9).toBeLessThan(0.2);
    expect(middle?.slope ?? 9).toBeCloseTo(1, 0);
    expect(high?.slope ?? 0).toBeGreaterThan(1.8);
    expect(quantileSlopes([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it("in time carries its small-sample warning", () => {
    const random = seededRandom(23);
    let level = 0;
    const persistent = Float64Array.from({length: 600}, () => (level = 0.99 * level + random.normal()));
    const forward = persistent.map((value) => 0.01 * value + random.normal());
    expect(predictiveRegression(persistent, forward, {horizon: 5})).toMatchObject({persistent: true, n: 600});
    expect(predictiveRegression([1, 1, 1], [1, 2, 3], {horizon: 1})).toBeNull();
  });

  it("across symbols widens the pooled errors", () => {
    const random = seededRandom(24);
    const common = Float64Array.from({length: 60}, () => random.normal());
    const factor = made(60, 10, (row) => (common[row] ?? 0) + 0.1 * random.normal());
    const shocks = Float64Array.from({length: 60}, () => random.normal());
    const forward = made(60, 10, (row) => (shocks[row] ?? 0) + 0.1 * random.normal());
    const ours = panelRegression([factor], forward, 2);
    expect(ours?.dates).toBe(60);
    expect(Math.abs(ours?.driscollKraay[1]?.t ?? 9)).toBeLessThan(3);
    expect(ours?.twoWay[1]?.standardError ?? 0).toBeGreaterThan(0.05);
  });
});

describe("controls", () => {
  it("keep what they should and break what they should", () => {
    const random = seededRandom(30);
    const forward = made(5, 6, (row, j) => (row === 2 && j === 3 ? gone : random.normal()));
    const shuffled = shuffledWithinDates(forward, 1);
    for (let row = 0; row < 5; row++) {
      const sorted = (values: Float64Array) =>
        values
          .slice(row * 6, row * 6 + 6)
          .filter((v) => !Number.isNaN(v))
          .sort();
      expect(sorted(shuffled.values)).toEqual(sorted(forward.values));
    }
    expect(shuffled.values[15]).toBeNaN();
    expect(shuffled.values).not.toEqual(forward.values);
    const noise = matchedRandomFactor(forward, 2);
    expect(noise.values.map((value) => (Number.isNaN(value) ? 1 : 0))).toEqual(
      forward.values.map((value) => (Number.isNaN(value) ? 1 : 0))
    );
    expect(resampledMarket(forward, {seed: 3, block: 2}).values.length).toBe(forward.values.length);
    expect(percentileAmong(2, [1, 2, 3, 0])).toBe(0.625);
    expect(percentileAmong(2, [])).toBeNull();
  });
});

describe("transforms", () => {
  const factor = made(1, 5, (_row, j) => [1, 2, 3, 100, gone][j] ?? gone);

  it("work on the symbols present", () => {
    expect(Array.from(rankScaled(factor).values)).toEqual([0.125, 0.375, 0.625, 0.875, gone]);
    expect(winsorised(factor, 0.25).values[3]).toBeCloseTo(27.25);
    expect(zScored(made(1, 3, () => 2)).values.every(Number.isNaN)).toBe(true);
  });

  it("take group means out, and give up where too few are left", () => {
    const given = made(1, 4, (_row, j) => [1, 3, 10, 20][j] ?? gone);
    const groups = groupsOf(given.symbols, {S000: "a", S001: "a", S002: "b", S003: "b"});
    expect(Array.from(neutralised(given, {groups}).values)).toEqual(
      [-1, 1, -5, 5].map((value) => expect.closeTo(value))
    );
    expect(
      neutralised(
        made(1, 2, (_row, j) => j),
        {groups: groupsOf(["S000", "S001"], {S000: "a", S001: "b"})}
      ).values
    ).toEqual(Float64Array.of(gone, gone));
  });

  it("weigh the past by half-lives and keep the first factor of a sequence", () => {
    const given = made(3, 1, (row) => [0, 3, gone][row] ?? gone);
    expect(Array.from(decayWeighted(given, 1).values)).toEqual([0, 2, gone]);
    expect(sequentiallyOrthogonal([given, given])[0]).toBe(given);
  });

  it("follow buckets from their formation", () => {
    const prices = made(3, 2, (row, j) => (j === 0 ? 1 : 1 + row));
    const labels = [1, 2, 0, 0, 0, 0];
    const path = averagePath(cumulativeReturns(prices), labels, {before: 0, after: 2, bucket: 2});
    expect(path.map((point) => point.mean)).toEqual([0, 0.5, 1]);
  });
});

describe("lags and critical values", () => {
  it("grow with dependence and with the share of the sample", () => {
    const random = seededRandom(40);
    let level = 0;
    const ar = Float64Array.from({length: 400}, () => (level = 0.8 * level + random.normal()));
    const white = Float64Array.from({length: 400}, () => random.normal());
    expect(neweyWestAutomaticLag(ar)).toBeGreaterThan(neweyWestAutomaticLag(white));
    expect(fixedBCriticalValue(0, 0.05)).toBeCloseTo(1.96);
    expect(fixedBCriticalValue(0.2, 0.05) ?? 0).toBeGreaterThan(2.4);
    expect(fixedBCriticalValue(0.2, 0.07)).toBeNull();
    expect([fixedBSignificance(5, 0.1), fixedBSignificance(0.5, 0.1)]).toEqual([0.02, null]);
  });
});
