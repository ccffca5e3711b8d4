/** Regression inference, comparison of forecasters, diagnostics: against statsmodels, scipy and a public DM test. */
import {expect, it} from "vitest";
import {autocorrelations, ljungBox, partialAutocorrelations} from "../../../src/lib/statistics/autocorrelation.js";
import {
  fisherInterval,
  kendallTau,
  pearsonCorrelation,
  spearmanCorrelation
} from "../../../src/lib/statistics/correlation.js";
import {coverageTest} from "../../../src/lib/statistics/coverage-tests.js";
import {dieboldMariano} from "../../../src/lib/statistics/diebold-mariano.js";
import {henrikssonMerton, pesaranTimmermann, signTable} from "../../../src/lib/statistics/direction-tests.js";
import {grangerTest} from "../../../src/lib/statistics/granger.js";
import {
  agrestiCoullInterval,
  clopperPearsonInterval,
  hitTest,
  jeffreysInterval,
  wilsonInterval
} from "../../../src/lib/statistics/hit-rate.js";
import {classicalErrors, type LeastSquares, leastSquares} from "../../../src/lib/statistics/least-squares.js";
import {meanTest} from "../../../src/lib/statistics/long-run-variance.js";
import type {Matrix} from "../../../src/lib/statistics/matrix.js";
import {mcNemar} from "../../../src/lib/statistics/mcnemar.js";
import {coefficientTests, hacCovariance} from "../../../src/lib/statistics/newey-west.js";
import {archTest, breuschPaganTest, durbinWatson, jarqueBera} from "../../../src/lib/statistics/residual-tests.js";
import {type HeteroskedasticForm, robustCovariance} from "../../../src/lib/statistics/robust-covariance.js";
import {dickeyFullerTest, engleGrangerTest, kpssTest} from "../../../src/lib/statistics/unit-root.js";
import {varianceRatio} from "../../../src/lib/statistics/variance-ratio.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  figures,
  hasFile,
  type JsonObject,
  readJson,
  readTable
} from "./golden-files.js";

