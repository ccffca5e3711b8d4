/**
 * The trial registry: every backtest and every trial of a sweep has its row before it runs, and its figures in the row
 * before anybody sees them. Whoever runs one needs a ticket, and only the registry makes tickets.
 */
import {hostname} from "node:os";
import type {Pool} from "pg";
import {present} from "../../lib/core/assert.js";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {hashValue} from "../../lib/core/hash.js";
import type {TrialResult} from "../../lib/integration/sweep/trial-result.js";
import {readSqlFile} from "../database/read-sql.js";
import {inTransaction} from "../database/transaction.js";

export interface TrialIdentity {
  /** Trials in search of one thing count together: the name of the strategy. */
  readonly family: string;
  readonly strategy: string;
  /** What was varied, by dotted key; empty for a backtest of a strategy as it stands. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Hash of the whole configuration and the instruments' rules. */
  readonly configurationHash: string;
  readonly codeCommit: string;
  readonly snapshot: string;
  readonly timeframe: string;
  /** Open time of the first traded candle and the time the tape ends; null: wherever the data do. */
  readonly from: number | null;
  readonly to: number | null;
  /** Place in a sweep; null for a backtest. */
  readonly sweep: {readonly id: string; readonly number: number} | null;
  /** Row of `backtest_runs`, for a backtest. */
  readonly run?: string;
}

/** Proof that a trial is registered. Nothing outside this file can make one. */
class Ticket {
  readonly id: number;
  readonly #registered = true;

  constructor(id: number) {
    this.id = id;
  }

  /** False for an object that only looks like a ticket. */
  static isReal(ticket: object): boolean {
    return #registered in ticket;
  }
}

export type TrialTicket = Ticket;

/** @throws TypeError when the trial was never registered */
export function assertRegistered(ticket: TrialTicket): void {
  if (!Ticket.isReal(ticket)) throw new TypeError("a trial runs with a ticket of the trial registry only");
}

export interface TrialRegistry {
  /** Registers trials as running, or those of a sweep that will be run as planned. Tickets in the order given. */
  register(trials: readonly TrialIdentity[], status: "planned" | "running"): Promise<readonly TrialTicket[]>;
  /** Planned trials that are being run now, by this process or by a worker. */
  begin(tickets: readonly TrialTicket[], runBy?: string): Promise<void>;
  finish(finished: readonly {readonly ticket: TrialTicket; readonly result: TrialResult}[]): Promise<void>;
  /** A failed or aborted trial counts like any other. */
  fail(ticket: TrialTicket, outcome: {readonly status: "failed" | "aborted"; readonly error: string}): Promise<void>;
}

/** Host and process: who to ask what became of a running trial. */
export const thisProcess = (): string => `${hostname()}:${process.pid}`;

export function openTrialRegistry(pool: Pool): TrialRegistry {
  return {
    register: async (trials, status) => {
      const rows = trials.map((trial) => ({...registryRow(trial), status}));
      const made = await pool.query<{id: number; hash: string}>(registrySql("begin-trial"), [canonicalJson(rows)]);
      const ids = new Map(made.rows.map(({id, hash}) => [hash, id]));
      return rows.map(({parametersHash}) => new Ticket(present(ids.get(parametersHash), "row of a trial")));
    },
    begin: async (tickets, runBy = thisProcess()) => {
      await pool.query(
        "update trials set status = 'running', run_by = $2 where id = any($1) and status <> 'finished'",
        [tickets.map(({id}) => id), runBy]
      );
    },
    finish: (finished) =>
      inTransaction(pool, async (client) => {
        for (const {ticket, result} of finished)
          await client.query(registrySql("finish-trial"), finishedRow(ticket, result));
      }),
    fail: async (ticket, {status, error}) => {
      await pool.query(
        "update trials set status = $2, error = $3, finished_at = now() where id = $1 and status <> 'finished'",
        [ticket.id, status, error]
      );
    }
  };
}

/**
 * Runs a trial as one that nothing can skip: its row is there before `work` begins, and what `work` returns is handed on
 * only when its figures are in the row. @throws what `work` throws, after the row says that it failed
 */
export async function runRegistered<T extends {readonly trial: TrialResult}>(
  registry: TrialRegistry,
  identity: TrialIdentity,
  work: (ticket: TrialTicket) => Promise<T>
): Promise<T> {
  const [ticket] = await registry.register([identity], "running");
  const given = present(ticket, "ticket of a trial");
  try {
    const done = await work(given);
    await registry.finish([{ticket: given, result: done.trial}]);
    return done;
  } catch (error) {
    await registry.fail(given, {status: "failed", error: error instanceof Error ? error.message : String(error)});
    throw error;
  }
}

/** Trials of processes of this machine that are gone: they were aborted, and say so from now on. */
export async function settleAbandoned(pool: Pool): Promise<void> {
  const {rows} = await pool.query<{run_by: string}>(
    "select distinct run_by from trials where status = 'running' and run_by like $1 || ':%'",
    [hostname()]
  );
  const gone = rows.map(({run_by}) => run_by).filter((name) => !isAlive(Number(name.slice(name.lastIndexOf(":") + 1))));
  await pool.query(
    "update trials set status = 'aborted', error = 'its process ended', finished_at = now() where status = 'running' and run_by = any($1)",
    [gone]
  );
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function registryRow({sweep, run, from, to, ...trial}: TrialIdentity) {
  const {configurationHash, codeCommit} = trial;
  return {
    ...trial,
    // Run again by the same code it is the same trial; in another sweep it has a row of its own.
    parametersHash: hashValue({configurationHash, codeCommit, from, to, sweep}),
    rangeFrom: from,
    rangeTo: to,
    sweep: sweep?.id ?? null,
    number: sweep?.number ?? null,
    run: run ?? null,
    runBy: thisProcess()
  };
}

function finishedRow({id}: TrialTicket, {path, digest, figures, shape, returns}: TrialResult): unknown[] {
  const {buffer, byteOffset, byteLength} = returns.values;
  return [
    ...[id, path, digest, JSON.stringify(figures)],
    ...[shape?.ratio ?? null, shape?.skew ?? null, shape?.kurtosis ?? null, shape?.n ?? 0],
    ...[Buffer.from(buffer, byteOffset, byteLength), returns.from, returns.stepMs]
  ];
}

export const registrySql = (name: string): string => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));
