/** Sweeps in the database: what each is, and those of its trials that are finished. */
import type {Pool} from "pg";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {didYouMean} from "../../lib/core/closest-word.js";
import {hashValue} from "../../lib/core/hash.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {SweepDefinition} from "../../lib/integration/sweep/sweep-definition.js";
import type {TrialFigures, TrialPath, TrialResult} from "../../lib/integration/sweep/trial-result.js";
import {returnsOf} from "../run/trials-of.js";
import {heldSweeps} from "./sweep-lock.js";

export interface StoredSweep {
  readonly id: string;
  readonly definition: SweepDefinition;
  readonly codeCommit: string;
  readonly status: "running" | "finished" | "failed" | "aborted";
  readonly trials: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

export interface ListedSweep extends Omit<StoredSweep, "definition" | "status"> {
  /** interrupted: whoever ran it is gone, and it may be resumed. */
  readonly status: StoredSweep["status"] | "interrupted";
  readonly strategy: string;
  readonly snapshot: string;
  readonly finished: number;
}

/** A new sweep with an id that says what it searches; a second of the same definition has a number behind it. */
export async function createSweep(
  pool: Pool,
  {definition, codeCommit, trials}: Pick<StoredSweep, "definition" | "codeCommit" | "trials">
): Promise<StoredSweep> {
  const {strategy, snapshot} = definition;
  const wished = `sweep-${strategy.name}-${hashValue(definition).slice(0, 8)}`;
  for (let again = 1; ; again++) {
    const id = again === 1 ? wished : `${wished}-${again}`;
    const {rows} = await pool.query<{startedAt: number}>(
      "insert into sweeps (id, strategy, snapshot, code_commit, definition, status, trials, started_at) values ($1, $2, $3, $4, $5, 'running', $6, now()) on conflict do nothing returning epoch_ms(started_at) as \"startedAt\"",
      [id, strategy.name, snapshot, codeCommit, canonicalJson(definition), trials]
    );
    if (rows[0] !== undefined) return {id, definition, codeCommit, status: "running", trials, ...rows[0]};
  }
}

/** @throws OperatingError SWEEP_UNKNOWN, with a suggestion */
export async function findSweep(pool: Pool, id: string): Promise<StoredSweep> {
  const {rows} = await pool.query<StoredSweep>(
    'select id, definition, code_commit as "codeCommit", status, trials, epoch_ms(started_at) as "startedAt" from sweeps where id = $1',
    [id]
  );
  if (rows[0] !== undefined) return rows[0];
  const known = (await listSweeps(pool)).map((sweep) => sweep.id);
  throw new OperatingError(`there is no sweep ${id}${didYouMean(id, known) || "; papertape sweep --list has them"}`, {
    code: "SWEEP_UNKNOWN",
    details: {id, input: true}
  });
}

/** Newest first. */
export async function listSweeps(pool: Pool): Promise<readonly ListedSweep[]> {
  const {rows} = await pool.query<ListedSweep>(
    `select id, strategy, snapshot, code_commit as "codeCommit", status, trials, epoch_ms(started_at) as "startedAt",
      (select count(*)::int from trials where sweep = sweeps.id and trials.status = 'finished') as finished
    from sweeps order by started_at desc, id`
  );
  const running = rows.filter(({status}) => status === "running").map(({id}) => id);
  const held = await heldSweeps(pool, running);
  return rows.map((sweep) =>
    sweep.status === "running" && !held.has(sweep.id) ? {...sweep, status: "interrupted"} : sweep
  );
}

/** @param result what the command printed; null while there is none */
export async function endSweep(
  pool: Pool,
  id: string,
  {status, result}: {readonly status: StoredSweep["status"]; readonly result: unknown}
): Promise<void> {
  await pool.query("update sweeps set status = $2, result = $3, finished_at = now() where id = $1", [
    id,
    status,
    result === null ? null : JSON.stringify(result)
  ]);
  // What it had begun and not ended will not end any more.
  await pool.query(
    "update trials set status = 'aborted', error = 'the sweep ended', finished_at = now() where sweep = $1 and status = 'running'",
    [id]
  );
}

interface FinishedRow {
  readonly number: number;
  readonly path: TrialPath;
  readonly digest: string;
  readonly figures: TrialFigures;
  readonly ratio: number | null;
  readonly skew: number | null;
  readonly kurtosis: number | null;
  readonly n: number;
  readonly returns: Buffer | null;
  readonly returnsFrom: number | null;
  readonly returnsStepMs: number | null;
}

/** Results by number of the trial, as they were when they were finished, to the last bit. */
export async function finishedTrials(pool: Pool, sweep: string): Promise<ReadonlyMap<number, TrialResult>> {
  const {rows} = await pool.query<FinishedRow>(
    `select number, path, digest, figures, sharpe as ratio, skewness as skew, kurtosis, observations as n, returns,
      epoch_ms(returns_from) as "returnsFrom", returns_step_ms::float8 as "returnsStepMs"
    from trials where sweep = $1 and status = 'finished'`,
    [sweep]
  );
  return new Map(
    rows.flatMap((row) => {
      const {number, path, digest, figures, ratio, skew, kurtosis, n} = row;
      const returns = returnsOf(row);
      if (returns === null) return [];
      const shape = ratio === null || skew === null || kurtosis === null ? null : {n, ratio, skew, kurtosis};
      return [[number, {path, digest, figures, shape, returns}] as const];
    })
  );
}
