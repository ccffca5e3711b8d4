/** Identities of scores, ensembles and tests (METHODS section 11). */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {bettingTest} from "../../../src/lib/statistics/anytime-valid.js";
import {equalWidthBins, expectedCalibrationError} from "../../../src/lib/statistics/calibration-bins.js";
import {conformalQuantile, coverage} from "../../../src/lib/statistics/conformal.js";
import {corpDecomposition} from "../../../src/lib/statistics/corp.js";
import {
  bayesianAverage,
  bayesMixtureLoss,
  exponentialWeights,
  hedgeRate,
  hedgeRegretBound
} from "../../../src/lib/statistics/expert-weights.js";
import {ambiguityDecomposition} from "../../../src/lib/statistics/forecast-combination.js";
import {isotonicRegression} from "../../../src/lib/statistics/isotonic.js";
import {matrixFromColumns} from "../../../src/lib/statistics/matrix.js";
import {murphyDecomposition, murphyOverValues} from "../../../src/lib/statistics/murphy-decomposition.js";
import {properScores} from "../../../src/lib/statistics/proper-scores.js";
import {sampledShapleyValues, shapleyValues} from "../../../src/lib/statistics/shapley.js";
import {vennAbers} from "../../../src/lib/statistics/venn-abers.js";
import {SEED} from "./panels.js";

const forecasts = fc
  .array(fc.tuple(fc.double({min: 0.01, max: 0.99, noNaN: true}), fc.integer({min: 0, max: 1})), {
    minLength: 2,
    maxLength: 60
  })
  .map((pairs) => ({p: Float64Array.from(pairs, ([p]) => p), y: Float64Array.from(pairs, ([, y]) => y)}));

