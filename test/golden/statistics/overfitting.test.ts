/** Overfitting, labels and splits against published numbers and public implementations (METHODS L2-L6, O1-O6, T-9; trap T14). */
import {describe, expect, it} from "vitest";
import {backtestOverfitting} from "../../../src/lib/statistics/backtest-overfitting.js";
import {
  deflatedSharpe,
  effectiveTrials,
  expectedMaximum,
  minimumBacktest,
  sharpeThreshold
} from "../../../src/lib/statistics/deflated-sharpe.js";
import {
  cusumEvents,
  exponentialDeviation,
  fractionalDifference,
  fractionalWeights
} from "../../../src/lib/statistics/event-sampling.js";
import {haircutSharpe} from "../../../src/lib/statistics/haircut-sharpe.js";
import {tripleBarrier} from "../../../src/lib/statistics/labels.js";
import {meanOverDeviation} from "../../../src/lib/statistics/moments.js";
import type {Adjustment} from "../../../src/lib/statistics/multiple-testing.js";
import {
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeEstimate
} from "../../../src/lib/statistics/probabilistic-sharpe.js";
import {combinatorialFolds, purgedFolds} from "../../../src/lib/statistics/purged-folds.js";
import {sampleUniqueness} from "../../../src/lib/statistics/sample-uniqueness.js";
import {sharpeVarianceFactor} from "../../../src/lib/statistics/sharpe.js";
import {deflateTrial, summarizeLedger} from "../../../src/lib/statistics/trial-ledger.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  figures,
  hasFile,
  type Json,
  type JsonObject,
  readJson,
  readTable
} from "./golden-files.js";

const ADJUSTMENTS: Readonly<Record<string, Adjustment>> = {
  bonferroni: "bonferroni",
  holm: "holm",
  fdr_by: "benjamini-yekutieli"
};

describeWithData("overfitting", goldenFolder(), (folder) => {
  if (!hasFile(folder, "overfit/overfit.json")) return;
  const golden = readJson(folder, "overfit/overfit.json");

  it("reproduces the published PSR and track record lengths", () => {
    for (const [name, json] of Object.entries(at(golden, "psr_paper_examples", "cases"))) {
      const wanted = json as JsonObject;
      const [n = 0, ratio = 0, skew = 0, kurtosis = 0] = ["n", "sr", "skew", "kurt"].map(
        (key) => figure(wanted[key]) ?? 0
      );
      const estimate = {n, ratio, skew, kurtosis};
      expectClose(Math.sqrt(sharpeVarianceFactor(ratio, estimate) / (n - 1)), figure(wanted.sr_std), `${name} error`);
      expectClose(probabilisticSharpe(estimate), figure(wanted.psr0), `${name} PSR`);
      expectClose(minimumTrackRecord(estimate), figure(wanted.min_trl_95), `${name} MinTRL`);
    }
  });

  it("reproduces the published deflated Sharpe ratios", () => {
    const paper = at(golden, "dsr_paper_example");
    const inputs = at(paper, "inputs");
    const periods = figure(inputs.periods_per_year) ?? 0;
    const spread = Math.sqrt((figure(inputs.V_annual_sr_across_trials) ?? 0) / periods);
    const ratio = (figure(inputs.sr_annual) ?? 0) / Math.sqrt(periods);
    for (const [key, json] of Object.entries(at(paper, "computed"))) {
      const [, trials, skew, kurtosis] = /^N(\d+)_(?:skew(-?\d+)_kurt(\d+)|normal)$/.exec(key) ?? [];
      const estimate = {n: figure(inputs.T) ?? 0, ratio, skew: Number(skew ?? 0), kurtosis: Number(kurtosis ?? 3)};
      const ours = deflatedSharpe(estimate, {trials: Number(trials), spread});
      expectClose(ours.threshold, figure((json as JsonObject).sr0_non_annualised), `${key} threshold`);
      expectClose(ours.probability, figure((json as JsonObject).dsr), `${key} DSR`);
    }
    for (const [trials, value] of Object.entries(at(golden, "expected_max_sr_unit_variance")))
      expectClose(expectedMaximum(Number(trials)), figure(value), `largest of ${trials}`);
  });

  for (const name of Object.keys(golden).filter((key) => hasFile(folder, `overfit/returns_${key}.csv`))) {
    const table = readTable(folder, `overfit/returns_${name}.csv`);
    const trials = table.names.map((column) => table.column(column));
    describe(`of the ${name} trials`, () => {
      for (const [key, json] of Object.entries(at(golden, name)).filter(([block]) => /^S\d+$/.test(block)))
        it(`has the same probability with ${key.slice(1)} blocks`, () =>
          checkPbo(trials, Number(key.slice(1)), json as JsonObject));
      it("deflates by the trials' own count and spread", () => checkDeflation(trials, at(golden, name, "dsr")));
      it("cuts the best ratio", () => checkHaircut(trials, at(golden, name, "haircut")));
    });
  }

  it("purges and embargoes folds", () => checkFolds(at(golden, "purged_cv")));

  it("weighs overlapping labels", () => {
    const cv = at(golden, "purged_cv");
    const wanted = at(golden, "concurrency");
    const bars = (wanted.concurrent as readonly Json[]).length;
    const ours = sampleUniqueness({start: figures(cv.t0), end: figures(cv.t1)}, bars);
    expect(Array.from(ours.concurrency)).toEqual(wanted.concurrent);
    expectAllClose(ours.average, figures(wanted.avg_uniqueness), "uniqueness");
    expectClose(ours.mean, figure(wanted.mean), "mean uniqueness");
  });

  it("labels by three barriers, samples by CUSUM and differences by fractions", () => {
    const prices = readTable(folder, "overfit/triple_barrier_prices.csv");
    checkLabels(prices.column("close"), {dates: prices.text("date"), ewm: prices.column("ewm_std_span20")}, golden);
  });
});

