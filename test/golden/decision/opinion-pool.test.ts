/** The consensus and the agents' weights against the reference ensembles: Bayes, fixed share, logarithmic pool. */
import {expect, it} from "vitest";
import {poolPredictions} from "../../../src/lib/decision/consensus.js";
import {createExpertWeights} from "../../../src/lib/decision/expert-weights.js";
import {createShareLayouts} from "../../../src/lib/decision/share-layout.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {candleClosed} from "../../unit/agents/agent-tape.js";
import {predictionMade} from "../../unit/decision/decision-tape.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  figures,
  hasFile,
  readJson,
  readTable
} from "../statistics/golden-files.js";

describeWithData("the ensemble", goldenFolder(), (folder) => {
  if (!hasFile(folder, "ensemble/ensemble_attribution.json")) return;
  const golden = readJson(folder, "ensemble/ensemble_attribution.json");
  const table = readTable(folder, "ensemble/agents.csv");
  const agents = table.names.filter((name) => name !== "y");
  const forecasts = agents.map((name) => table.column(name));
  const outcomes = table.column("y");

  const logLosses = (row: number) =>
    forecasts.map((column) => {
      const p = column[row] ?? Number.NaN;
      return -Math.log(outcomes[row] === 1 ? p : 1 - p);
    });

  /** Normalised weights after all rounds, and the log loss of the mixture on the way. */
  function run(fixedShare: number): {weights: number[]; loss: number} {
    const weights = createExpertWeights();
    const current = () => {
      const raw = agents.map(weights.weightOf);
      const mass = raw.reduce((sum, weight) => sum + weight, 0);
      return raw.map((weight) => weight / mass);
    };
    let loss = 0;
    for (let row = 0; row < outcomes.length; row++) {
      const losses = logLosses(row);
      loss -= Math.log(current().reduce((sum, weight, i) => sum + weight * Math.exp(-(losses[i] ?? 0)), 0));
      weights.update(agents, losses, {learningRate: 1, fixedShare});
    }
    return {weights: current(), loss};
  }

  it("weighs agents by past log loss as Bayes does at a learning rate of 1", () => {
    const expected = at(golden, "bma_log_loss_eta1");
    const {weights, loss} = run(0);
    expectAllClose(weights, figures(expected.final_weights), "weights", {relative: 1e-8});
    expectClose(loss, figure(expected.mixture_cum_log_loss), "mixture");
  });

  it("deals out a fixed share at each outcome", () => {
    const [key = "", share = ""] = Object.keys(golden).flatMap((name) => {
      const match = /^fixed_share_([\d.]+)_log_loss$/.exec(name);
      return match === null ? [] : [name, match[1] ?? ""];
    });
    const expected = at(golden, key);
    const {weights, loss} = run(Number(share));
    expectAllClose(weights, figures(expected.final_weights), "weights", {relative: 1e-8});
    expectClose(loss, figure(expected.mixture_cum_log_loss), "mixture");
  });

  it("pools probabilities logarithmically", () => {
    const expected = at(golden, "opinion_pools");
    const weights = figures(expected.weights);
    const pooled = figures(expected.logarithmic_first5).map((_, row) => {
      const candle = candleClosed(row, 100);
      const predictions = agents.map((agent, i) =>
        predictionMade(candle, {agent, probabilityUp: forecasts[i]?.[row] ?? Number.NaN})
      );
      const weightOf = (agent: string) => weights[agents.indexOf(agent)] ?? 0;
      return poolPredictions(predictions, {weightOf, layoutOf: createShareLayouts()})?.probabilityUp ?? Number.NaN;
    });
    expect(pooled.length).toBeGreaterThan(0);
    expectAllClose(pooled, figures(expected.logarithmic_first5), "pool");
  });
});
