/** Ensembles of agents against direct formulas (METHODS E1-E6). */
import {expect, it} from "vitest";
import {
  bayesianAverage,
  bayesMixtureLoss,
  exponentialWeights,
  hedgeRate,
  hedgeRegretBound,
  mixtureForecasts,
  type WeightPath
} from "../../../src/lib/statistics/expert-weights.js";
import {ambiguityDecomposition, batesGranger} from "../../../src/lib/statistics/forecast-combination.js";
import {matrixFromColumns} from "../../../src/lib/statistics/matrix.js";
import {
  extremisedPool,
  linearPool,
  logarithmicPool,
  medianPool,
  trimmedPool
} from "../../../src/lib/statistics/opinion-pools.js";
import {
  nonNegativeLeastSquares,
  poolLogLoss,
  stackOnLogits,
  stackOnSimplex
} from "../../../src/lib/statistics/stacking.js";
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

const FITTED = {relative: 1e-5, absolute: 1e-5};
const LOSS = {relative: 1e-8, absolute: 1e-8};

describeWithData("ensembles", goldenFolder(), (folder) => {
  if (!hasFile(folder, "ensemble/ensemble_attribution.json")) return;
  const golden = readJson(folder, "ensemble/ensemble_attribution.json");
  const table = readTable(folder, "ensemble/agents.csv");
  const y = table.column("y");
  const agents = table.names.filter((name) => name !== "y").map((name) => table.column(name));
  const probabilities = matrixFromColumns(agents);
  const {rows, columns} = probabilities;

  it("weigh agents by exponential weights within the regret bound", () => {
    const wanted = at(golden, "hedge_brier");
    const losses = {
      rows,
      columns,
      values: probabilities.values.map((p, i) => (p - (y[Math.floor(i / columns)] ?? 0)) ** 2)
    };
    const path = exponentialWeights(losses, {rate: hedgeRate(columns, rows)});
    expectClose(hedgeRate(columns, rows), figure(wanted.eta), "rate");
    checkWeights(path, wanted);
    expectClose(path.expectedLoss, figure(wanted.expected_loss_sum), "expected loss");
    const mixture = mixtureForecasts(probabilities, path).reduce((total, p, t) => total + (p - (y[t] ?? 0)) ** 2, 0);
    expectClose(mixture, figure(wanted.mixture_forecast_brier_sum), "mixture");
    expect(path.best).toBe(wanted.best_agent);
    expectAllClose(path.expertLosses, figures(wanted.agent_losses), "agents' losses");
    expectClose(path.regret, figure(wanted.regret_expected), "regret");
    expectClose(hedgeRegretBound(columns, rows), figure(wanted.bound), "bound");
  });

  it("average by Bayes with an exact loss", () => {
    const wanted = at(golden, "bma_log_loss_eta1");
    const ours = bayesianAverage(probabilities, y);
    checkWeights(ours.path, wanted);
    expectClose(ours.logLoss, figure(wanted.mixture_cum_log_loss), "mixture");
    expectClose(bayesMixtureLoss(ours.expertLogLosses), figure(wanted.closed_form_minus_log_marginal), "closed form");
    expectClose(ours.logLoss, bayesMixtureLoss(ours.expertLogLosses), "identity", LOSS);
    expectAllClose(ours.expertLogLosses, figures(wanted.agent_cum_log_loss), "agents' losses");
    for (const [key, json] of Object.entries(golden)) {
      const share = /^fixed_share_([\d.]+)_log_loss$/.exec(key)?.[1];
      if (share === undefined) continue;
      const shared = bayesianAverage(probabilities, y, {share: Number(share)});
      checkWeights(shared.path, json as JsonObject);
      expectClose(shared.logLoss, figure((json as JsonObject).mixture_cum_log_loss), "shared mixture");
    }
  });

  it("pool opinions in six ways", () => {
    const wanted = at(golden, "opinion_pools");
    const weights = figures(wanted.weights);
    const ones = weights.map(() => 1);
    const opinions = (t: number) => agents.map((agent) => agent[t] ?? Number.NaN);
    const pools: readonly [string, (p: readonly number[]) => number | null][] = [
      ["linear_first5", (p) => linearPool(p, weights)],
      ["logarithmic_first5", (p) => logarithmicPool(p, weights)],
      ["log_pool_unnormalised_weights_1_each_first5", (p) => logarithmicPool(p, ones)],
      ["extremised_a2_mean_logit_first5", (p) => extremisedPool(p, 2)],
      ["median_first5", medianPool],
      ["trimmed_mean_drop1_each_side_first5", (p) => trimmedPool(p, 1)]
    ];
    for (const [key, pool] of pools)
      figures(wanted[key]).forEach((value, t) => {
        expectClose(pool(opinions(t)), value, `${key} ${t}`);
      });
  });

  it("are stacked on the first half", () => {
    const wanted = at(golden, "stacking_first_half");
    const half = rows / 2;
    const first = agents.map((agent) => agent.subarray(0, half));
    const later = agents.map((agent) => agent.subarray(half));
    const stack = stackOnSimplex(first, y.subarray(0, half));
    expectAllClose(stack.weights, figures(wanted.simplex_log_loss_weights_EM), "EM", FITTED);
    expectAllClose(stack.weights, figures(wanted.simplex_log_loss_weights_SLSQP), "second optimiser", FITTED);
    expectClose(stack.logLoss, figure(wanted.train_log_loss), "training loss", LOSS);
    const test = poolLogLoss(later, y.subarray(half), stack.weights);
    expectClose(test, figure(wanted.test_log_loss), "test loss", {relative: 1e-6});
    expectAllClose(nonNegativeLeastSquares(first, y.subarray(0, half)), figures(wanted.nnls_weights), "NNLS", FITTED);
    const logits = stackOnLogits(first, y.subarray(0, half));
    expectAllClose(logits?.coefficients ?? [], figures(wanted.logistic_stack_params), "logistic", FITTED);
  });

  it("combine by past errors and gain by diversity", () => {
    const errors = agents.map((agent) => agent.map((p, t) => p - (y[t] ?? 0)));
    const ours = batesGranger(errors);
    const wanted = at(golden, "bates_granger");
    const covariance = (wanted.error_cov_ddof1 as unknown as number[][]).flat();
    expectAllClose(ours.covariance.values, covariance, "covariance");
    expectAllClose(ours.optimal ?? [], figures(wanted.optimal_weights), "optimal");
    expectAllClose(ours.inverseError, figures(wanted.inverse_mse_weights), "inverse error");
    const ambiguity = ambiguityDecomposition(agents, y);
    const identity = at(golden, "ambiguity_decomposition");
    expectClose(ambiguity.meanMemberError, figure(identity.mean_member_mse), "members");
    expectClose(ambiguity.ensembleError, figure(identity.ensemble_mse), "ensemble");
    expectClose(ambiguity.diversity, figure(identity.diversity), "diversity");
  });
});

/** `weights_t100` are the weights after 100 rounds, that is, those used in round 100 counted from 0. */
function checkWeights(path: WeightPath, wanted: JsonObject): void {
  expectAllClose(path.final, figures(wanted.final_weights), "final weights");
  for (const [key, json] of Object.entries(wanted)) {
    const round = /^weights_t(\d+)$/.exec(key)?.[1];
    if (round === undefined) continue;
    const start = Number(round) * path.experts;
    expectAllClose(path.used.subarray(start, start + path.experts), figures(json), key);
  }
}
