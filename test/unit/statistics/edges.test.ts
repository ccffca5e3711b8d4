/** Columns and panels at their edges: constant, empty, one symbol, ties, too few rows, late listings. */
import {describe, expect, it} from "vitest";
import {DAY_MS, HOUR_MS} from "../../../src/lib/core/time.js";
import {annualFunding, observedPeriodsPerYear, periodsPerYear} from "../../../src/lib/statistics/annualisation.js";
import {autocorrelations} from "../../../src/lib/statistics/autocorrelation.js";
import {compareWithBenchmark} from "../../../src/lib/statistics/benchmark.js";
import {equalWidthBins} from "../../../src/lib/statistics/calibration-bins.js";
import {pearsonCorrelation, spearmanCorrelation} from "../../../src/lib/statistics/correlation.js";
import {dieboldMariano} from "../../../src/lib/statistics/diebold-mariano.js";
import {directionCalls} from "../../../src/lib/statistics/direction-calls.js";
import {pesaranTimmermann} from "../../../src/lib/statistics/direction-tests.js";
import {rocArea} from "../../../src/lib/statistics/discrimination.js";
import {omegaRatio, sortinoRatio} from "../../../src/lib/statistics/downside.js";
import {summarizeDrawdowns} from "../../../src/lib/statistics/drawdown.js";
import {alphaBeta, factorWeights, portfolioReturns} from "../../../src/lib/statistics/factor-portfolio.js";
import {forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {decayHalfLife} from "../../../src/lib/statistics/ic-decay.js";
import {informationCoefficients, summarizeCoefficients} from "../../../src/lib/statistics/information-coefficient.js";
import {leastSquares} from "../../../src/lib/statistics/least-squares.js";
import {independentMeanTest, meanTest} from "../../../src/lib/statistics/long-run-variance.js";
import {monthlyReturns} from "../../../src/lib/statistics/monthly-returns.js";
import {type Panel, panel, panelFromColumns} from "../../../src/lib/statistics/panel.js";
import {properScores} from "../../../src/lib/statistics/proper-scores.js";
import {quantile} from "../../../src/lib/statistics/quantile.js";
import {assignBuckets} from "../../../src/lib/statistics/quantile-assignment.js";
import {bucketSpread, quantileReturns} from "../../../src/lib/statistics/quantile-returns.js";
import {summarizeReturns} from "../../../src/lib/statistics/return-summary.js";
import {sharpeRatio} from "../../../src/lib/statistics/sharpe.js";
import {bucketTurnover, rankAutocorrelation, weightTurnover} from "../../../src/lib/statistics/turnover.js";
import {winLoss} from "../../../src/lib/statistics/win-loss.js";

const gone = Number.NaN;
const days = (n: number) => Array.from({length: n}, (_, i) => i * DAY_MS);

function onDays(columns: Record<string, number[]>): Panel {
  return panelFromColumns(days(Object.values(columns)[0]?.length ?? 0), columns);
}

describe("a return column", () => {
  it("that is empty or all absent has no statistic, and says how many it dropped", () => {
    for (const column of [[], [gone, gone]]) {
      const summary = summarizeReturns(column, 365);
      expect(summary).toMatchObject({
        n: 0,
        dropped: column.length,
        total: null,
        annual: null,
        volatility: null,
        best: null
      });
      expect(sharpeRatio(column, {periods: 365}).perBar).toBeNull();
      expect(summarizeDrawdowns(column, 365)).toMatchObject({maximum: null, calmar: null, timeUnderWater: null});
      expect(winLoss(column)).toMatchObject({wins: 0, winRate: null, profitFactor: null});
      expect(sortinoRatio(column, {periods: 365})).toBeNull();
    }
  });

  it("without a loss has infinite Sortino and profit factor, and no omega or Calmar", () => {
    const column = [0.01, 0.02, 0.015];
    expect(sortinoRatio(column, {periods: 365})).toBe(Number.POSITIVE_INFINITY);
    expect(winLoss(column).profitFactor).toBe(Number.POSITIVE_INFINITY);
    expect(omegaRatio(column, {periods: 365})).toBeNull();
    expect(summarizeDrawdowns(column, 365).calmar).toBeNull();
  });

  it("that loses everything has a growth of -1, and one that loses more has none", () => {
    expect(summarizeReturns([0.1, -1, 0.5], 365).annual).toBe(-1);
    expect(summarizeReturns([0.1, -1.5], 365).annual).toBeNull();
  });

  it("counts a loss on its first bar as a drawdown", () => {
    expect(summarizeDrawdowns([-0.1, 0.05], 365).maximum).toBeCloseTo(-0.1);
  });

  it("against a benchmark without spread has no beta", () => {
    expect(compareWithBenchmark([0.01, 0.02, 0.03], [0.01, 0.01, 0.01], {periods: 365})).toMatchObject({
      beta: null,
      treynor: null
    });
  });

  it("is grouped into UTC months with its gaps counted", () => {
    const times = [Date.UTC(2024, 0, 31, 23), Date.UTC(2024, 1, 1), Date.UTC(2024, 1, 2)];
    expect(monthlyReturns([0.1, gone, 0.2], times)).toEqual([
      {year: 2024, month: 1, n: 1, dropped: 0, total: expect.closeTo(0.1)},
      {year: 2024, month: 2, n: 1, dropped: 1, total: expect.closeTo(0.2)}
    ]);
  });

  it("is annualised by bars of a market that never closes", () => {
    expect([DAY_MS, 4 * HOUR_MS, HOUR_MS, 60_000].map(periodsPerYear)).toEqual([365, 2190, 8760, 525_600]);
    expect(observedPeriodsPerYear(10, 0)).toBeNull();
    expect(annualFunding(0.0001, 8)).toEqual({apr: expect.closeTo(0.1095), apy: expect.closeTo(1.0001 ** 1095 - 1)});
  });
});

describe("a column", () => {
  it("that is constant has no correlation, no autocorrelation and no t", () => {
    const flat = [0.1, 0.1, 0.1, 0.1];
    expect(pearsonCorrelation(flat, [1, 2, 3, 4]).value).toBeNull();
    expect(spearmanCorrelation([1, 2, 3, 4], flat).value).toBeNull();
    expect(autocorrelations(flat, 1)[1]).toBeNaN();
    expect(meanTest(flat, {lag: 1}).t).toBeNull();
    expect(independentMeanTest([0.1]).t).toBeNull();
  });

  it("drops pairs of which one value is absent, and says how many", () => {
    expect(pearsonCorrelation([1, 2, gone, 4], [2, 4, 6, gone])).toMatchObject({n: 2, dropped: 2, value: 1});
  });

  it("has type-7 quantiles, and none when empty", () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(quantile([gone], 0.5)).toBeNaN();
  });

  it("that depends on another one is not regressed", () => {
    expect(
      leastSquares(
        [1, 2, 3, 5],
        [
          [1, 2, 3, 4],
          [2, 4, 6, 8]
        ]
      )
    ).toBeNull();
    expect(leastSquares([1], [[1]])).toBeNull();
    expect(leastSquares([1, 2, 3], [[7, 7, 7]])).toBeNull();
  });
});

