/** Several classes, densities and conformal intervals against direct formulas (METHODS S1, S2, S5, S10, S11). */
import {expect, it} from "vitest";
import {
  adaptiveConformal,
  conformalQuantile,
  conformalRank,
  coverage,
  residualScores
} from "../../../src/lib/statistics/conformal.js";
import {ensembleCrps, scoreGaussians} from "../../../src/lib/statistics/distribution-forecasts.js";
import {uniformityTest} from "../../../src/lib/statistics/kolmogorov-smirnov.js";
import {matrixFromColumns} from "../../../src/lib/statistics/matrix.js";
import {multiclassScores} from "../../../src/lib/statistics/multiclass-scores.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {at, expectAllClose, expectClose, figure, figures, hasFile, readJson, readTable} from "./golden-files.js";

describeWithData("distribution forecasts", goldenFolder(), (folder) => {
  if (!hasFile(folder, "prob/scoring.json")) return;
  const golden = readJson(folder, "prob/scoring.json");
  const density = readTable(folder, "prob/density.csv");
  const columns = {mu: density.column("mu"), sigma: density.column("sigma"), realised: density.column("realised")};

  it("scores forecasts over several classes", () => {
    const table = readTable(folder, "prob/multiclass.csv");
    const classes = table.names.filter((name) => name !== "y");
    const ours = multiclassScores(matrixFromColumns(classes.map((name) => table.column(name))), table.column("y"));
    const expected = at(golden, "multiclass");
    expectClose(ours.brier, figure(expected.brier_sum), "Brier");
    expectClose(ours.logLoss, figure(expected.log_loss), "log loss");
    expectClose(ours.rankedProbability, figure(expected.rps), "RPS");
    expectClose(ours.rankedProbabilityNormalised, figure(expected.rps_normalised), "normalised RPS");
    const classwise = ours.classwiseCalibrationError.map((value) => value ?? Number.NaN);
    expectAllClose(classwise, figures(expected.classwise_ece10), "class-wise error");
    expectClose(ours.topLabelCalibrationError, figure(expected.top_label_ece10), "top-label error");
  });

  it("scores Gaussian densities and their intervals", () => {
    const expected = at(golden, "continuous");
    const ours = scoreGaussians(columns, 0.2);
    expectClose(ours.crps, figure(expected.crps_gaussian_mean), "CRPS");
    expectClose(ours.logScore, figure(expected.log_score_gaussian), "log score");
    expectClose(ours.pinballLow, figure(expected.pinball_10), "pinball 10 %");
    expectClose(ours.pinballHigh, figure(expected.pinball_90), "pinball 90 %");
    expectClose(ours.intervalScore, figure(expected.interval_score_80), "interval score");
    expectClose(ours.coverage, figure(expected.coverage_80), "coverage");
    const uniform = uniformityTest(ours.transforms);
    expectClose(uniform.statistic, figure(at(expected, "pit_ks").stat), "KS statistic");
    expectClose(uniform.p, figure(at(expected, "pit_ks").p), "KS p");
    const example = at(expected, "crps_ensemble_example");
    const members = figures(example.members);
    const observed = figure(example.obs) ?? Number.NaN;
    expectClose(ensembleCrps(members, observed), figure(example.crps), "ensemble CRPS");
    expectClose(ensembleCrps(members, observed, "fair"), figure(example.crps_fair), "fair CRPS");
  });

  it("gives conformal intervals, split and adaptive", () => {
    const expected = at(golden, "conformal");
    const alpha = figure(expected.alpha) ?? Number.NaN;
    const n = figure(expected.n_cal) ?? 0;
    const plain = residualScores(columns.mu, columns.realised);
    const normalised = residualScores(columns.mu, columns.realised, columns.sigma);
    expect(conformalRank(n, alpha)).toBe(expected.rank);
    const limit = conformalQuantile(plain.subarray(0, n), alpha);
    const scaled = conformalQuantile(normalised.subarray(0, n), alpha);
    expectClose(limit, figure(expected.split_abs_residual_q), "split quantile");
    expectClose(scaled, figure(expected.split_normalised_q), "normalised quantile");
    expectClose(coverage(plain.subarray(n), limit), figure(expected.test_coverage), "coverage");
    expectClose(
      coverage(normalised.subarray(n), scaled),
      figure(expected.test_coverage_normalised),
      "normalised coverage"
    );
    const step = figure(expected.adaptive_gamma) ?? Number.NaN;
    const adaptive = adaptiveConformal(plain.subarray(0, n), plain.subarray(n), {alpha, step});
    const path = figures(expected.adaptive_alpha_path_first10);
    expectAllClose(adaptive.alphas.subarray(0, path.length), path, "adaptive levels");
    expectClose(adaptive.finalAlpha, figure(expected.adaptive_final_alpha), "last level");
    expectClose(adaptive.coverage, figure(expected.adaptive_coverage), "adaptive coverage");
  });
});
