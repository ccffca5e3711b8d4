/** Many models and many tests at once: arch's SPA, StepM and MCS on stored resamples, statsmodels' adjustments (trap T8). */
import {expect, it} from "vitest";
import {bootstrapStatistics, percentileInterval, type ResampleIndices} from "../../../src/lib/statistics/bootstrap.js";
import {famaMacBeth} from "../../../src/lib/statistics/fama-macbeth.js";
import {forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {modelConfidenceSet} from "../../../src/lib/statistics/model-confidence-set.js";
import {mean, meanOverDeviation, standardDeviation} from "../../../src/lib/statistics/moments.js";
import {type Adjustment, adjustPValues, bonferroniHurdle} from "../../../src/lib/statistics/multiple-testing.js";
import {optimalBlockLength} from "../../../src/lib/statistics/optimal-block-length.js";
import {maskedBy} from "../../../src/lib/statistics/panel.js";
import {
  realityCheck,
  stepwiseSuperior,
  superiorPredictiveAbility
} from "../../../src/lib/statistics/predictive-ability.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {readFactorTables} from "./factor-tables.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  figures,
  hasFile,
  type Json,
  readJson,
  readTable,
  readText
} from "./golden-files.js";

const ADJUSTMENTS: Readonly<Record<string, Adjustment>> = {
  bonferroni: "bonferroni",
  sidak: "sidak",
  holm: "holm",
  "holm-sidak": "holm-sidak",
  "simes-hochberg": "hochberg",
  hommel: "hommel",
  fdr_bh: "benjamini-hochberg",
  fdr_by: "benjamini-yekutieli",
  fdr_tsbh: "two-stage-bh",
  fdr_tsbky: "two-stage-bky"
};