describeWithData("inference", goldenFolder(), (folder) => {
  if (!hasFile(folder, "infer/inference.json")) return;
  const golden = readJson(folder, "infer/inference.json");
  const table = readTable(folder, "infer/hac_xy.csv");
  const y = table.column("y");
  const columns = table.names.filter((name) => name !== "y").map((name) => table.column(name));
  const [x1 = y, x2 = y] = columns;

  it("gives classical, robust and HAC errors", () => {
    const fit = leastSquares(y, columns);
    if (fit === null) throw new Error("not fitted");
    for (const [key, json] of Object.entries(at(golden, "hac"))) checkErrors(fit, key, json as JsonObject);
  });

  it("allows for an overlap of five bars", () => checkOverlap(y, x2, at(golden, "overlap_h5")));

  it("compares forecasters by their losses", () => {
    const dm = readTable(folder, "infer/dm.csv");
    const errors = (name: string) => dm.column(name).map((value, i) => (dm.column("actual")[i] ?? Number.NaN) - value);
    const [first, second] = [errors("f1"), errors("f2")];
    for (const [key, json] of Object.entries(at(golden, "diebold_mariano"))) {
      const [, horizon, loss] = /^h(\d+)_(\w+)$/.exec(key) ?? [];
      const of = (e: Float64Array) => e.map((value) => (loss === "MSE" ? value * value : Math.abs(value)));
      const ours = dieboldMariano(of(first), of(second), Number(horizon));
      const wanted = json as JsonObject;
      expectClose(ours.meanDifference, figure(wanted.mean_d), `${key} mean`);
      expectClose(ours.statistic, figure(wanted.dm), `${key} DM`);
      expectClose(ours.p, figure(wanted.p_normal), `${key} p`);
      expectClose(ours.adjusted, figure(wanted.hln), `${key} HLN`);
      expectClose(ours.adjustedP, figure(wanted.p_hln_t_Tminus1), `${key} HLN p`);
      expectClose(ours.bartlett, figure(wanted.dm_bartlett_hac), `${key} Bartlett`);
      expectClose(ours.adjusted, figure(at(wanted, "johntwk_repo").DM_hln), `${key} second oracle`);
    }
  });

  it("tests directions and hits", () => {
    const pt = readTable(folder, "infer/pt.csv");
    checkDirections(pt.column("actual"), pt.column("pred"), golden);
  });

  it("tests paired hits", () => checkMcNemar(at(golden, "mcnemar")));

  it("tests the coverage of a value at risk", () => {
    const wanted = at(golden, "var_backtest");
    const ours = coverageTest(readTable(folder, "infer/var_hits.csv").column("hit"), figure(wanted.alpha) ?? 0);
    expect([ours.n, ours.misses]).toEqual([wanted.n, wanted.hits]);
    expect(ours.transitions).toEqual(wanted.transitions);
    expectClose(ours.unconditional?.statistic, figure(wanted.kupiec_LRuc), "Kupiec");
    expectClose(ours.unconditional?.p, figure(wanted.kupiec_p), "Kupiec p");
    expectClose(ours.independence?.statistic, figure(wanted.christoffersen_LRind), "independence");
    expectClose(ours.independence?.p, figure(wanted.p_ind), "independence p");
    expectClose(ours.conditional?.statistic, figure(wanted.LRcc), "conditional");
    expectClose(ours.conditional?.p, figure(wanted.p_cc), "conditional p");
  });

  it("correlates in three ways", () => {
    const wanted = at(golden, "correlations");
    const [pearson, spearman, kendall] = [pearsonCorrelation(x1, y), spearmanCorrelation(x1, y), kendallTau(x1, y)];
    expectClose(pearson.value, figure(wanted.pearson), "Pearson");
    expectClose(pearson.p, figure(wanted.p), "Pearson p");
    expectAllClose(fisherInterval(pearson.value ?? 0, {n: pearson.n}) ?? [], figures(wanted.fisher_ci95), "interval");
    expectClose(spearman.value, figure(wanted.spearman), "Spearman");
    expectClose(spearman.p, figure(wanted.p_s), "Spearman p");
    expectClose(kendall.value, figure(wanted.kendall_tau_b), "Kendall");
    expectClose(kendall.p, figure(wanted.p_k), "Kendall p");
  });

  it("finds Granger causality", () => {
    for (const [lags, json] of Object.entries(at(golden, "granger_x1_to_y"))) {
      const ours = grangerTest(x1, y, Number(lags));
      const wanted = json as JsonObject;
      expectClose(ours?.f, figure(wanted.F), `F at ${lags}`);
      expectClose(ours?.p, figure(wanted.p), `p at ${lags}`);
      expect(ours?.denominatorDf).toBe(wanted.df_denom);
    }
  });

  it("diagnoses serial dependence, shape and unit roots", () =>
    checkDiagnostics({y, x1, columns}, at(golden, "diagnostics")));

  it("takes the variance ratio of the cumulated series", () => {
    for (const [key, json] of Object.entries(golden)) {
      const lag = /^variance_ratio_arch_q(\d+)$/.exec(key)?.[1];
      if (lag === undefined) continue;
      const ours = varianceRatio(levels(y), Number(lag));
      expectClose(ours.ratio, figure((json as JsonObject).vr), "ratio");
      expectClose(ours.statistic, figure((json as JsonObject).stat), "statistic");
      expectClose(ours.p, figure((json as JsonObject).p), "p");
    }
  });
});

/** Cumulated from 0, the last change left out: the folder's levels. */
function levels(changes: Float64Array): Float64Array {
  let level = 0;
  return changes.map((change) => {
    const now = level;
    level += change;
    return now;
  });
}

function checkErrors(fit: LeastSquares, key: string, wanted: JsonObject): void {
  if (key.startsWith("mean_only")) {
    const ours = meanTest(
      fit.fitted.map((value, i) => value + (fit.residuals[i] ?? 0)),
      {lag: Number(/L(\d+)/.exec(key)?.[1])}
    );
    expectClose(ours.mean, figure(wanted.mean), "mean");
    expectClose(ours.standardError, figure(wanted.se), "error of the mean");
    expectClose(ours.t, figure(wanted.t), "t of the mean");
    return;
  }
  if (key === "ols") {
    expectAllClose(fit.coefficients, figures(wanted.params), "coefficients");
    expectAllClose(classicalErrors(fit), figures(wanted.bse), "classical errors");
    expectClose(fit.rSquared, figure(wanted.r2), "R2");
    expectClose(fit.residualVariance, figure(wanted.sigma2_unbiased), "residual variance");
    expectClose(durbinWatson(fit.residuals), figure(wanted.durbin_watson), "Durbin-Watson");
    return;
  }
  const [, lag, small, student] = /^HAC_L(\d+)_corr([01])(_t_dist)?$/.exec(key) ?? [];
  const covariance: Matrix =
    lag === undefined
      ? robustCovariance(fit, key as HeteroskedasticForm)
      : hacCovariance(fit, {lag: Number(lag), smallSample: small === "1"});
  const tests = coefficientTests(fit, covariance);
  const column = (read: (test: (typeof tests)[number]) => number | null) =>
    tests.map((test) => read(test) ?? Number.NaN);
  if (wanted.bse !== undefined)
    expectAllClose(
      column((test) => test.standardError),
      figures(wanted.bse),
      `${key} errors`
    );
  expectAllClose(
    column((test) => test.t),
    figures(wanted.t),
    `${key} t`
  );
  if (wanted.p_normal !== undefined)
    expectAllClose(
      column((test) => test.pNormal),
      figures(wanted.p_normal),
      `${key} p`
    );
  if (student !== undefined)
    expectAllClose(
      column((test) => test.pStudent),
      figures(wanted.p_t),
      `${key} Student p`
    );
}