function checkPbo(trials: readonly Float64Array[], blocks: number, wanted: JsonObject): void {
  const ours = backtestOverfitting(trials, blocks);
  const own = at(wanted, "own");
  expect(ours.splits.length).toBe(own.n_combos);
  expectClose(ours.probability, figure(own.pbo), "PBO");
  expectClose(ours.probability, figure(at(wanted, "pypbo").pbo), "PBO of the second oracle");
  expectClose(ours.meanLogit, figure(own.mean_logit), "mean logit");
  expectClose(ours.probabilityOfLoss, figure(own.prob_oos_loss), "probability of loss");
  expectClose(ours.degradation?.slope, figure(own.degradation_slope), "slope");
  expectClose(ours.degradation?.intercept, figure(own.degradation_intercept), "intercept");
  expectClose(ours.degradation?.rSquared, figure(own.r2), "R2");
  (own.first5 as readonly JsonObject[]).forEach((split, i) => {
    expect(ours.splits[i]?.blocks).toEqual(split.blocks);
    expect(ours.splits[i]?.best).toBe(split.best);
    expectClose(ours.splits[i]?.inSample, figure(split.is_sr), "in sample");
    expectClose(ours.splits[i]?.outOfSample, figure(split.oos_sr), "out of sample");
    expectClose(ours.splits[i]?.relativeRank, figure(split.omega), "relative rank");
  });
}

function checkDeflation(trials: readonly Float64Array[], wanted: JsonObject): void {
  const best = figure(wanted.best) ?? 0;
  const records = trials.map((returns, i) => ({id: `trial-${i}`, returns}));
  const ours = deflateTrial([...records, {id: "trial-0", returns: trials[0] ?? []}], `trial-${best}`);
  const ledger = summarizeLedger(records);
  expectClose(ours?.ratio, figure(wanted.sr), "ratio");
  expectClose(ledger.spread, figure(wanted.sr_std_trials), "spread");
  expectClose(ledger.counts.meanCorrelation, figure(wanted.avg_corr), "mean correlation");
  expectClose(ledger.counts.byEntropy, figure(wanted.n_eff_entropy), "trials by entropy");
  // Trap T14: the count stays real; the public implementation gives the next whole number.
  expectClose(ledger.counts.byCorrelation, figure(wanted.n_eff_avg_corr), "trials by correlation");
  expect(Math.trunc(effectiveTrials(trials).byCorrelation ?? 0) + 1).toBe(wanted.psr_repo_num_independent);
  expectClose(ours?.byRawCount.threshold, figure(wanted.sr0_N), "threshold");
  expectClose(ours?.byCorrelation?.threshold, figure(wanted.sr0_neff), "threshold by correlation");
  expectClose(ours?.probabilistic, figure(wanted.psr0), "PSR");
  expectClose(ours?.byRawCount.probability, figure(wanted.dsr_N), "DSR");
  expectClose(ours?.byCorrelation?.probability, figure(wanted.dsr_neff), "DSR by correlation");
  expectClose(ours?.minimumTrackRecord, figure(wanted.min_trl_vs_0), "MinTRL");
  const estimate = sharpeEstimate(trials[best] ?? []) ?? {n: 0, ratio: 0, skew: 0, kurtosis: 3};
  const error = Math.sqrt(sharpeVarianceFactor(estimate.ratio, estimate) / (estimate.n - 1));
  expectClose(error, figure(wanted.sr_std_est), "error of the ratio");
  const n = figure(wanted.n_trials) ?? 0;
  expectClose(minimumBacktest(n, 1)?.bound, figure(wanted.min_backtest_length_years_for_SR1), "MinBTL");
  expect(sharpeThreshold(1, 1)).toBe(0);
}

