/** Agents' predictions over real bars, end to end by the rules in the file (METHODS section 4). */
import {expect, it} from "vitest";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {overlapLagOf} from "../../../src/lib/statistics/effective-sample-size.js";
import {boardRow} from "../../../src/lib/statistics/prediction-board.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {at, expectClose, figure, hasFile, type JsonObject, marketPath, readJson, readTable} from "./golden-files.js";

describeWithData("agent evaluation", goldenFolder() === null ? null : marketFolder(), (market) => {
  const folder = goldenFolder() ?? "";
  if (!hasFile(folder, "agents/evaluation.json")) return;
  const golden = readJson(folder, "agents/evaluation.json");
  const candles = readTable(market, marketPath(market, String(golden.rules)));
  const times = candles.column("ts_ms");
  const close = candles.column("close");
  const closeAt = new Map(Array.from(times, (time, i) => [time, close[i] ?? Number.NaN]));
  const table = readTable(folder, "agents/predictions.csv");
  const [agents, horizons] = [table.text("agent"), table.column("horizon_days")];
  const [made, pUp, expectedReturn] = [table.column("ts_ms"), table.column("p_up"), table.column("expected_return")];

  for (const [key, expected] of Object.entries(at(golden, "agents")))
    it(`scores ${key} as the rules say`, () => {
      const [agent, horizon = ""] = key.split("|");
      const rows = agents.flatMap((name, i) => (name === agent && horizons[i] === Number(horizon) ? [i] : []));
      const realised = rows.map((i) => {
        const start = made[i] ?? Number.NaN;
        return (closeAt.get(start + Number(horizon) * DAY_MS) ?? Number.NaN) / (closeAt.get(start) ?? Number.NaN) - 1;
      });
      const row = boardRow(
        {
          probabilities: rows.map((i) => pUp[i] ?? Number.NaN),
          expectedReturns: rows.map((i) => expectedReturn[i] ?? Number.NaN),
          realisedReturns: realised
        },
        {
          lag: overlapLagOf({horizon: Number(horizon) * DAY_MS, step: stepOf(rows.map((i) => made[i] ?? 0))}),
          tie: "down"
        }
      );
      check(row, expected as JsonObject);
    });
});

function stepOf(times: readonly number[]): number {
  return Math.min(...times.slice(1).map((time, i) => time - (times[i] ?? 0)));
}

function check(row: ReturnType<typeof boardRow>, expected: JsonObject): void {
  expect(row.n).toBe(expected.n);
  expect(row.unresolved).toBe(expected.unresolved);
  expectClose(row.scores.baseRate, figure(expected.base_rate), "base rate");
  expectClose(row.scores.brier, figure(expected.brier), "Brier");
  expectClose(row.scores.brierSkillClimatology, figure(expected.brier_skill_vs_base), "skill");
  expectClose(row.scores.logLoss, figure(expected.log_loss), "log loss");
  expectClose(row.calibrationError, figure(expected.ece10), "calibration error");
  expectClose(row.calls.hitRate, figure(expected.hit_rate), "hit rate");
  expectClose(row.againstCoin.mean, figure(expected.mean_diff_brier_vs_coin), "against the coin");
  expect(row.againstCoin.lag).toBe(expected.dm_vs_coin_hac_lag);
  expectClose(row.againstCoin.t, figure(expected.dm_vs_coin_t), "t against the coin");
  expectClose(row.points.rankCorrelation, figure(expected.ic_spearman_exp_ret), "rank correlation");
  expectClose(row.points.correlation, figure(expected.ic_pearson), "correlation");
  expectClose(row.points.rootMeanSquaredError, figure(expected.rmse_exp_ret), "RMSE");
  expectClose(row.meanRealisedWhenLong, figure(expected.mean_realised_when_long), "realised when long");
  expectClose(row.points.mincerZarnowitz?.intercept, figure(at(expected, "mz_regression").a), "intercept");
  expectClose(row.points.mincerZarnowitz?.slope, figure(at(expected, "mz_regression").b), "slope");
}