function checkOverlap(y: Float64Array, x: Float64Array, wanted: JsonObject): void {
  const h = y.length - (figure(wanted.n) ?? 0);
  const n = y.length - h;
  const ahead = Float64Array.from({length: n}, (_, t) =>
    y.subarray(t + 1, t + 1 + h).reduce((total, value) => total + value, 0)
  );
  const fit = leastSquares(ahead, [x.subarray(0, n)]);
  const apart = Float64Array.from({length: Math.ceil(n / h)}, (_, i) => i * h);
  const sparse = leastSquares(
    apart.map((t) => ahead[t] ?? Number.NaN),
    [apart.map((t) => x[t] ?? Number.NaN)]
  );
  if (fit === null || sparse === null) throw new Error("not fitted");
  const t = (of: LeastSquares, errors: ArrayLike<number>) =>
    Array.from(of.coefficients, (value, j) => value / (errors[j] ?? 0));
  const hac = (kernel: "bartlett" | "uniform") =>
    coefficientTests(fit, hacCovariance(fit, {lag: h - 1, kernel})).map((test) => test.standardError ?? Number.NaN);
  expectAllClose(fit.coefficients, figures(wanted.params), "coefficients");
  expectAllClose(t(fit, classicalErrors(fit)), figures(wanted.t_ols_wrong), "iid t");
  expectAllClose(t(fit, hac("bartlett")), figures(wanted[`t_newey_west_L${h - 1}`]), "Newey-West t");
  expectAllClose(t(fit, hac("uniform")), figures(wanted.t_hansen_hodrick), "Hansen-Hodrick t");
  expect(sparse.n).toBe(wanted.n_nonoverlap);
  expectAllClose(t(sparse, classicalErrors(sparse)), figures(wanted.t_non_overlapping), "non-overlapping t");
}

function checkDirections(actual: Float64Array, predicted: Float64Array, golden: JsonObject): void {
  const ours = pesaranTimmermann(actual, predicted);
  const pt = at(golden, "pesaran_timmermann");
  expect(ours.n).toBe(pt.n);
  expectClose(ours.hitRate, figure(pt.hit_rate), "hit rate");
  expectClose(ours.expectedHitRate, figure(pt.p_star), "expected hit rate");
  expectClose(ours.statistic, figure(pt.stat), "PT");
  expectClose(ours.p, figure(pt.p_one_sided), "PT p");
  const hit = at(golden, "binomial_hit");
  const count = {hits: figure(hit.hits) ?? 0, n: figure(hit.n) ?? 0};
  expect(Math.round((ours.hitRate ?? 0) * ours.n)).toBe(count.hits);
  expectClose(hitTest(count).pTwoSided, figure(hit.p_two_sided), "binomial");
  expectClose(hitTest(count).pGreater, figure(hit.p_greater), "binomial, one-sided");
  expectAllClose(wilsonInterval(count) ?? [], figures(hit.ci_wilson), "Wilson");
  expectAllClose(clopperPearsonInterval(count) ?? [], figures(hit.ci_clopper_pearson), "Clopper-Pearson");
  expectAllClose(jeffreysInterval(count) ?? [], figures(hit.ci_jeffreys), "Jeffreys");
  expectAllClose(agrestiCoullInterval(count) ?? [], figures(hit.ci_agresti_coull), "Agresti-Coull");
  const table = signTable(actual, predicted);
  const hm = at(golden, "henriksson_merton_fisher");
  expect([
    [table.upUp, table.upDown],
    [table.downUp, table.downDown]
  ]).toEqual(hm.table);
  const test = henrikssonMerton(table);
  expectClose(test.p, figure(hm.p_one_sided), "Fisher");
  expectAllClose([test.corrected ?? 0, test.correctedP ?? 0], figures(hm.chi2_yates), "Yates");
  expectAllClose([test.chiSquared ?? 0, test.chiSquaredP ?? 0], figures(hm.chi2_nocorr), "chi-squared");
}