describe("forecasts", () => {
  it("that cannot be are dropped and counted", () => {
    expect(properScores([0.5, 1.2, gone, 0.3], [1, 1, 0, 2])).toMatchObject({n: 1, dropped: 3, brier: 0.25});
    expect(properScores([], [])).toMatchObject({n: 0, brier: null, logLoss: null});
  });

  it("of one half abstain unless a policy says otherwise", () => {
    expect(directionCalls([0.5, 0.7], [1, 1])).toMatchObject({abstained: 1, hitRate: 1, n: 2});
    expect(directionCalls([0.5, 0.7], [1, 1], "down")).toMatchObject({abstained: 0, hitRate: 0.5});
    expect(directionCalls([0.5], [1])).toMatchObject({hitRate: null, hitRateInterval: null});
  });

  it("of one class have no area and no test of direction", () => {
    expect(rocArea([0.2, 0.8], [1, 1])).toBeNull();
    expect(pesaranTimmermann([1, 2, 3], [1, -1, 1]).statistic).toBeNull();
    expect(equalWidthBins([], []).errorL1).toBeNull();
  });

  it("that always lose by the same amount have no Diebold-Mariano statistic", () => {
    expect(dieboldMariano([1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]).statistic).toBeNull();
  });
});

describe("a panel", () => {
  it("refuses another shape and unsorted times or symbols", () => {
    expect(() => panel(Float64Array.of(0, 1), ["A"], Float64Array.of(1))).toThrow(/2 values/);
    expect(() => panel(Float64Array.of(1, 1), ["A"], Float64Array.of(1, 2))).toThrow(/times rise/);
    expect(() => panel(Float64Array.of(0), ["B", "A"], Float64Array.of(1, 2))).toThrow(/rising order/);
  });

  it("of one or two symbols has no coefficient, and says why", () => {
    const one = onDays({AAA: [1, 2], BBB: [2, 1]});
    const series = informationCoefficients(one, one);
    expect(Array.from(series.values)).toEqual([gone, gone]);
    expect(series.undefinedDates).toEqual({tooFew: 2, noSpread: 0});
    expect(summarizeCoefficients(series.values)).toMatchObject({n: 0, dropped: 2, mean: null, t: null, hitRate: null});
  });

  it("with a constant date has no coefficient on it", () => {
    const factor = onDays({A: [1, 1], B: [1, 2], C: [1, 3], D: [1, 4]});
    const forward = onDays({A: [4, 1], B: [3, 2], C: [2, 3], D: [1, 4]});
    const series = informationCoefficients(factor, forward);
    expect(Array.from(series.values)).toEqual([gone, expect.closeTo(1)]);
    expect(series.undefinedDates.noSpread).toBe(1);
  });

  it("with fewer symbols than buckets leaves buckets empty and the spread undefined where an end is", () => {
    const factor = onDays({A: [1], B: [2]});
    const assignment = assignBuckets(factor, {kind: "quantiles", quantiles: 5, policy: "rank-bins"});
    expect(Array.from(assignment.labels)).toEqual([1, 3]);
    expect(assignment.thinDates).toBe(1);
    const returns = quantileReturns(factor, assignment);
    expect(returns.summaries.map((summary) => summary.dates)).toEqual([1, 0, 1, 0, 0]);
    expect(bucketSpread(returns)[0]).toBeNaN();
  });

  it("breaks ties by symbol when it ranks into buckets", () => {
    const {labels} = assignBuckets(onDays({A: [1], B: [1], C: [1], D: [1]}), {kind: "quantiles", quantiles: 2});
    expect(Array.from(labels)).toEqual([1, 1, 2, 2]);
  });

  it("takes a late listing from its first price on", () => {
    const prices = onDays({OLD: [1, 2, 3], NEW: [gone, 5, 10]});
    const ours = forwardReturns(prices, {horizon: 1});
    expect(Array.from(ours.panel.values.subarray(0, 4))).toEqual([gone, 1, 1, 0.5]);
    expect(ours.dropped.missingEntry).toBe(1);
  });

  it("gives one-bar returns at a distance when asked for the last bar only", () => {
    const prices = onDays({A: [1, 2, 3, 6]});
    expect(forwardReturns(prices, {horizon: 2, kind: "last-bar"}).panel.values[0]).toBe(0.5);
  });

  it("without spread has no weights, no portfolio return and no alpha", () => {
    const flat = onDays({A: [1, 1], B: [1, 1], C: [1, 1]});
    expect(Array.from(portfolioReturns(factorWeights(flat), flat))).toEqual([gone, gone]);
    expect(alphaBeta([gone, gone], [1, 2], {periods: 365, horizon: 1})).toBeNull();
  });

  it("measures turnover from the second row on", () => {
    const factor = onDays({A: [1, 2, 2], B: [2, 1, 1], C: [3, 3, 3], D: [4, 4, 4]});
    const assignment = assignBuckets(factor, {kind: "quantiles", quantiles: 4, policy: "rank-bins"});
    expect(Array.from(bucketTurnover(assignment, {width: 4, bucket: 1, lag: 1}))).toEqual([gone, 1, 0]);
    expect(Array.from(rankAutocorrelation(factor, 1))).toEqual([gone, expect.closeTo(0.8), expect.closeTo(1)]);
    const weights = onDays({A: [0.5, 0.5], B: [-0.5, -0.5]});
    const moved = weightTurnover(weights, onDays({A: [0.1, 0], B: [0.1, 0]}));
    expect(moved[1]).toBeCloseTo(0.05);
  });

  it("has a half-life only with three positive points that fall", () => {
    const points = [1, 3, 5].map((horizon) => ({horizon, mean: 0.1 * 2 ** (-(horizon - 1) / 2)}));
    expect(decayHalfLife(points)).toBeCloseTo(2);
    expect(decayHalfLife(points.slice(0, 2))).toBeNull();
    expect(decayHalfLife(points.map(({horizon}) => ({horizon, mean: horizon / 10})))).toBeNull();
  });
});
