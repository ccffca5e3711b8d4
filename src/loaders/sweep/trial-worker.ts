/**
 * Takes trials from Redis and runs them on threads of this machine, for every announced sweep whose snapshot and code
 * this machine has. Of any other it says once what is missing, and leaves it to others.
 */
import {setTimeout as wait} from "node:timers/promises";
import type {Worker} from "bullmq";
import {thisProcess} from "../run/trial-registry.js";
import {openTrialMarket} from "./open-trial-market.js";
import {
  announcedSweeps,
  encodeOutcome,
  openQueueWorker,
  type QueuedOutcome,
  type QueuedTrial,
  type RedisConnection,
  type SweepAnnouncement
} from "./trial-queue.js";
import {startTrialThreads, type TrialThreads} from "./trial-threads.js";

export interface TrialWorkerOptions {
  readonly connection: RedisConnection;
  /** Folder of all snapshots. */
  readonly snapshots: string;
  readonly codeCommit: string;
  readonly threads: number;
  /** Ends the worker once what it is running is done. */
  readonly signal: AbortSignal;
  readonly onNote: (note: string) => void;
  readonly onTrial: (trial: {readonly sweep: string; readonly number: number; readonly status: TrialStatus}) => void;
}

export type TrialStatus = "taken" | "finished" | "failed";

/** Between looks for new sweeps. */
const LOOK_MS = 1_000;

/** @returns how many trials were run */
export async function runTrialWorker(options: TrialWorkerOptions): Promise<number> {
  const {connection, signal} = options;
  const serving = new Map<string, Serving>();
  const told = new Set<string>();
  let ran = 0;
  const counted = {
    ...options,
    onTrial: (trial: Parameters<TrialWorkerOptions["onTrial"]>[0]) => {
      if (trial.status !== "taken") ran++;
      options.onTrial(trial);
    }
  };
  while (!signal.aborted) {
    const announced = await announcedSweeps(connection);
    const names = new Set(announced.map(({queue}) => queue));
    for (const [queue, sweep] of serving) if (!names.has(queue)) await leave(serving, queue, sweep);
    for (const announcement of announced)
      if (!serving.has(announcement.queue)) await join(counted, {serving, told, announcement});
    // Ended early by the signal.
    await wait(LOOK_MS, undefined, {signal}).catch(() => {});
  }
  for (const [queue, sweep] of serving) await leave(serving, queue, sweep);
  return ran;
}

interface Serving {
  readonly worker: Worker<QueuedTrial, QueuedOutcome>;
  readonly threads: TrialThreads;
}

interface Joining {
  readonly serving: Map<string, Serving>;
  readonly told: Set<string>;
  readonly announcement: SweepAnnouncement;
}

async function join(options: TrialWorkerOptions, {serving, told, announcement}: Joining): Promise<void> {
  const {queue, sweep, codeCommit, snapshot, from, to, reads} = announcement;
  const leaveToOthers = (why: string) => {
    if (!told.has(queue)) options.onNote(`sweep ${sweep} is left to others: ${why}`);
    told.add(queue);
  };
  if (codeCommit !== options.codeCommit)
    return leaveToOthers(`it was begun by code ${codeCommit}, and this is ${options.codeCommit}`);
  try {
    const market = await openTrialMarket({folder: options.snapshots, snapshot, from, to, reads});
    const threads = startTrialThreads(market, options.threads);
    const run = trialRun(options, {sweep, threads});
    const {connection} = options;
    const worker = openQueueWorker(queue, run, {connection, name: thisProcess(), concurrency: options.threads});
    // Redis may be away for a while: it reconnects, and what it held is given to others meanwhile.
    worker.on("error", () => {});
    serving.set(queue, {worker, threads});
    options.onNote(`taking trials of sweep ${sweep}`);
  } catch (error) {
    // Asked again at the next look: the snapshot may be copied here meanwhile.
    leaveToOthers(error instanceof Error ? error.message : String(error));
  }
}

function trialRun({onTrial}: TrialWorkerOptions, {sweep, threads}: {sweep: string; threads: TrialThreads}) {
  return async ({number, strategy}: QueuedTrial): Promise<QueuedOutcome> => {
    onTrial({sweep, number, status: "taken"});
    const outcome = await threads.run(strategy);
    onTrial({sweep, number, status: "failed" in outcome ? "failed" : "finished"});
    return encodeOutcome(outcome);
  };
}

async function leave(serving: Map<string, Serving>, queue: string, {worker, threads}: Serving): Promise<void> {
  serving.delete(queue);
  await worker.close();
  await threads.close();
}