function checkMcNemar(wanted: JsonObject): void {
  const discordant = (table: unknown) => {
    const [[, firstOnly = 0] = [], [secondOnly = 0] = []] = table as number[][];
    return {firstOnly, secondOnly};
  };
  const ours = mcNemar(discordant(wanted.table));
  expectClose(ours.exactP, figure(at(wanted, "exact").p), "exact");
  expectClose(ours.corrected, figure(at(wanted, "chi2_corrected").stat), "corrected");
  expectClose(ours.correctedP, figure(at(wanted, "chi2_corrected").p), "corrected p");
  expectClose(ours.uncorrected, figure(at(wanted, "chi2_uncorrected").stat), "uncorrected");
  expectClose(ours.uncorrectedP, figure(at(wanted, "chi2_uncorrected").p), "uncorrected p");
  const small = at(wanted, "exact_small");
  expectClose(mcNemar(discordant(small.table)).p, figure(small.p), "small table");
}

interface Series {
  readonly y: Float64Array;
  readonly x1: Float64Array;
  readonly columns: readonly Float64Array[];
}

function checkDiagnostics({y, x1, columns}: Series, wanted: JsonObject): void {
  for (const [lag, json] of Object.entries(at(wanted, "ljung_box"))) {
    expectClose(ljungBox(y, Number(lag)).statistic, figure((json as JsonObject).stat), `Ljung-Box ${lag}`);
    expectClose(ljungBox(y, Number(lag)).p, figure((json as JsonObject).p), `Ljung-Box p ${lag}`);
  }
  const acf = figures(wanted.acf_1_10);
  expectAllClose(autocorrelations(y, acf.length).subarray(1), acf, "autocorrelations");
  const pacf = figures(wanted.pacf_yw_1_5);
  expectAllClose(partialAutocorrelations(y, pacf.length), pacf, "partial autocorrelations");
  const shape = jarqueBera(y);
  expectClose(shape.statistic, figure(at(wanted, "jarque_bera").stat), "Jarque-Bera");
  expectClose(shape.skewness, figure(at(wanted, "jarque_bera").skew), "skewness");
  expectClose(shape.kurtosis, figure(at(wanted, "jarque_bera").kurt), "kurtosis");
  const root = dickeyFullerTest(levels(y));
  expect([root.lags, root.n]).toEqual([at(wanted, "adf_const_aic").usedlag, at(wanted, "adf_const_aic").nobs]);
  expectClose(root.statistic, figure(at(wanted, "adf_const_aic").stat), "ADF");
  expectClose(root.p, figure(at(wanted, "adf_const_aic").p), "ADF p");
  const kpss = kpssTest(levels(y));
  expect(kpss.lags).toBe(at(wanted, "kpss_c").lags);
  expectClose(kpss.statistic, figure(at(wanted, "kpss_c").stat), "KPSS");
  expectClose(kpss.p, figure(at(wanted, "kpss_c").p), "KPSS p");
  const pair = engleGrangerTest(levels(y), levels(x1));
  expectClose(pair.statistic, figure(at(wanted, "engle_granger").t), "Engle-Granger");
  expectClose(pair.p, figure(at(wanted, "engle_granger").p), "Engle-Granger p");
  const arch = archTest(y, 5);
  expectClose(arch?.lagrange, figure(at(wanted, "arch_lm5").lm), "ARCH");
  expectClose(arch?.f, figure(at(wanted, "arch_lm5").f), "ARCH F");
  expectClose(arch?.fP, figure(at(wanted, "arch_lm5").fp), "ARCH F p");
  const fit = leastSquares(y, columns);
  const heteroskedastic = fit === null ? null : breuschPaganTest(fit);
  expectClose(heteroskedastic?.lagrange, figure(at(wanted, "breusch_pagan").lm), "Breusch-Pagan");
  expectClose(heteroskedastic?.fP, figure(at(wanted, "breusch_pagan").fp), "Breusch-Pagan F p");
}
