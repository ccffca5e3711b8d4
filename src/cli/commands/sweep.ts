/** `papertape sweep`: a strategy with many parameter sets, each registered, ranked, and judged for what luck did. */

import {mkdir} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {SweepDefinition} from "../../lib/integration/sweep/sweep-definition.js";
import {trialsOfSweep} from "../../lib/integration/sweep/sweep-definition.js";
import type {SweepReport} from "../../lib/integration/sweep/sweep-report.js";
import {connectRedis} from "../../live/integration/redis-connection.js";
import {writeWhole} from "../../loaders/run/write-run.js";
import {readsOf} from "../../loaders/sweep/open-trial-market.js";
import {queueExecutor} from "../../loaders/sweep/queue-executor.js";
import {runSweep} from "../../loaders/sweep/run-sweep.js";
import {findSweep, listSweeps, type StoredSweep} from "../../loaders/sweep/sweep-store.js";
import {type TrialExecutor, threadExecutor} from "../../loaders/sweep/trial-executor.js";
import type {TrialMarket} from "../../loaders/sweep/trial-market.js";
import {codeCommit} from "../../loaders/workbench/code-commit.js";
import {openWorkbench, type Workbench} from "../../loaders/workbench/open-workbench.js";
import {EXIT_FAILED} from "../exit-codes.mjs";
import {countOption, textOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {strategyOf} from "../strategy-option.js";
import {sweepDefinition} from "../sweep-options.js";
import {sweepText} from "../sweep-tables.js";
import {textTable} from "../text-table.js";

export async function run(context: CommandContext): Promise<unknown> {
  const {options} = context;
  if (options.list === true) return withWorkbench((workbench) => list(workbench, context));
  const resumed = textOption(options, "resume");
  // What is wrong in a new sweep is told before a database is started.
  const wanted = resumed === undefined ? newDefinition(context) : null;
  return withWorkbench(async (workbench) => {
    if (options.distributed === true && workbench.configuration.redis.url === null) throw noRedis();
    const stored = resumed === undefined ? null : await storedSweep(workbench, resumed);
    const definition = stored?.definition ?? wanted;
    if (definition === null) throw wrongInput("there is nothing to sweep");
    const report = await sweep(workbench, context, {definition, stored});
    context.terminal.print(sweepText(report));
    if (report.trials.every(({status}) => status === "failed")) process.exitCode = EXIT_FAILED;
    return report;
  });
}

async function withWorkbench<T>(work: (workbench: Workbench) => Promise<T>): Promise<T> {
  const workbench = await openWorkbench();
  try {
    return await work(workbench);
  } finally {
    await workbench.close();
  }
}

function newDefinition({options, positional}: CommandContext): SweepDefinition {
  const definition = sweepDefinition(options, strategyOf(options, String(positional[0])));
  trialsOfSweep(definition);
  return definition;
}

async function storedSweep({pool}: Workbench, id: string): Promise<StoredSweep> {
  const stored = await findSweep(pool, id);
  const commit = codeCommit();
  if (stored.codeCommit !== commit)
    throw new OperatingError(
      `sweep ${id} was begun by code ${stored.codeCommit}, and this is ${commit}: trials of both would not compare. Begin a new sweep, or go back to that code.`,
      {code: "SWEEP_CODE_CHANGED", details: {id, input: true}}
    );
  return stored;
}

async function sweep(
  {pool, paths, configuration}: Workbench,
  {options, terminal}: CommandContext,
  {definition, stored}: {readonly definition: SweepDefinition; readonly stored: StoredSweep | null}
): Promise<SweepReport> {
  const step = terminal.step(`sweep of ${definition.strategy.name}`);
  const interruption = onInterrupt();
  let begunAt = performance.now();
  let before = 0;
  const report = await runSweep({
    pool,
    snapshots: paths.snapshots,
    definition,
    codeCommit: codeCommit(),
    resumed: stored,
    executor: (begun, market) =>
      interruption.watch(
        options.distributed === true
          ? distributed(configuration.redis.url, {sweep: begun, market})
          : threadExecutor(market, countOption(options, "workers", 1) ?? availableParallelism())
      ),
    onBegin: ({id, trials}, earlier) => {
      before = earlier;
      begunAt = performance.now();
      terminal.print(`sweep ${id}: ${trials} trials${earlier === 0 ? "" : `, ${earlier} of them finished before`}`);
    },
    onProgress: ({done, total, failed, earlier}) => {
      const rate = (done - earlier) / ((performance.now() - begunAt) / 1000);
      // The share of what this run has to do: the time left is reckoned from it.
      step.update((done - earlier) / (total - earlier), rateText(rate, {done, total, failed}));
    },
    onNote: (note) => terminal.print(note)
  }).catch((error: unknown) => {
    throw interruption.explain(error);
  });
  interruption.done();
  const spent = (performance.now() - begunAt) / 1000;
  step.done(`${report.trials.length} trials, ${((report.trials.length - before) / spent).toFixed(1)} trials/s`);
  await mkdir(join(paths.data, "sweeps"), {recursive: true});
  await writeWhole(join(paths.data, "sweeps", `${report.id}.json`), `${JSON.stringify(report)}\n`);
  return report;
}

function rateText(rate: number, {done, total, failed}: {done: number; total: number; failed: number}): string {
  return `${done} of ${total}, ${rate.toFixed(1)} trials/s${failed === 0 ? "" : `, ${failed} failed`}`;
}

/** Over Redis, by whatever workers there are. */
function distributed(
  url: string | null,
  {sweep, market}: {readonly sweep: StoredSweep; readonly market: TrialMarket}
): TrialExecutor {
  if (url === null) throw noRedis();
  const connection = connectRedis({url, options: {maxRetriesPerRequest: null, autoResendUnfulfilledCommands: true}});
  const {codeCommit: commit, id, definition} = sweep;
  const {from, to} = definition;
  const reads = readsOf(trialsOfSweep(definition).map(({strategy}) => strategy));
  const announcement = {sweep: id, snapshot: market.snapshot, codeCommit: commit, from, to, reads};
  const executor = queueExecutor({connection, sweep, announcement});
  return {
    run: executor.run,
    close: async () => {
      await executor.close();
      connection.disconnect();
    }
  };
}

function noRedis(): OperatingError {
  return wrongInput("--distributed hands trials to workers through Redis: set REDIS_URL, or leave it out");
}

/** Ctrl-C ends the trials at hand and says how to go on; what is finished is kept. */
function onInterrupt() {
  let running: TrialExecutor | null = null;
  let isInterrupted = false;
  const stop = () => {
    isInterrupted = true;
    void running?.close();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return {
    watch: (executor: TrialExecutor) => {
      running = executor;
      return executor;
    },
    explain: (error: unknown) =>
      isInterrupted
        ? new OperatingError("stopped; `papertape sweep --list` names it, and --resume with that name goes on", {
            code: "SWEEP_STOPPED",
            cause: error
          })
        : error,
    done: () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
    }
  };
}

async function list({pool}: Workbench, {terminal}: CommandContext): Promise<unknown> {
  const sweeps = await listSweeps(pool);
  terminal.print(
    textTable(
      sweeps.map(({id, status, trials, finished, snapshot}) => ({
        sweep: id,
        status,
        trials,
        finished,
        snapshot: snapshot.slice(0, 12)
      }))
    )
  );
  return sweeps;
}