describeWithData("many models", goldenFolder(), (folder) => {
  if (!hasFile(folder, "infer/inference.json")) return;
  const golden = readJson(folder, "infer/inference.json");
  const losses = readTable(folder, "infer/spa_losses.csv");
  const [bench = "", ...names] = losses.names;
  const benchmark = losses.column(bench);
  const models = names.map((name) => losses.column(name));
  const sets = storedSets(folder, benchmark.length);
  const spa = at(golden, "spa");
  const block = figure(spa.block) ?? 0;

  it("are compared with a benchmark, studentised and not", () => {
    const studentised = superiorPredictiveAbility(benchmark, models, {sets, block});
    const plain = superiorPredictiveAbility(benchmark, models, {sets, block, studentised: false});
    expectAllClose(studentised.meanDifferences, figures(spa.mean_loss_diff), "mean differences");
    expectAllClose(studentised.omegaSquared, figures(spa.omega2), "omega squared");
    const paper = at(spa, "hansen2005_studentised");
    expectClose(studentised.statistic, figure(paper.stat), "Hansen's statistic");
    for (const form of ["lower", "consistent", "upper"] as const) {
      expectClose(studentised[form].p, figure(at(paper, "pvalues")[form]), `Hansen ${form}`);
      // Trap T8: arch says "studentised" and compares plain means; the plain variant equals it.
      expectClose(plain[form].p, figure(at(spa, "own_unstudentised", "pvalues")[form]), `plain ${form}`);
      expectClose(plain[form].p, figure(at(spa, "arch_pvalues")[form]), `arch ${form}`);
    }
    expectClose(
      (plain.statistic ?? 0) / Math.sqrt(benchmark.length),
      figure(at(spa, "own_unstudentised").stat),
      "plain statistic"
    );
    expectClose(realityCheck(benchmark, models, {sets, block}).p, figure(spa.white_reality_check_p), "reality check");
    expect(plain.better).toEqual(spa.better_models_arch_5pct);
    expect(stepwiseSuperior(benchmark, models, {sets, block, studentised: false})).toEqual(
      at(golden, "stepm_arch").superior
    );
  });

  it("leave a confidence set", () => {
    const wanted = at(golden, "mcs_arch_max_10pct");
    const alpha = 0.1;
    const ours = modelConfidenceSet(models, {sets, alpha});
    for (const [model, json] of Object.entries(at(wanted, "pvalues"))) {
      const p = figure(json) ?? Number.NaN;
      const tolerance = sampling(p, sets.resamples);
      const member = ours.eliminated.find((one) => one.model === Number(model));
      expectClose(member?.p, p, `p of model ${model}`, tolerance);
      // Nearer to the level than the resamples can tell, either answer is right.
      if (Math.abs(p - alpha) <= tolerance.absolute) continue;
      const isKept = (wanted.included as readonly Json[]).includes(Number(model));
      expect(ours.included.includes(Number(model)), `model ${model} is kept`).toBe(isKept);
    }
  });

  it("share an automatic block length and one set of resamples", () => {
    const y = readTable(folder, "infer/hac_xy.csv").column("y");
    const wanted = at(golden, "optimal_block_length_arch");
    expectClose(optimalBlockLength(y).stationary, figure(wanted.stationary), "stationary block");
    expectClose(optimalBlockLength(y).circular, figure(wanted.circular), "circular block");
    const sample = y.subarray(0, sets.n);
    const draws = bootstrapStatistics(sample, sets, meanOverDeviation);
    const sharpe = at(golden, "bootstrap_sharpe_given_indices");
    const interval = percentileInterval(draws, {estimate: meanOverDeviation(sample)});
    expectClose(interval.estimate, figure(sharpe.point), "Sharpe");
    expectClose(mean(draws), figure(sharpe.mean), "mean draw");
    expect([standardDeviation(draws), standardDeviation(draws, 0)].some((std) => near(std, figure(sharpe.std)))).toBe(
      true
    );
    expectAllClose([interval.low ?? 0, interval.high ?? 0], figures(sharpe.pct_ci_95), "interval");
  });

  it("adjust their p-values in ten ways", () => {
    const wanted = at(golden, "multiple_testing");
    const alpha = figure(wanted.alpha) ?? 0;
    const p = figures(wanted.pvalues);
    for (const [key, adjustment] of Object.entries(ADJUSTMENTS)) {
      const ours = adjustPValues(p, adjustment, alpha);
      expectAllClose(ours, figures(at(wanted, key).adjusted), key);
      expect(ours.filter((value) => value <= alpha).length, key).toBe(at(wanted, key).n_reject);
    }
    for (const [trials, hurdle] of Object.entries(at(golden, "bonferroni_t_hurdle_normal_two_sided_5pct")))
      expectClose(bonferroniHurdle(Number(trials)), figure(hurdle), `hurdle of ${trials}`);
  });

  it("are priced date by date", () => {
    const wanted = at(golden, "fama_macbeth");
    const lambdas = readTable(folder, "infer/fama_macbeth_lambdas.csv");
    const tables = readFactorTables(folder, "factor");
    const horizon = Number(/(\d+)-day/.exec(String(wanted.setup))?.[1]);
    const names = lambdas.names.slice(2);
    const given = names.map((name) => tables.factors[name] ?? tables.prices);
    const forward = forwardReturns(tables.prices, {horizon}).panel;
    const factors = given.map((factor) => maskedBy(factor, ...given));
    const ours = famaMacBeth(factors, forward, {horizon});
    expect(ours.dates).toBe(wanted.n_periods);
    lambdas.names.slice(1).forEach((name, k) => {
      const price = ours.prices[k];
      const figuresOf = at(wanted, name);
      expectClose(price?.mean, figure(figuresOf.mean), `${name} mean`);
      expectClose(price?.independent.standardError, figure(figuresOf.se), `${name} error`);
      expectClose(price?.independent.t, figure(figuresOf.t), `${name} t`);
      expectClose(price?.neweyWest.t, figure(figuresOf[`t_nw_L${price?.neweyWest.lag}`]), `${name} Newey-West t`);
      const byDate = new Map(
        tables.dates.map((date, row) => [date, ours.byDate[row * lambdas.names.slice(1).length + k] ?? Number.NaN])
      );
      const mine = lambdas.text("date").map((date) => byDate.get(date) ?? Number.NaN);
      expectAllClose(mine, lambdas.column(name), `${name} by date`);
    });
  });
});

function storedSets(folder: string, n: number): ResampleIndices {
  const rows = readText(folder, "infer/spa_bootstrap_indices.csv.gz").trimEnd().split(/\r?\n/);
  const indices = Int32Array.from(rows.flatMap((row) => row.split(",").map(Number)));
  return {n, resamples: rows.length, indices};
}

function near(value: number, wanted: number | null): boolean {
  return Math.abs(value - (wanted ?? Number.NaN)) <= 1e-9 * Math.abs(wanted ?? Number.NaN);
}

/** Three Monte-Carlo errors: the oracle drew resamples of its own. */
function sampling(p: number, resamples: number): {relative: number; absolute: number} {
  return {relative: 0, absolute: 3 * Math.sqrt(Math.max(p * (1 - p), 1 / resamples) / resamples)};
}
