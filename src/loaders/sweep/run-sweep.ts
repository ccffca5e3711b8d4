/**
 * A sweep from definition to report: every trial registered before it runs, run by whoever executes, written as it ends,
 * and only then shown. What was finished before an interruption is not run again, and the report is the same.
 */
import type {Pool} from "pg";
import {present} from "../../lib/core/assert.js";
import type {TrialSpec} from "../../lib/integration/sweep/enumerate-trials.js";
import {type SweepDefinition, trialsOfSweep} from "../../lib/integration/sweep/sweep-definition.js";
import {createSweepReport, type FinishedTrial, type SweepReport} from "../../lib/integration/sweep/sweep-report.js";
import {openTrialRegistry, settleAbandoned, type TrialIdentity} from "../run/trial-registry.js";
import {trialsOf} from "../run/trials-of.js";
import {openTrialMarket, readsOf} from "./open-trial-market.js";
import {holdSweep} from "./sweep-lock.js";
import {createSweep, endSweep, finishedTrials, type StoredSweep} from "./sweep-store.js";
import type {TrialExecutor} from "./trial-executor.js";
import {planTrial, type TrialMarket} from "./trial-market.js";
import type {TrialOutcome} from "./trial-thread.js";
import {createTrialWriter} from "./trial-writer.js";

export interface SweepProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Finished before this run began. */
  readonly earlier: number;
}

export interface SweepRequest {
  readonly pool: Pool;
  /** Folder of all snapshots. */
  readonly snapshots: string;
  readonly definition: SweepDefinition;
  readonly codeCommit: string;
  /** An interrupted sweep to go on with; null for a new one. */
  readonly resumed: StoredSweep | null;
  readonly executor: (sweep: StoredSweep, market: TrialMarket) => TrialExecutor;
  readonly onBegin?: (sweep: StoredSweep, earlier: number) => void;
  readonly onProgress?: (progress: SweepProgress) => void;
  readonly onNote?: (note: string) => void;
}

export async function runSweep(request: SweepRequest): Promise<SweepReport> {
  const {pool, codeCommit, resumed} = request;
  const {market, specs, settled} = await prepareSweep(request);
  const identities = identitiesOf(market, specs, {codeCommit, settled});
  await settleAbandoned(pool);
  const sweep = resumed ?? (await createSweep(pool, {definition: settled, codeCommit, trials: specs.length}));
  const letGo = await holdSweep(pool, sweep.id);
  try {
    return await runHeld(request, {sweep, market, specs, identities});
  } finally {
    letGo();
  }
}

interface HeldSweep extends Omit<SweepRun, "outcomes"> {
  readonly identities: readonly TrialIdentity[];
}

async function runHeld(request: SweepRequest, {sweep, market, specs, identities}: HeldSweep): Promise<SweepReport> {
  const {pool} = request;
  const registry = openTrialRegistry(pool);
  const placed = identities.map((identity, number) => ({...identity, sweep: {id: sweep.id, number}}));
  const given = await registry.register(placed, "planned");
  const tickets = new Map(given.map((ticket, number) => [number, ticket]));
  const earlier = await finishedTrials(pool, sweep.id);
  request.onBegin?.(sweep, earlier.size);
  const outcomes = new Map<number, TrialOutcome>([...earlier].map(([number, result]) => [number, {result}]));
  const writer = createTrialWriter(registry, tickets);
  const executor = request.executor(sweep, market);
  try {
    await executor.run(
      specs.filter(({number}) => !outcomes.has(number)),
      {
        onStart: (number, by) => writer.started(number, by),
        onOutcome: (number, outcome) => {
          outcomes.set(number, outcome);
          writer.ended(number, outcome);
          request.onProgress?.(progressOf(outcomes, {total: specs.length, earlier: earlier.size}));
        },
        onNote: (note) => request.onNote?.(note)
      }
    );
    await writer.settled();
    const report = await reportOf(request, {sweep, market, specs, outcomes});
    await endSweep(pool, sweep.id, {status: "finished", result: report});
    return report;
  } catch (error) {
    await writer.settled().catch(() => {});
    await endSweep(pool, sweep.id, {status: "aborted", result: null}).catch(() => {});
    throw error;
  } finally {
    await executor.close();
  }
}

/** The definition with the snapshot's whole id in place of `latest`, its trials, and their candles. */
async function prepareSweep({definition, snapshots}: SweepRequest) {
  const {from, to, snapshot} = definition;
  const specs = trialsOfSweep(definition);
  const reads = readsOf(specs.map(({strategy}) => strategy));
  const market = await openTrialMarket({folder: snapshots, snapshot, from, to, reads});
  return {market, specs, settled: {...definition, snapshot: market.snapshot}};
}

/** Plans every trial, so that a wrong name anywhere is told before anything runs. */
function identitiesOf(
  market: TrialMarket,
  specs: readonly TrialSpec[],
  {codeCommit, settled}: {readonly codeCommit: string; readonly settled: SweepDefinition}
): readonly TrialIdentity[] {
  return specs.map(({parameters, strategy}) => {
    const {plan, candles} = planTrial(market, strategy);
    return {
      family: settled.strategy.name,
      strategy: strategy.name,
      parameters,
      configurationHash: plan.hash,
      codeCommit,
      snapshot: market.snapshot,
      timeframe: strategy.timeframe,
      from: candles.firstOpenTime,
      to: candles.lastOpenTime,
      sweep: null
    };
  });
}

interface SweepRun {
  readonly sweep: StoredSweep;
  readonly market: TrialMarket;
  readonly specs: readonly TrialSpec[];
  readonly outcomes: ReadonlyMap<number, TrialOutcome>;
}

async function reportOf({pool}: SweepRequest, {sweep, market, specs, outcomes}: SweepRun): Promise<SweepReport> {
  const {definition, codeCommit, id} = sweep;
  const {name: family, timeframe} = definition.strategy;
  const {count, sharpeVariance, returns} = await trialsOf(pool, {family, timeframe});
  const trials = specs.map(
    ({number, parameters, strategy}): FinishedTrial => ({
      number,
      parameters,
      horizonCandles: strategy.agents.horizonCandles,
      outcome: present(outcomes.get(number), `outcome of trial ${number}`)
    })
  );
  const tried = {count, sharpeVariance, columns: returns?.columns ?? null};
  return createSweepReport({id, definition, isSimulated: market.isSimulated, codeCommit, trials, tried});
}

function progressOf(
  outcomes: ReadonlyMap<number, TrialOutcome>,
  {total, earlier}: {readonly total: number; readonly earlier: number}
): SweepProgress {
  let failed = 0;
  for (const outcome of outcomes.values()) if ("failed" in outcome) failed++;
  return {done: outcomes.size, total, failed, earlier};
}
