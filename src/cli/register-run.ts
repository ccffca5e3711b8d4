/**
 * Registers a backtest in the trial registry before it runs, so that none can be forgotten: what was tried and found
 * wanting counts against what is found good. Reads and writes the database's `backtest_runs`.
 */
import {hashValue} from "../lib/core/hash.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {BacktestRun} from "../loaders/research/run-backtest.js";
import {openWorkbench} from "../loaders/workbench/open-workbench.js";

export interface RegisterRunRequest {
  readonly plan: StrategyPlan;
  readonly snapshot: string;
  readonly codeCommit: string;
}

export interface RegisteredRun {
  /** Other configurations of this strategy that were ever run. */
  readonly earlierTrials: number;
  finish(run: BacktestRun): Promise<void>;
}

const COUNT =
  "select count(distinct configuration_hash)::int as trials from backtest_runs where strategy = $1 and configuration_hash <> $2";
const BEGIN =
  "insert into backtest_runs (id, snapshot, strategy, configuration_hash, code_commit, seed, status, started_at) values ($1, $2, $3, $4, $5, $6, 'running', now()) on conflict (id) do update set status = 'running', started_at = now()";
const FINISH = "update backtest_runs set status = 'finished', finished_at = now(), metrics = $2 where id = $1";

export async function registerRun({plan, snapshot, codeCommit}: RegisterRunRequest): Promise<RegisteredRun> {
  const {name, seed} = plan.strategy;
  const id = hashValue({hash: plan.hash, snapshot, codeCommit});
  const earlierTrials = await withPool(async (pool) => {
    const {rows} = await pool.query<{trials: number}>(COUNT, [name, plan.hash]);
    await pool.query(BEGIN, [id, snapshot, name, plan.hash, codeCommit, seed]);
    return rows[0]?.trials ?? 0;
  });
  return {
    earlierTrials,
    finish: ({report, digest}) =>
      withPool(async (pool) => {
        const figures = Object.fromEntries(Object.entries(report.statistics).map(([key, {value}]) => [key, value]));
        await pool.query(FINISH, [id, JSON.stringify({run: report.id, digest, ...figures})]);
      })
  };
}

async function withPool<T>(work: (pool: Awaited<ReturnType<typeof openWorkbench>>["pool"]) => Promise<T>): Promise<T> {
  const workbench = await openWorkbench();
  try {
    return await work(workbench.pool);
  } finally {
    await workbench.close();
  }
}
