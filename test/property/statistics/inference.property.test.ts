/** Identities of inference and overfitting statistics (METHODS section 11). */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {backtestOverfitting} from "../../../src/lib/statistics/backtest-overfitting.js";
import {betaCdf, betaQuantile} from "../../../src/lib/statistics/beta-distribution.js";
import {crossSectionSorter} from "../../../src/lib/statistics/cross-section-order.js";
import {dieboldMariano} from "../../../src/lib/statistics/diebold-mariano.js";
import {drawdownSeries, drawdownTable} from "../../../src/lib/statistics/drawdown.js";
import {leastSquares} from "../../../src/lib/statistics/least-squares.js";
import {adjustPValues} from "../../../src/lib/statistics/multiple-testing.js";
import {hacCovariance} from "../../../src/lib/statistics/newey-west.js";
import {normalCdf, normalQuantile} from "../../../src/lib/statistics/normal-distribution.js";
import {minimumTrackRecord, probabilisticSharpe} from "../../../src/lib/statistics/probabilistic-sharpe.js";
import {combinatorialFolds, purgedFolds} from "../../../src/lib/statistics/purged-folds.js";
import {quantile} from "../../../src/lib/statistics/quantile.js";
import {averageRanks, risingOrder} from "../../../src/lib/statistics/ranks.js";
import {robustCovariance} from "../../../src/lib/statistics/robust-covariance.js";
import {studentQuantile, studentTwoSided} from "../../../src/lib/statistics/student-t-distribution.js";
import {walkForwardFolds} from "../../../src/lib/statistics/walk-forward.js";
import {numbers, SEED} from "./panels.js";