describe("scores of probabilities", () => {
  it("decompose into miscalibration, discrimination and uncertainty exactly, without bins", () => {
    fc.assert(
      fc.property(forecasts, ({p, y}) => {
        for (const rule of ["brier", "log"] as const) {
          const {score, miscalibration, discrimination, uncertainty} = corpDecomposition(p, y, rule);
          expect((miscalibration ?? 9) - (discrimination ?? 9) + (uncertainty ?? 9)).toBeCloseTo(score ?? 0, 12);
          expect(miscalibration ?? -1).toBeGreaterThanOrEqual(-1e-12);
          expect(discrimination ?? -1).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
      {...SEED, numRuns: 200}
    );
  });

  it("decompose over bins with the within-bin terms, and over distinct values without", () => {
    fc.assert(
      fc.property(forecasts, ({p, y}) => {
        const brier = properScores(p, y).brier ?? 0;
        expect(murphyDecomposition(p, y).brier).toBeCloseTo(brier, 12);
        expect(murphyOverValues(p, y).binnedBrier).toBeCloseTo(brier, 12);
      }),
      {...SEED, numRuns: 200}
    );
  });

  it("have an isotonic fit that rises and keeps the mean", () => {
    fc.assert(
      fc.property(forecasts, ({p, y}) => {
        const {fitted} = isotonicRegression(p, y);
        const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
        expect(total(fitted)).toBeCloseTo(total(y), 9);
        p.forEach((a, i) => {
          p.forEach((b, j) => {
            if (a < b) expect(fitted[i] ?? 0).toBeLessThanOrEqual((fitted[j] ?? 0) + 1e-12);
          });
        });
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("of a calibrated forecaster show the expected calibration error", () => {
    const random = seededRandom(11);
    const p = Float64Array.from({length: 400}, () => random.next());
    const expected = expectedCalibrationError(p, random, {resamples: 300});
    let total = 0;
    for (let draw = 0; draw < 60; draw++)
      total +=
        equalWidthBins(
          p,
          p.map((value) => (random.next() < value ? 1 : 0))
        ).errorL1 ?? 0;
    expect(total / 60).toBeCloseTo(expected.mean ?? 0, 2);
    expect(expected.upper ?? 0).toBeGreaterThan(expected.mean ?? 1);
  });

  it("have a Venn-Abers interval whose ends are in order", () => {
    fc.assert(
      fc.property(forecasts, fc.double({min: 0, max: 1, noNaN: true}), ({p, y}, score) => {
        const {low, high, merged} = vennAbers(p, y, score);
        expect(low).toBeLessThanOrEqual(high);
        expect(merged).toBeGreaterThanOrEqual(0);
        expect(merged).toBeLessThanOrEqual(1);
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("cover at least 1 - alpha of exchangeable cases conformally", () => {
    const random = seededRandom(23);
    let total = 0;
    for (let draw = 0; draw < 200; draw++) {
      const scores = Float64Array.from({length: 60}, () => Math.abs(random.normal()));
      total += coverage(scores.subarray(50), conformalQuantile(scores.subarray(0, 50), 0.2)) ?? 0;
    }
    expect(total / 200).toBeGreaterThan(0.78);
    expect(total / 200).toBeLessThan(0.85);
  });

  it("are watched at any time with few false alarms", () => {
    const random = seededRandom(31);
    let alarms = 0;
    for (let draw = 0; draw < 400; draw++) {
      const fair = Float64Array.from({length: 200}, () => (random.next() < 0.5 ? 0.4 : -0.4));
      if (bettingTest(fair, {bound: 1, alpha: 0.05}).rejectedAt !== null) alarms++;
    }
    expect(alarms / 400).toBeLessThan(0.05);
    const skilled = Float64Array.from({length: 400}, () => (random.next() < 0.7 ? 0.4 : -0.4));
    expect(bettingTest(skilled, {bound: 1}).rejectedAt).not.toBeNull();
  });
});

const rounds = fc
  .array(
    fc.tuple(
      fc.array(fc.double({min: 0.02, max: 0.98, noNaN: true}), {minLength: 3, maxLength: 3}),
      fc.integer({min: 0, max: 1})
    ),
    {minLength: 1, maxLength: 50}
  )
  .map((rows) => ({
    probabilities: matrixFromColumns([0, 1, 2].map((i) => rows.map(([p]) => p[i] ?? 0.5))),
    outcomes: Float64Array.from(rows, ([, y]) => y)
  }));

describe("ensembles", () => {
  it("of Bayes lose exactly -ln mean exp(-L)", () => {
    fc.assert(
      fc.property(rounds, ({probabilities, outcomes}) => {
        const ours = bayesianAverage(probabilities, outcomes);
        expect(ours.logLoss).toBeCloseTo(bayesMixtureLoss(ours.expertLogLosses), 8);
        expect(ours.logLoss - Math.min(...ours.expertLogLosses)).toBeLessThanOrEqual(Math.log(3) + 1e-9);
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("by exponential weights stay within the regret bound", () => {
    fc.assert(
      fc.property(rounds, ({probabilities, outcomes}) => {
        const {rows, columns} = probabilities;
        const values = probabilities.values.map((p, i) => (p - (outcomes[Math.floor(i / columns)] ?? 0)) ** 2);
        const path = exponentialWeights({rows, columns, values}, {rate: hedgeRate(columns, rows)});
        expect(path.regret).toBeLessThanOrEqual(hedgeRegretBound(columns, rows) + 1e-9);
        expect(path.final.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 12);
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("err as their members less their diversity", () => {
    fc.assert(
      fc.property(rounds, ({probabilities, outcomes}) => {
        const members = [0, 1, 2].map((i) => outcomes.map((_, t) => probabilities.values[t * 3 + i] ?? 0));
        const {meanMemberError, ensembleError, diversity} = ambiguityDecomposition(members, outcomes);
        expect((meanMemberError ?? 9) - (diversity ?? 0)).toBeCloseTo(ensembleError ?? 0, 12);
      }),
      {...SEED, numRuns: 100}
    );
  });
});

describe("Shapley values", () => {
  const games = fc.array(fc.double({min: -1, max: 1, noNaN: true}), {minLength: 16, maxLength: 16});

  it("share out exactly what the whole is worth", () => {
    fc.assert(
      fc.property(games, (worth) => {
        const values = shapleyValues(4, (coalition) => worth[coalition] ?? 0);
        const total = values.reduce((sum, value) => sum + value, 0);
        expect(total).toBeCloseTo((worth[15] ?? 0) - (worth[0] ?? 0), 10);
      }),
      {...SEED, numRuns: 200}
    );
  });

  it("are approached by sampled orders", () => {
    const worth = (flags: Uint8Array) => (flags[0] ?? 0) * 3 + (flags[1] ?? 0) * (flags[2] ?? 0);
    const sampled = sampledShapleyValues(3, worth, {seed: 1, pairs: 50});
    expect(sampled.values[0]).toBeCloseTo(3, 10);
    expect(sampled.values[1]).toBeCloseTo(0.5, 10);
    expect(sampled.values.reduce((total, value) => total + value, 0)).toBeCloseTo(4, 10);
  });
});
