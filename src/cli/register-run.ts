/**
 * A backtest that the trial registry knows: registered before it runs, its figures written before anybody sees them.
 * The run's row in `backtest_runs` and its trial say the same.
 */
import type {Pool} from "pg";
import {hashValue} from "../lib/core/hash.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {TrialResult} from "../lib/integration/sweep/trial-result.js";
import type {TrialEvidence} from "../lib/integration/trial-evidence.js";
import type {BacktestRun} from "../loaders/research/run-backtest.js";
import {openTrialRegistry, runRegistered, settleAbandoned, type TrialTicket} from "../loaders/run/trial-registry.js";
import {trialsOf} from "../loaders/run/trials-of.js";
import {openWorkbench} from "../loaders/workbench/open-workbench.js";

export interface RegisterRunRequest {
  readonly plan: StrategyPlan;
  readonly snapshot: string;
  readonly codeCommit: string;
  /** Open times of the first and the last traded candle. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
}

export interface RegisteredRun {
  readonly ticket: TrialTicket;
  /** Writes the trial's figures, and gives all that was ever tried in this strategy's name. */
  register(trial: TrialResult): Promise<TrialEvidence>;
}

const BEGIN =
  "insert into backtest_runs (id, snapshot, strategy, configuration_hash, code_commit, seed, status, started_at) values ($1, $2, $3, $4, $5, $6, 'running', now()) on conflict (id) do update set status = 'running', started_at = now(), error = null";
const FINISH = "update backtest_runs set status = 'finished', finished_at = now(), metrics = $2 where id = $1";
const FAIL = "update backtest_runs set status = 'failed', finished_at = now(), error = $2 where id = $1";

/** @throws what `work` throws, after the registry says that the run failed */
export async function registeredRun(
  request: RegisterRunRequest,
  work: (run: RegisteredRun) => Promise<BacktestRun>
): Promise<BacktestRun> {
  const workbench = await openWorkbench();
  try {
    return await inRegistry(workbench.pool, request, work);
  } finally {
    await workbench.close();
  }
}

async function inRegistry(
  pool: Pool,
  {plan, snapshot, codeCommit, firstOpenTime: from, lastOpenTime: to}: RegisterRunRequest,
  work: (run: RegisteredRun) => Promise<BacktestRun>
): Promise<BacktestRun> {
  const {name, seed, timeframe} = plan.strategy;
  const run = hashValue({hash: plan.hash, snapshot, codeCommit, from, to});
  await settleAbandoned(pool);
  await pool.query(BEGIN, [run, snapshot, name, plan.hash, codeCommit, seed]);
  const identity = {
    ...{family: name, strategy: name, parameters: {}, configurationHash: plan.hash},
    ...{codeCommit, snapshot, timeframe, from, to, sweep: null, run}
  };
  try {
    const registry = openTrialRegistry(pool);
    return await runRegistered(registry, identity, async (ticket) => {
      const register = async (result: TrialResult) => {
        await registry.finish([{ticket, result}]);
        const {count, sharpes, returns} = await trialsOf(pool, {family: name, timeframe});
        return {count, sharpes, columns: returns?.columns ?? null};
      };
      const done = await work({ticket, register});
      await pool.query(FINISH, [run, JSON.stringify(metricsOf(done))]);
      return done;
    });
  } catch (error) {
    await pool.query(FAIL, [run, error instanceof Error ? error.message : String(error)]);
    throw error;
  }
}

function metricsOf({report, digest}: BacktestRun): Record<string, unknown> {
  const figures = Object.fromEntries(Object.entries(report.statistics).map(([key, {value}]) => [key, value]));
  return {run: report.id, digest, ...figures};
}
