/** Comparison, monitoring and attribution of agents and strategies on small examples with known answers. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {adaHedge} from "../../../src/lib/statistics/ada-hedge.js";
import {calibrationBetting} from "../../../src/lib/statistics/anytime-valid.js";
import {resampleIndices} from "../../../src/lib/statistics/bootstrap.js";
import {
  calibrationByGroup,
  calibrationDrift,
  confidenceDeciles
} from "../../../src/lib/statistics/conditional-calibration.js";
import {reliabilityDiagram} from "../../../src/lib/statistics/corp.js";
import {clarkWest, giacominiWhite, outOfSampleFit} from "../../../src/lib/statistics/diebold-mariano.js";
import {excessProfitability} from "../../../src/lib/statistics/direction-tests.js";
import {deLongTest} from "../../../src/lib/statistics/discrimination.js";
import {berkowitzTest, transformHistogram} from "../../../src/lib/statistics/distribution-forecasts.js";
import {effectiveSampleSize, meanByTime, overlapLagOf} from "../../../src/lib/statistics/effective-sample-size.js";
import {agentContributions} from "../../../src/lib/statistics/ensemble-card.js";
import {exponentialWeights} from "../../../src/lib/statistics/expert-weights.js";
import {attributeReturns, riskContributions} from "../../../src/lib/statistics/factor-attribution.js";
import {headlineIntervals, significanceVerdict} from "../../../src/lib/statistics/headline-intervals.js";
import {fixedHorizonLabel, metaLabel, tripleBarrier} from "../../../src/lib/statistics/labels.js";
import {covarianceMatrix, matrixFromRows} from "../../../src/lib/statistics/matrix.js";
import {mcNemarOfHits} from "../../../src/lib/statistics/mcnemar.js";
import {parameterStability} from "../../../src/lib/statistics/parameter-stability.js";
import {attributeBarProfit, unexplainedShare} from "../../../src/lib/statistics/pnl-attribution.js";
import {shrunkRate, tryRecalibration} from "../../../src/lib/statistics/recalibration.js";
import {sequentialBootstrap, timeDecay} from "../../../src/lib/statistics/sample-uniqueness.js";
import {jobsonKorkieMemmel, ledoitWolfTest} from "../../../src/lib/statistics/sharpe-difference.js";
import {probabilityOfLargerSharpe, rankIntervals, shrinkSkills} from "../../../src/lib/statistics/skill-ranking.js";
import {orderOfTrades, tradeExcursion} from "../../../src/lib/statistics/trade-excursions.js";

const gone = Number.NaN;
const random = seededRandom(77);
const normals = (n: number, shift = 0) => Float64Array.from({length: n}, () => random.normal() + shift);

describe("comparisons", () => {
  it("tell a better forecaster conditionally and a nested model from its benchmark", () => {
    const worse = normals(300).map((value) => value * value + 0.8);
    const better = normals(300).map((value) => value * value);
    expect(giacominiWhite(worse, better).p ?? 1).toBeLessThan(0.01);
    const signal = normals(400);
    const y = signal.map((value) => 0.4 * value + random.normal());
    const model = signal.map((value) => 0.4 * value);
    expect(clarkWest(y, {benchmark: y.map(() => 0), model}).pGreater ?? 1).toBeLessThan(0.01);
    expect(outOfSampleFit(y, model).rSquared ?? 0).toBeGreaterThan(0.05);
    expect(excessProfitability(y, signal).p ?? 1).toBeLessThan(0.01);
    expect(mcNemarOfHits([1, 1, 0, gone], [0, 1, 1, 1])).toMatchObject({firstOnly: 1, secondOnly: 1, p: 1});
  });

  it("tell a larger area under the curve", () => {
    const y = Float64Array.from({length: 200}, (_, i) => i % 2);
    const good = y.map((value) => value + random.normal());
    const poor = normals(200);
    expect(deLongTest(good, poor, y).p ?? 1).toBeLessThan(0.01);
    expect(deLongTest(good, good, y).z).toBeNull();
  });

  it("tell a larger Sharpe ratio, with and without the normal", () => {
    const common = normals(500);
    const strong = common.map((value) => 0.5 * value + random.normal() + 0.25);
    const weak = common.map((value) => 0.5 * value + random.normal());
    expect(jobsonKorkieMemmel(strong, weak).p ?? 1).toBeLessThan(0.01);
    expect(ledoitWolfTest(strong, weak, {seed: 1, block: 5, resamples: 200}).p ?? 1).toBeLessThan(0.02);
    expect(jobsonKorkieMemmel(strong, strong).statistic).toBeNull();
    const sets = resampleIndices({n: 500, resamples: 200, seed: 2, block: 5});
    expect(probabilityOfLargerSharpe(strong, weak, sets) ?? 0).toBeGreaterThan(0.95);
    const [first, second] = rankIntervals([weak, strong], sets);
    expect([first?.rank, second?.rank]).toEqual([2, 1]);
    expect(second?.shares[0] ?? 0).toBeGreaterThan(0.9);
  });

  it("shrink skills that are mostly noise", () => {
    const [top] = shrinkSkills([0.3, 0.1, -0.1], [0.5, 0.5, 0.5]);
    expect(top?.value).toBeCloseTo(0.1);
    expect(shrinkSkills([3, 1, -1], [0.1, 0.1, 0.1])[0]?.weight ?? 0).toBeGreaterThan(0.99);
    expect(shrunkRate({hits: 8, n: 10}, {pooled: 0.5, priorCount: 10})).toBeCloseTo(0.65);
  });
});

describe("monitoring", () => {
  it("sees over-confidence by group and alarms on a drift", () => {
    const p = Float64Array.from({length: 400}, (_, i) => (i % 2 === 0 ? 0.9 : 0.6));
    const y = p.map(() => (random.next() < 0.6 ? 1 : 0));
    const [bold, modest] = calibrationByGroup(
      p,
      y,
      Array.from(p, (value) => (value > 0.8 ? "bold" : "modest"))
    );
    expect(bold?.overconfidence ?? 0).toBeGreaterThan(0.2);
    expect(Math.abs(modest?.overconfidence ?? 9)).toBeLessThan(0.1);
    expect(confidenceDeciles([0.5, 0.99])).toEqual(["0.0-0.1", "0.9-1.0"]);
    const drift = calibrationDrift(p, y);
    expect(drift.direction).toBe("over-forecast");
    expect(calibrationBetting(p, y).rejectedAt).not.toBeNull();
    let alarms = 0;
    for (let seed = 0; seed < 100; seed++) {
      const draws = seededRandom(seed);
      const calibrated = Float64Array.from({length: 400}, () => (draws.next() < 0.6 ? 1 : 0));
      const flat = new Float64Array(400).fill(0.6);
      if (calibrationDrift(flat, calibrated).alarm !== null) alarms++;
    }
    expect(alarms).toBeLessThan(25);
  });

  it("draws a reliability diagram inside its band for a calibrated agent", () => {
    const p = Float64Array.from({length: 500}, () => random.next());
    const y = p.map((value) => (random.next() < value ? 1 : 0));
    const points = reliabilityDiagram(p, y, {random: seededRandom(3), resamples: 100});
    const inside = points.filter(({frequency, low, high}) => frequency >= (low ?? 1) && frequency <= (high ?? 0));
    expect(inside.length / points.length).toBeGreaterThan(0.7);
    expect(reliabilityDiagram(p, y)[0]?.low).toBeNull();
  });

  it("judges a recalibration on later data and refuses isotonic fits of too few", () => {
    const p = Float64Array.from({length: 600}, () => 0.02 + 0.96 * random.next());
    const y = p.map((value) => (random.next() < 0.5 + (value - 0.5) / 3 ? 1 : 0));
    for (const method of ["platt", "beta", "temperature", "isotonic"] as const) {
      const trial = tryRecalibration(method, {p, y}, 300);
      expect(trial?.logLossAfter ?? 9, method).toBeLessThan(trial?.logLossBefore ?? 0);
    }
    expect(tryRecalibration("isotonic", {p, y}, 50)).toBeNull();
  });

  it("counts overlapping forecasts for what they are worth", () => {
    const steps = normals(600);
    const overlapping = steps
      .subarray(0, 590)
      .map((_, i) => steps.subarray(i, i + 10).reduce((sum, value) => sum + value, 0));
    expect(effectiveSampleSize(overlapping, 15).effective ?? 0).toBeLessThan(120);
    expect(effectiveSampleSize([1, 1, 1], 1).effective).toBeNull();
    expect(overlapLagOf({horizon: 7, step: 2})).toBe(3);
    expect(meanByTime([1, 3, gone, 5], [2, 2, 2, 1])).toEqual({
      times: Float64Array.of(1, 2),
      values: Float64Array.of(5, 2)
    });
  });

  it("sees transforms that are not uniform", () => {
    expect(berkowitzTest(Float64Array.from({length: 300}, () => random.next())).p ?? 0).toBeGreaterThan(0.001);
    expect(berkowitzTest(Float64Array.from({length: 300}, () => random.next() ** 2)).p ?? 1).toBeLessThan(1e-6);
    expect(Array.from(transformHistogram([0, 0.05, 0.95, 1]))).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
  });
});

describe("ensembles", () => {
  it("find the best agent without knowing the horizon, and let sleepers keep their weight", () => {
    const losses = matrixFromRows(Array.from({length: 200}, () => [0.2 + 0.1 * random.next(), 0.6, 0.5]));
    const ada = adaHedge(losses);
    expect(ada.final[0] ?? 0).toBeGreaterThan(0.99);
    expect(ada.regret).toBeLessThan(2 * Math.sqrt(200 * Math.log(3)));
    const asleep = exponentialWeights(matrixFromRows([[0.1, gone, 0.9]]), {rate: 1});
    expect(asleep.final[1]).toBeCloseTo(1 / 3);
    expect((asleep.final[0] ?? 0) + (asleep.final[2] ?? 0)).toBeCloseTo(2 / 3);
  });

  it("credit the agent that helps", () => {
    const y = Float64Array.from({length: 200}, (_, i) => i % 2);
    const able = y.map((value) => (value === 1 ? 0.7 : 0.3));
    const [first, second] = agentContributions([able, y.map(() => 0.5)], y);
    expect(first?.shapley ?? 0).toBeGreaterThan(0.1);
    expect(first?.leaveOneOut ?? 0).toBeGreaterThan(0);
    expect(second?.leaveOneOut ?? 0).toBeLessThan(0);
    const many = agentContributions(
      Array.from({length: 14}, () => able),
      y,
      {seed: 1, pairs: 5}
    );
    expect(many[0]?.standardError).not.toBeNull();
  });
});

describe("attribution", () => {
  it("adds up: price, funding, fee and slippage are the profit", () => {
    const fills = [{units: 2, price: 101.5, decisionMid: 100, arrivalMid: 100.8, halfSpread: 0.1, fee: 0.2}];
    const parts = attributeBarProfit({held: 3, openPrice: 99, closePrice: 103, fundingPaid: 0.5, fills});
    const profit = 3 * 4 + 2 * (103 - 101.5) - 0.2 - 0.5;
    expect(parts.total).toBeCloseTo(profit, 12);
    expect(parts.slippage).toBeCloseTo(-2 * 1.5, 12);
    expect(unexplainedShare([parts], {profit, equity: 1000})).toBeCloseTo(0, 12);
  });

  it("splits returns and risk into parts that sum", () => {
    const [f, g] = [normals(50), normals(50)];
    const returns = f.map((value, i) => 0.5 * value - 0.2 * (g[i] ?? 0) + 0.1 * random.normal());
    const ours = attributeReturns(returns, [f, g]);
    returns.forEach((value, t) => {
      const parts = (ours?.alpha ?? 0) + (ours?.contributions.reduce((sum, column) => sum + (column[t] ?? 0), 0) ?? 0);
      expect(parts + (ours?.unexplained[t] ?? 0)).toBeCloseTo(value, 12);
    });
    const risk = riskContributions([0.6, 0.4], covarianceMatrix([f, g]));
    expect(risk.contributions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(risk.volatility ?? 0, 12);
  });
});

describe("reports", () => {
  it("give intervals around headlines and refuse the word significant", () => {
    const returns = normals(300, 0.1).map((value) => value / 50);
    const ours = headlineIntervals(returns, {periods: 365, seed: 5, resamples: 200});
    for (const interval of [ours?.sharpe, ours?.annualReturn, ours?.maximumDrawdown]) {
      expect(interval?.low ?? 9).toBeLessThanOrEqual(interval?.high ?? 0);
    }
    expect(headlineIntervals(returns, {periods: 365, seed: 5, resamples: 200})).toEqual(ours);
    expect(headlineIntervals([0.1], {periods: 365, seed: 5})).toBeNull();
    expect(significanceVerdict({deflated: 0.97, n: 100, minimumTrackRecord: 50})).toEqual({significant: true});
    expect(significanceVerdict({deflated: 0.9, n: 100, minimumTrackRecord: 50})).toMatchObject({
      reason: /deflated/.exec("deflated Sharpe below 0.95")?.input
    });
    expect(significanceVerdict({deflated: 0.97, n: 10, minimumTrackRecord: 50}).significant).toBe(false);
    expect(significanceVerdict({deflated: null, n: 10, minimumTrackRecord: 50}).significant).toBe(false);
  });

  it("tell a plateau from a needle", () => {
    const line = (point: number) => [point - 1, point + 1];
    expect(parameterStability([0.9, 1, 0.95], line, 0.2)).toEqual({
      best: 1,
      neighbours: 2,
      withinOneError: 1,
      plateau: expect.closeTo(0.95)
    });
    expect(parameterStability([0, 1, 0], line, 0.2).withinOneError).toBe(0);
  });

  it("measure trades from inside", () => {
    const trade = tradeExcursion({side: 1, entryPrice: 100, exitPrice: 110, highs: [105, 120], lows: [90, 100]});
    expect(trade).toEqual({
      return: expect.closeTo(0.1),
      adverse: expect.closeTo(-0.1),
      favourable: expect.closeTo(0.2),
      bars: 2,
      entryEfficiency: expect.closeTo(2 / 3),
      exitEfficiency: expect.closeTo(2 / 3)
    });
    const short = tradeExcursion({side: -1, entryPrice: 100, exitPrice: 90, highs: [105], lows: [80]});
    expect([short.adverse, short.favourable]).toEqual([expect.closeTo(-0.05), expect.closeTo(0.2)]);
    const luck = orderOfTrades([0.1, -0.2, 0.1, -0.1], {seed: 1, block: 2, resamples: 100});
    expect(luck.kind).toBe("block");
    expect(luck.drawdown5 ?? 0).toBeLessThanOrEqual(luck.drawdown50 ?? -1);
  });
});

describe("labels", () => {
  it("take the stop when one bar touches both barriers", () => {
    const prices = {close: [100, 100, 100], high: [100, 110, 100], low: [100, 90, 100]};
    const ours = tripleBarrier(prices, {events: [0, 2], targets: [0.05, 0.05, 0.05]}, {profit: 1, stop: 1, horizon: 2});
    expect(ours.labels[0]).toMatchObject({label: -1, exit: 1, touched: "lower", return: -0.05});
    expect([ours.bothTouched, ours.dropped]).toEqual([1, 1]);
  });

  it("are named at the vertical barrier and inside the dead zone", () => {
    const flat = {close: [100, 101, 102]};
    const events = {events: [0], targets: [1, 1, 1]};
    expect(tripleBarrier(flat, events, {profit: 1, stop: 1, horizon: 2}).labels[0]?.label).toBe(0);
    expect(tripleBarrier(flat, events, {profit: 1, stop: 1, horizon: 2, vertical: "sign"}).labels[0]?.label).toBe(1);
    expect([0.01, -0.03, 0.03, gone].map((value) => fixedHorizonLabel(value, 0.02))).toEqual([0, -1, 1, null]);
    expect([metaLabel(-1, -0.1), metaLabel(1, -0.1)]).toEqual([1, 0]);
  });

  it("are drawn apart by the sequential bootstrap and decay with time", () => {
    const spans = {start: [0, 0, 0, 10], end: [5, 5, 5, 12]};
    let lone = 0;
    for (let seed = 0; seed < 300; seed++)
      lone += sequentialBootstrap(spans, seededRandom(seed), 2).includes(3) ? 1 : 0;
    expect(lone / 300).toBeGreaterThan(1 - 0.75 ** 2 + 0.02);
    expect(Array.from(timeDecay([1, 1], 0.5))).toEqual([0.75, 1]);
    expect(timeDecay([1, 1], -0.5)[0]).toBe(0);
  });
});
