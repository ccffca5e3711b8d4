/** The statistical traps of METHODS section 12, each with the wrong figure beside ours. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {compareWithBenchmark} from "../../../src/lib/statistics/benchmark.js";
import {resampleIndices} from "../../../src/lib/statistics/bootstrap.js";
import {equalWidthBins, rightClosedBins} from "../../../src/lib/statistics/calibration-bins.js";
import {effectiveTrials} from "../../../src/lib/statistics/deflated-sharpe.js";
import {drawdownTable} from "../../../src/lib/statistics/drawdown.js";
import {forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {coefficientInference} from "../../../src/lib/statistics/ic-inference.js";
import {summarizeCoefficients} from "../../../src/lib/statistics/information-coefficient.js";
import {isotonicRegression, isotonicStep, isotonicValue} from "../../../src/lib/statistics/isotonic.js";
import {panelFromColumns} from "../../../src/lib/statistics/panel.js";
import {superiorPredictiveAbility} from "../../../src/lib/statistics/predictive-ability.js";
import {probabilisticSharpe, sharpeEstimate} from "../../../src/lib/statistics/probabilistic-sharpe.js";
import {assignBuckets} from "../../../src/lib/statistics/quantile-assignment.js";
import {annualReturn, summarizeReturns} from "../../../src/lib/statistics/return-summary.js";
import {sharpeRatio} from "../../../src/lib/statistics/sharpe.js";
import {tailRisk} from "../../../src/lib/statistics/value-at-risk.js";

const absent = Number.NaN;
const days = (n: number) => Array.from({length: n}, (_, i) => i * DAY_MS);

describe("a delisted symbol (T1)", () => {
  const prices = panelFromColumns(days(5), {
    AAA: [10, 11, absent, absent, absent],
    BBB: [5, 5, 6, absent, 7],
    CCC: [1, 1, 1, 1, 1]
  });

  it("has no forward return beyond its last price, and is counted", () => {
    const ours = forwardReturns(prices, {horizon: 1});
    expect(Array.from(ours.panel.values.subarray(3, 6))).toEqual([absent, expect.closeTo(0.2), 0]);
    expect(ours.dropped).toEqual({missingEntry: 4, missingExit: 1, delisted: 1, beyondEnd: 2});
    expect(ours.n + Object.values(ours.dropped).reduce((total, value) => total + value, 0)).toBe(15);
  });

  it("exits at its last price or at a named loss when the report says so", () => {
    const last = forwardReturns(prices, {horizon: 2, delisted: "last-price"}).panel.values;
    expect(last[0]).toBeCloseTo(0.1);
    expect(forwardReturns(prices, {horizon: 1, delisted: -1}).panel.values[3]).toBe(-1);
  });

  it("returns 0 only under the named padding of alphalens", () => {
    expect(forwardReturns(prices, {horizon: 1, missingExit: "padded"}).panel.values[3]).toBe(0);
  });
});

describe("a row without a long forward return (T2)", () => {
  it("keeps its short one", () => {
    const prices = panelFromColumns(days(4), {AAA: [1, 2, 4, 8]});
    expect(forwardReturns(prices, {horizon: 1}).n).toBe(3);
    expect(forwardReturns(prices, {horizon: 3}).n).toBe(1);
  });
});

describe("tied quantile edges (T3)", () => {
  const factor = panelFromColumns(days(2), {AAA: [1, 1], BBB: [1, 2], CCC: [1, 3], DDD: [2, 4]});

  it("rank the date by default and say so", () => {
    const ours = assignBuckets(factor, {kind: "quantiles", quantiles: 2});
    expect(Array.from(ours.labels)).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
    expect([ours.tiedDates, ours.droppedDates]).toEqual([1, 0]);
  });

  it("drop the date under alphalens's policy, and only then", () => {
    const theirs = assignBuckets(factor, {kind: "quantiles", quantiles: 2, policy: "drop-date"});
    expect(Array.from(theirs.labels)).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
    expect(theirs.droppedDates).toBe(1);
  });

  it("leave the t of the coefficients defined when dates are missing", () => {
    expect(summarizeCoefficients([0.1, absent, 0.2, absent, 0.3]).t).toBeCloseTo(0.2 / (0.1 / Math.sqrt(3)));
  });
});

describe("overlapping horizons (T4)", () => {
  it("do not multiply the evidence", () => {
    const random = seededRandom(4);
    const noise = Float64Array.from({length: 500}, () => random.normal() + 0.15);
    const overlapping = noise
      .subarray(0, 480)
      .map((_, i) => noise.subarray(i, i + 20).reduce((sum, value) => sum + value, 0));
    const ours = coefficientInference(overlapping, {horizon: 20, seed: 1, resamples: 300});
    expect(ours.independent.t ?? 0).toBeGreaterThan(2 * (ours.headline.t ?? 99));
    expect(ours.headline.lag).toBe(38);
    expect(ours.headline.critical5 ?? 0).toBeGreaterThan(1.96);
    expect(ours.nonOverlapping.offsets).toBe(20);
    expect((ours.bootstrap?.high ?? 0) - (ours.bootstrap?.low ?? 0)).toBeGreaterThan(
      2 * (ours.independent.standardError ?? 9)
    );
  });
});

describe("annual figures (T5)", () => {
  it("compound over 365 days, not arithmetically over 238", () => {
    const returns = [0.1, -0.05, 0.02];
    const growth = 1.1 * 0.95 * 1.02;
    expect(annualReturn(returns, 365)).toBeCloseTo(growth ** (365 / 3) - 1, 6);
    expect(annualReturn(returns, 365)).not.toBeCloseTo((0.07 / 3) * 238, 3);
    expect(drawdownTable(returns)[0]?.depth).toBeCloseTo(-0.05);
  });
});

describe("durations and captures (T6)", () => {
  it("count calendar days, weekends included", () => {
    const times = days(9);
    const fall = drawdownTable([0.1, -0.1, 0, 0, 0, 0, 0, 0, 0.2], {times, barMs: DAY_MS})[0];
    expect((fall?.elapsedMs ?? 0) / DAY_MS).toBe(7);
  });

  it("annualise captures with the market's own bars", () => {
    const [returns, benchmark] = [
      [0.02, -0.01, 0.03],
      [0.01, -0.02, 0.01]
    ];
    const at365 = compareWithBenchmark(returns, benchmark, {periods: 365}).upCapture;
    const at252 = compareWithBenchmark(returns, benchmark, {periods: 252}).upCapture;
    expect(at365).not.toBeCloseTo(at252 ?? 0, 1);
  });
});

describe("tails (T7)", () => {
  const random = seededRandom(9);
  const returns = Float64Array.from({length: 400}, () => random.normal() ** 3 / 50 + 0.002);

  it("enter the probabilistic Sharpe ratio by raw kurtosis", () => {
    const estimate = sharpeEstimate(returns);
    if (estimate === null) throw new Error("no estimate");
    expect(estimate.kurtosis).toBeGreaterThan(3);
    const wrong = probabilisticSharpe({...estimate, kurtosis: estimate.kurtosis - 3});
    expect(probabilisticSharpe(estimate)).not.toBeCloseTo(wrong ?? 0, 6);
  });

  it("give a historical value at risk that is a quantile, beside the Gaussian one", () => {
    const risk = tailRisk(returns, 0.05);
    const below = returns.filter((value) => value <= (risk.historical ?? 0)).length / returns.length;
    expect(below).toBeCloseTo(0.05, 2);
    expect(risk.gaussian).not.toBeCloseTo(risk.historical ?? 0, 4);
    expect(risk.expectedShortfall ?? 0).toBeLessThanOrEqual(risk.historical ?? -1);
  });
});

describe("superior predictive ability (T8)", () => {
  it("is studentised: scaling one model's losses does not let it drown the others", () => {
    const random = seededRandom(2);
    const draw = (scale: number, shift: number) =>
      Float64Array.from({length: 200}, () => scale * random.normal() - shift);
    const [benchmark, loud, quiet] = [draw(0.01, 0), draw(10, 0.8), draw(0.05, 0.03)];
    const sets = resampleIndices({n: 200, resamples: 400, seed: 3, block: 3});
    const ours = superiorPredictiveAbility(benchmark, [loud, quiet], {sets, block: 3});
    const plain = superiorPredictiveAbility(benchmark, [loud, quiet], {sets, block: 3, studentised: false});
    expect(ours.consistent.p ?? 1).toBeLessThan(0.01);
    expect(plain.consistent.p ?? 0).toBeGreaterThan(0.05);
    expect(ours.better).toContain(1);
  });
});

describe("constant returns (T9)", () => {
  it("have no Sharpe ratio, whatever floating noise says", () => {
    const returns = new Float64Array(50).fill(0.001);
    const sharpe = sharpeRatio(returns, {periods: 365});
    expect([sharpe.perBar, sharpe.annual, sharpe.loFactor]).toEqual([null, null, null]);
    expect(summarizeReturns(returns, 365).skewnessPopulation).toBeNull();
  });
});

describe("bin edges (T13)", () => {
  it("belong to the upper bin by floor and to the lower bin in scikit-learn", () => {
    expect(equalWidthBins([0.2], [1]).bins[0]?.bin).toBe(2);
    expect(rightClosedBins([0.2], [1]).bins[0]?.bin).toBe(1);
    expect(equalWidthBins([1], [1]).bins[0]?.bin).toBe(9);
  });

  it("do not hide that isotonic prediction interpolates", () => {
    const fit = isotonicRegression([0.2, 0.4, 0.6], [0, 0, 1]);
    expect(isotonicValue(fit, 0.5)).toBeCloseTo(0.5);
    expect(isotonicStep(fit, 0.5)).toBe(0);
    expect([isotonicValue(fit, 0), isotonicValue(fit, 1)]).toEqual([0, 1]);
  });
});

describe("independent trials (T14)", () => {
  it("are counted as a real number", () => {
    const random = seededRandom(6);
    const common = Float64Array.from({length: 300}, () => random.normal());
    const trials = Array.from({length: 5}, () => common.map((value) => value + random.normal()));
    const {byCorrelation, byEntropy} = effectiveTrials(trials);
    expect(Number.isInteger(byCorrelation)).toBe(false);
    expect(byCorrelation ?? 0).toBeGreaterThan(2);
    expect(byEntropy ?? 9).toBeLessThan(5);
  });
});
