/**
 * Trials on a queue in Redis, for workers on any machine. A sweep has a queue of its own and announces it with what a
 * worker must have to take part: the snapshot and the same code. Whoever has both takes trials; all others leave them.
 */
import {Queue, QueueEvents, Worker} from "bullmq";
import type {Cluster, Redis} from "ioredis";
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {hashValue} from "../../lib/core/hash.js";
import type {TrialResult} from "../../lib/integration/sweep/trial-result.js";
import type {TrialReads} from "./open-trial-market.js";
import type {StoredSweep} from "./sweep-store.js";
import type {TrialOutcome} from "./trial-thread.js";

export type RedisConnection = Redis | Cluster;

/** All keys of a sweep in one slot of a Redis cluster. */
const PREFIX = "{papertape}";
const ANNOUNCEMENTS = `${PREFIX}:sweeps`;

/** A lock that is not renewed for so long is of a dead worker: its trial goes to another. */
const LOCK_MS = 8_000;
const STALLED_CHECK_MS = 3_000;
/** A trial may lose so many workers before it counts as failed. */
const MAXIMUM_STALLS = 25;

export interface SweepAnnouncement {
  readonly queue: string;
  readonly sweep: string;
  readonly snapshot: string;
  readonly codeCommit: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly reads: readonly TrialReads[];
}

export interface QueuedTrial {
  readonly number: number;
  readonly strategy: StrategyConfiguration;
}

/** What a worker answers: as JSON, the returns in base 64. */
export type QueuedOutcome =
  | {readonly result: Omit<TrialResult, "returns"> & {readonly returns: {from: number; stepMs: number; values: string}}}
  | {readonly failed: string};

/** One name a sweep of one database: two people may sweep the same at the same time. */
export function queueOf({id, startedAt, codeCommit}: StoredSweep): string {
  return `${id}-${hashValue({startedAt, codeCommit}).slice(0, 8)}`;
}

/** The same number always has the same job, so that adding it again adds nothing. */
export function jobOf(number: number): string {
  return `trial-${number}`;
}

export function trialOfJob(job: string): number {
  return Number(job.slice("trial-".length));
}

export function openQueue(name: string, connection: RedisConnection): Queue<QueuedTrial, QueuedOutcome> {
  return new Queue(name, {connection, prefix: PREFIX, defaultJobOptions: {attempts: 1}});
}

export function openQueueEvents(name: string, connection: RedisConnection): QueueEvents {
  // Closing waits for the read that blocks: not for ten seconds, which is the default.
  return new QueueEvents(name, {connection, prefix: PREFIX, blockingTimeout: 500});
}

export interface QueueWorkerOptions {
  readonly connection: RedisConnection;
  /** Host and process. */
  readonly name: string;
  readonly concurrency: number;
}

export function openQueueWorker(
  queue: string,
  run: (trial: QueuedTrial) => Promise<QueuedOutcome>,
  options: QueueWorkerOptions
): Worker<QueuedTrial, QueuedOutcome> {
  return new Worker(queue, ({data}) => run(data), {
    ...options,
    prefix: PREFIX,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MAXIMUM_STALLS
  });
}

export async function announceSweep(connection: RedisConnection, announcement: SweepAnnouncement): Promise<void> {
  await connection.hset(ANNOUNCEMENTS, announcement.queue, JSON.stringify(announcement));
}

export async function withdrawSweep(connection: RedisConnection, queue: string): Promise<void> {
  await connection.hdel(ANNOUNCEMENTS, queue);
}

export async function announcedSweeps(connection: RedisConnection): Promise<readonly SweepAnnouncement[]> {
  const all = await connection.hgetall(ANNOUNCEMENTS);
  return Object.values(all).map((text) => JSON.parse(text) as SweepAnnouncement);
}

export function encodeOutcome(outcome: TrialOutcome): QueuedOutcome {
  if ("failed" in outcome) return outcome;
  const {values, ...steps} = outcome.result.returns;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return {result: {...outcome.result, returns: {...steps, values: bytes.toString("base64")}}};
}

/** To the last bit what was encoded. */
export function decodeOutcome(outcome: QueuedOutcome): TrialOutcome {
  if ("failed" in outcome) return outcome;
  const {values, ...steps} = outcome.result.returns;
  const bytes = new Uint8Array(Buffer.from(values, "base64"));
  return {result: {...outcome.result, returns: {...steps, values: new Float64Array(bytes.buffer)}}};
}