describe("inference", () => {
  it("gives equal forecasters no statistic", () => {
    fc.assert(
      fc.property(numbers({min: 2, max: 40}), (losses) => {
        expect(dieboldMariano(losses, losses, 2).statistic).toBeNull();
      }),
      {...SEED, numRuns: 50}
    );
  });

  it("has HAC without lags equal HC0", () => {
    fc.assert(
      fc.property(numbers({min: 8, max: 30}), numbers({min: 30, max: 30}), (y, x) => {
        const fit = leastSquares(y, [x.slice(0, y.length)]);
        if (fit === null) return;
        const [plain, robust] = [hacCovariance(fit, {lag: 0}), robustCovariance(fit, "HC0")];
        plain.values.forEach((value, i) => {
          expect(value).toBeCloseTo(robust.values[i] ?? 0, 12);
        });
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("leaves residuals that are orthogonal to the regressors", () => {
    fc.assert(
      fc.property(numbers({min: 6, max: 20}), numbers({min: 20, max: 20}), (y, x) => {
        const fit = leastSquares(y, [x.slice(0, y.length)]);
        if (fit === null) return;
        const product = fit.residuals.reduce((total, e, i) => total + e * (x[i] ?? 0), 0);
        expect(Math.abs(product)).toBeLessThan(1e-9);
        expect(Math.abs(fit.residuals.reduce((total, e) => total + e, 0))).toBeLessThan(1e-9);
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("inverts its distributions", () => {
    const p = fc.double({min: 1e-6, max: 1 - 1e-6, noNaN: true});
    fc.assert(
      fc.property(p, fc.integer({min: 1, max: 200}), (share, df) => {
        expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 12);
        const t = studentQuantile(share, df);
        expect(studentTwoSided(t, df)).toBeCloseTo(2 * Math.min(share, 1 - share), 9);
        const shape = {a: df / 10, b: 2};
        expect(betaCdf(betaQuantile(share, shape), shape)).toBeCloseTo(share, 9);
      }),
      {...SEED, numRuns: 200}
    );
  });

  it("adjusts p-values without changing their order, and never below the raw ones", () => {
    const pValues = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 20});
    fc.assert(
      fc.property(pValues, (raw) => {
        for (const form of [
          "bonferroni",
          "holm",
          "hochberg",
          "hommel",
          "benjamini-hochberg",
          "benjamini-yekutieli"
        ] as const) {
          const adjusted = adjustPValues(raw, form);
          raw.forEach((value, i) => {
            expect(adjusted[i] ?? 0).toBeGreaterThanOrEqual(value - 1e-12);
            expect(adjusted[i] ?? 2).toBeLessThanOrEqual(1);
          });
          const order = risingOrder(raw);
          for (let k = 1; k < order.length; k++)
            expect(adjusted[order[k] ?? 0] ?? 0).toBeGreaterThanOrEqual((adjusted[order[k - 1] ?? 0] ?? 0) - 1e-12);
        }
      }),
      {...SEED, numRuns: 100}
    );
  });
});

describe("the probabilistic Sharpe ratio", () => {
  const estimates = fc.record({
    n: fc.integer({min: 10, max: 2000}),
    ratio: fc.double({min: 0.01, max: 0.5, noNaN: true}),
    skew: fc.double({min: -1, max: 1, noNaN: true}),
    kurtosis: fc.double({min: 3, max: 10, noNaN: true})
  });

  it("is one half at the estimate itself, and 95 % at the minimum track record", () => {
    fc.assert(
      fc.property(estimates, (estimate) => {
        expect(probabilisticSharpe(estimate, estimate.ratio)).toBeCloseTo(0.5, 12);
        const bars = minimumTrackRecord(estimate) ?? Number.NaN;
        expect(probabilisticSharpe({...estimate, n: bars})).toBeCloseTo(0.95, 9);
      }),
      {...SEED, numRuns: 100}
    );
  });
});

describe("overfitting", () => {
  it("has a probability near one half for noise, on average over seeds", () => {
    let total = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const trials = Array.from({length: 8}, () => Float64Array.from({length: 160}, () => random.normal()));
      total += backtestOverfitting(trials, 6).probability ?? Number.NaN;
    }
    expect(total / 30).toBeGreaterThan(0.4);
    expect(total / 30).toBeLessThan(0.6);
  });

  it("never trains on samples whose information reaches into a test", () => {
    const lives = fc.array(fc.integer({min: 0, max: 6}), {minLength: 12, maxLength: 40});
    fc.assert(
      fc.property(lives, (lengths) => {
        const spans = {start: lengths.map((_, i) => i), end: lengths.map((length, i) => i + length)};
        const folds = [
          ...purgedFolds(spans, {folds: 4, embargo: 0.05}),
          ...combinatorialFolds(spans, {groups: 4, testGroups: 2, embargo: 0}).splits
        ];
        for (const {train, test} of folds)
          for (const i of train)
            for (const j of test) {
              const apart =
                (spans.end[i] ?? 0) <= (spans.start[j] ?? 0) || (spans.start[i] ?? 0) >= (spans.end[j] ?? 0);
              expect(apart).toBe(true);
            }
      }),
      {...SEED, numRuns: 60}
    );
  });

  it("gives every combinatorial path each group once", () => {
    const spans = {start: Array.from({length: 30}, (_, i) => i), end: Array.from({length: 30}, (_, i) => i)};
    const {assignments, paths} = combinatorialFolds(spans, {groups: 5, testGroups: 2, embargo: 0});
    const seen = new Set(assignments.map(({group, path}) => `${group}|${path}`));
    expect(seen.size).toBe(assignments.length);
    expect(assignments.length).toBe(paths * 5);
  });

  it("walks forward without looking back from the test", () => {
    for (const kind of ["anchored", "rolling"] as const)
      for (const {train, test} of walkForwardFolds({n: 50, initial: 20, step: 7, kind, embargo: 3}))
        expect((train.at(-1) ?? 0) + 3).toBeLessThan(test[0] ?? 0);
  });
});

describe("columns", () => {
  it("are ranked with ties shared, whatever sorts them", () => {
    const values = fc.array(
      fc.oneof(fc.integer({min: -2, max: 2}), fc.double({min: -1e9, max: 1e9, noNaN: true}), fc.constant(Number.NaN)),
      {minLength: 1, maxLength: 150}
    );
    fc.assert(
      fc.property(values, (given) => {
        const column = Float64Array.from(given);
        const sorter = crossSectionSorter(column.length);
        const n = sorter.sort(column, 0, column.length);
        const expected = Array.from(risingOrder(column)).filter((i) => !Number.isNaN(column[i] ?? Number.NaN));
        expect(Array.from(sorter.order.subarray(0, n))).toEqual(expected);
        const ranks = averageRanks(column).filter((rank) => !Number.isNaN(rank));
        expect(ranks.reduce((total, rank) => total + rank, 0)).toBeCloseTo((n * (n + 1)) / 2, 9);
      }),
      {...SEED, numRuns: 300}
    );
  });

  it("have quantiles within their range that rise with p", () => {
    fc.assert(
      fc.property(numbers({min: 1, max: 30}), (values) => {
        let before = Math.min(...values);
        for (const p of [0, 0.1, 0.25, 0.5, 0.9, 1]) {
          const now = quantile(values, p);
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
        expect(before).toBe(Math.max(...values));
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("have drawdowns that the table covers bar by bar", () => {
    const returns = fc.array(fc.double({min: -0.5, max: 0.5, noNaN: true}), {maxLength: 40});
    fc.assert(
      fc.property(returns, (given) => {
        const depth = drawdownSeries(given);
        const table = drawdownTable(given);
        expect(table.reduce((bars, fall) => bars + fall.bars, 0)).toBe(depth.filter((value) => value < 0).length);
        expect(Math.min(0, ...depth)).toBe(table[0]?.depth ?? 0);
      }),
      {...SEED, numRuns: 200}
    );
  });
});