function checkHaircut(trials: readonly Float64Array[], wanted: JsonObject): void {
  const ratios = trials.map((returns) => meanOverDeviation(returns));
  const index = ratios.indexOf(Math.max(...ratios));
  const n = trials[0]?.length ?? 0;
  for (const [key, json] of Object.entries(wanted)) {
    const ours = haircutSharpe(ratios, {n, index, adjustment: ADJUSTMENTS[key] ?? "bonferroni"});
    const figuresOf = json as JsonObject;
    expectClose(ours.pRaw, figure(figuresOf.p_raw), `${key} p`);
    expectClose(ours.pAdjusted, figure(figuresOf.p_adj), `${key} adjusted p`);
    expectClose(ours.haircutRatio * Math.sqrt(365), figure(figuresOf.haircut_sr_annual_365), `${key} ratio`);
    expectClose(ours.haircut, figure(figuresOf.haircut_pct), `${key} haircut`);
  }
}

function checkFolds(wanted: JsonObject): void {
  const spans = {start: figures(wanted.t0), end: figures(wanted.t1)};
  for (const [key, json] of Object.entries(at(wanted, "kfold"))) {
    const [, folds, embargo] = /^k(\d+)_emb([\d.]+)$/.exec(key) ?? [];
    const ours = purgedFolds(spans, {folds: Number(folds), embargo: Number(embargo)});
    expect(
      ours.map((fold) => ({train: Array.from(fold.train), test: Array.from(fold.test)})),
      key
    ).toEqual(json);
  }
  const cpcv = at(wanted, "cpcv");
  const [groups = 0, testGroups = 0, embargo = 0] = [cpcv.N, cpcv.k, cpcv.embargo].map((value) => figure(value) ?? 0);
  const ours = combinatorialFolds(spans, {groups, testGroups, embargo});
  expect(ours.splits.length).toBe(cpcv.n_splits);
  expect(ours.paths).toBe(cpcv.n_paths);
  expect(
    ours.splits.map((split) => ({
      test_groups: split.testGroups,
      train: Array.from(split.train),
      test: Array.from(split.test)
    }))
  ).toEqual(cpcv.splits);
  expect(ours.assignments).toEqual(cpcv.path_assignment);
}

function checkLabels(
  close: Float64Array,
  {dates, ewm}: {readonly dates: readonly string[]; readonly ewm: Float64Array},
  golden: JsonObject
): void {
  const returns = close.map((price, i) => (i === 0 ? Number.NaN : price / (close[i - 1] ?? Number.NaN) - 1));
  const targets = exponentialDeviation(returns, 20);
  expectAllClose(targets, ewm, "exponential deviation");
  const wanted = at(golden, "triple_barrier");
  const rows = wanted.events as readonly JsonObject[];
  const [, profit, stop, horizon] =
    /pt=([\d.]+)\*vol, sl=([\d.]+)\*vol.*vertical (\d+) bars/.exec(String(wanted.rule)) ?? [];
  const events = rows.map((row) => figure(row.i) ?? 0);
  const options = {profit: Number(profit), stop: Number(stop), horizon: Number(horizon)};
  const ours = tripleBarrier({close}, {events, targets}, options);
  rows.forEach((row, i) => {
    const label = ours.labels[i];
    expect([label?.event, label?.exit, label?.label, dates[label?.exit ?? 0]], `event ${i}`).toEqual([
      row.i,
      row.exit,
      row.label,
      row.t1
    ]);
    expectClose(label?.return, figure(row.ret), `return ${i}`);
    expectClose(targets[label?.event ?? 0], figure(row.target), `target ${i}`);
  });
  const cusum = at(golden, "cusum_filter");
  const changes = close.map((price, i) => (i === 0 ? Number.NaN : Math.log(price / (close[i - 1] ?? Number.NaN))));
  expect(cusumEvents(changes, figure(cusum.h) ?? 0).map((i) => dates[i])).toEqual(cusum.events);
  const fraction = at(golden, "fracdiff");
  const d = figure(fraction.d) ?? 0;
  const weights = figures(fraction.weights_first10);
  expectAllClose(fractionalWeights(d, weights.length), weights, "weights");
  for (const [key, json] of Object.entries(fraction)) {
    const width = Number(/^fixed_width_(\d+)_log_close/.exec(key)?.[1]);
    if (Number.isNaN(width)) continue;
    const difference = fractionalDifference(close.map(Math.log), {d, width}).subarray(width - 1);
    const values = figures(json);
    expectAllClose(difference.subarray(0, values.length), values, "fractional difference");
  }
}
