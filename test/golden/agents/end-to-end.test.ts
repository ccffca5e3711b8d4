/**
 * Recorded predictions over real bars, through the agent engine and the scoring of its events, against the reference
 * evaluation: resolution, unresolved predictions and every figure of the board.
 */
import {expect, it} from "vitest";
import {type AgentDefinition, type AgentForecast, defineAgent} from "../../../src/lib/agents/agent.js";
import {createAgentEngine} from "../../../src/lib/agents/agent-engine.js";
import {scoreAgents} from "../../../src/lib/agents/score-agents.js";
import {type ScoredPrediction, scoredPredictions} from "../../../src/lib/agents/scored-prediction.js";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {candleClosed, factorsCalculated, heard, only} from "../../unit/agents/agent-tape.js";
import {
  at,
  expectClose,
  figure,
  hasFile,
  type JsonObject,
  marketPath,
  readJson,
  readTable,
  type Table
} from "../statistics/golden-files.js";

describeWithData("agents end to end", goldenFolder() === null ? null : marketFolder(), (market) => {
  const folder = goldenFolder() ?? "";
  if (!hasFile(folder, "agents/evaluation.json")) return;
  const golden = readJson(folder, "agents/evaluation.json");
  const candles = readTable(market, marketPath(market, String(golden.rules)));
  const recorded = readTable(folder, "agents/predictions.csv");

  for (const [key, figures] of Object.entries(at(golden, "agents")))
    it(`give ${key} the reference figures`, () => {
      const [agent = "", horizon = ""] = key.split("|");
      const recording = recordingOf(recorded, {agent, horizonDays: Number(horizon)});
      const rows = play(candles, {agent, horizonDays: Number(horizon), recording});
      expect(rows.length).toBe(recording.size);
      const [score] = scoreAgents(rows, {tie: "down"}).agents;
      if (score === undefined) throw new Error("the agent has no score");
      check(score, figures as JsonObject);
    });
});

type Recording = ReadonlyMap<number, {readonly probabilityUp: number; readonly expectedReturn: number}>;

/** By the start of the bar at whose close the prediction was made. */
function recordingOf(table: Table, {agent, horizonDays}: {agent: string; horizonDays: number}): Recording {
  const [agents, horizons, times] = [table.text("agent"), table.column("horizon_days"), table.column("ts_ms")];
  const [probabilities, returns] = [table.column("p_up"), table.column("expected_return")];
  return new Map(
    agents.flatMap((name, i) =>
      name === agent && horizons[i] === horizonDays
        ? [[times[i] ?? 0, {probabilityUp: probabilities[i] ?? 0, expectedReturn: returns[i] ?? 0}] as const]
        : []
    )
  );
}

interface Play {
  readonly agent: string;
  readonly horizonDays: number;
  readonly recording: Recording;
}

/** Daily candles through an engine whose one agent says what was recorded. */
function play(candles: Table, {agent, horizonDays, recording}: Play): ScoredPrediction[] {
  const engine = createAgentEngine({
    agents: [recordedAgent(agent, recording)],
    timeframe: "1d",
    horizonCandles: horizonDays,
    calibration: {method: "none", refitEvery: 1, minimumOutcomes: 1, halfLifeOutcomes: 1}
  });
  const [times, closes] = [candles.column("ts_ms"), candles.column("close")];
  const said = Array.from(times, (time, i) => {
    const plain = candleClosed(0, closes[i] ?? Number.NaN, {timeframe: "1d"});
    const closeTime = time + DAY_MS;
    const candle = {...plain, id: `candle:${closeTime}`, payload: {...plain.payload, openTime: time, closeTime}};
    return heard(engine, [candle, factorsCalculated(candle, {any: 0})]);
  }).flat();
  return scoredPredictions(only(said, "PredictionMade"), only(said, "PredictionScored"));
}

function recordedAgent(name: string, recording: Recording): AgentDefinition {
  return defineAgent({
    name,
    version: "1.0.0",
    title: name,
    description: "Says what was recorded.",
    factors: ["any"],
    parameters: {},
    create: () => ({
      predict: ({closeTime}): AgentForecast | null => {
        const said = recording.get(closeTime - DAY_MS);
        if (said === undefined) return null;
        const score = Math.log(said.probabilityUp / (1 - said.probabilityUp));
        return {score, bias: score, contributions: [0], expectedReturn: said.expectedReturn, confidence: 0};
      },
      learn: () => {},
      snapshot: () => null,
      restore: () => {}
    })
  });
}

function check(score: ReturnType<typeof scoreAgents>["agents"][number], expected: JsonObject): void {
  const {raw, points} = score;
  expect({n: score.n, unresolved: score.unresolved, lag: score.lag}).toEqual({
    n: expected.n,
    unresolved: expected.unresolved,
    lag: expected.dm_vs_coin_hac_lag
  });
  expectClose(raw.scores.baseRate, figure(expected.base_rate), "base rate");
  expectClose(raw.scores.brier, figure(expected.brier), "Brier");
  expectClose(raw.scores.brierSkillClimatology, figure(expected.brier_skill_vs_base), "skill");
  expectClose(raw.scores.logLoss, figure(expected.log_loss), "log loss");
  expectClose(raw.bins.errorL1, figure(expected.ece10), "calibration error");
  expectClose(raw.calls.hitRate, figure(expected.hit_rate), "hit rate");
  expectClose(raw.againstCoin.mean, figure(expected.mean_diff_brier_vs_coin), "against the coin");
  expectClose(raw.againstCoin.t, figure(expected.dm_vs_coin_t), "t against the coin");
  expectClose(points.rankCorrelation, figure(expected.ic_spearman_exp_ret), "rank correlation");
  expectClose(points.correlation, figure(expected.ic_pearson), "correlation");
  expectClose(points.rootMeanSquaredError, figure(expected.rmse_exp_ret), "RMSE");
  expectClose(score.meanRealisedWhenLong, figure(expected.mean_realised_when_long), "realised when long");
  expectClose(points.mincerZarnowitz?.intercept, figure(at(expected, "mz_regression").a), "intercept");
  expectClose(points.mincerZarnowitz?.slope, figure(at(expected, "mz_regression").b), "slope");
}
