/**
 * Trials of a sweep run by workers elsewhere. What is on the queue survives this process, Redis clients and workers: a
 * trial is done when its outcome has been read here, and is put on the queue again if it is nowhere to be found.
 */
import type {Job, Queue, QueueEvents} from "bullmq";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {TrialSpec} from "../../lib/integration/sweep/enumerate-trials.js";
import type {StoredSweep} from "./sweep-store.js";
import type {TrialExecutor, TrialListener} from "./trial-executor.js";
import {
  announceSweep,
  decodeOutcome,
  jobOf,
  openQueue,
  openQueueEvents,
  type QueuedOutcome,
  type QueuedTrial,
  queueOf,
  type RedisConnection,
  type SweepAnnouncement,
  trialOfJob,
  withdrawSweep
} from "./trial-queue.js";

export interface QueueExecutorOptions {
  readonly connection: RedisConnection;
  readonly sweep: StoredSweep;
  readonly announcement: Omit<SweepAnnouncement, "queue">;
}

/** Between looks at the whole queue, for what an event may have missed. */
const LOOK_AGAIN_MS = 2_000;
/** Workers look for new sweeps every second. */
const PATIENT_LOOKS = 4;
const ADDED_AT_ONCE = 500;

export function queueExecutor({connection, sweep, announcement}: QueueExecutorOptions): TrialExecutor {
  const name = queueOf(sweep);
  const queue = openQueue(name, connection);
  const events = openQueueEvents(name, connection);
  // Both report what the commands themselves throw; without a listener Node would end the process.
  queue.on("error", () => {});
  events.on("error", () => {});
  let stop: (error: Error) => void = () => {};
  return {
    run: async (trials, listener) => {
      const collecting = new Collecting(queue, trials, listener);
      const stopped = new Promise<never>((_, reject) => {
        stop = reject;
      });
      collecting.follow(events);
      await events.waitUntilReady();
      await announceSweep(connection, {...announcement, queue: name});
      const timer = setInterval(() => collecting.lookAgain(), LOOK_AGAIN_MS);
      collecting.lookAgain();
      try {
        await Promise.race([collecting.finished, stopped]);
      } finally {
        clearInterval(timer);
      }
      await withdrawSweep(connection, name);
      await queue.obliterate({force: true});
    },
    close: async () => {
      stop(new OperatingError("the sweep was stopped", {code: "SWEEP_STOPPED"}));
      await Promise.all([events.close(), queue.close()]);
    }
  };
}

/** Which outcomes are still missing, and the finding of them. */
class Collecting {
  readonly finished: Promise<void>;
  readonly #queue: Queue<QueuedTrial, QueuedOutcome>;
  readonly #listener: TrialListener;
  readonly #pending: Map<number, TrialSpec>;
  readonly #started = new Set<number>();
  #isLooking = false;
  #looksWithoutWorkers = 0;
  #finish: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(queue: Queue<QueuedTrial, QueuedOutcome>, trials: readonly TrialSpec[], listener: TrialListener) {
    this.#queue = queue;
    this.#listener = listener;
    this.#pending = new Map(trials.map((trial) => [trial.number, trial]));
    this.finished = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    // Whoever stops waiting need not hear of it.
    this.finished.catch(() => {});
    if (trials.length === 0) this.#finish();
  }

  follow(events: QueueEvents): void {
    events.on("active", ({jobId}) => this.#start(trialOfJob(jobId)));
    const ended = ({jobId}: {jobId: string}) => {
      this.#collect(jobId).catch(this.#fail);
    };
    events.on("completed", ended);
    events.on("failed", ended);
  }

  /** Reads what ended unnoticed, adds what is not on the queue, and tells when nobody takes anything. */
  lookAgain(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#look()
      .catch(this.#fail)
      .finally(() => {
        this.#isLooking = false;
      });
  }

  async #look(): Promise<void> {
    for (const job of await this.#queue.getJobs(["completed", "failed"])) await this.#take(job);
    const open = await this.#queue.getJobs(["waiting", "active", "delayed", "prioritized"]);
    const onQueue = new Set(open.map((job) => job?.id));
    const missing = [...this.#pending.values()].filter(({number}) => !onQueue.has(jobOf(number)));
    for (let at = 0; at < missing.length; at += ADDED_AT_ONCE)
      await this.#queue.addBulk(
        missing.slice(at, at + ADDED_AT_ONCE).map(({number, strategy}) => ({
          name: "trial",
          data: {number, strategy},
          opts: {jobId: jobOf(number)}
        }))
      );
    await this.#tellOfNobody();
  }

  /** Once, when for several looks nobody has been there. */
  async #tellOfNobody(): Promise<void> {
    if (this.#looksWithoutWorkers >= PATIENT_LOOKS) return;
    this.#looksWithoutWorkers = (await this.#queue.getWorkersCount()) > 0 ? 0 : this.#looksWithoutWorkers + 1;
    if (this.#looksWithoutWorkers < PATIENT_LOOKS) return;
    this.#listener.onNote(
      "no worker takes these trials yet: start `papertape worker` with this REDIS_URL, the same code and this snapshot"
    );
  }

  #start(number: number): void {
    if (!this.#pending.has(number) || this.#started.has(number)) return;
    this.#started.add(number);
    this.#listener.onStart(number, "a worker");
  }

  async #collect(jobId: string): Promise<void> {
    if (this.#pending.has(trialOfJob(jobId))) await this.#take(await this.#queue.getJob(jobId));
  }

  async #take(job: Job<QueuedTrial, QueuedOutcome> | undefined): Promise<void> {
    if (job?.id === undefined) return;
    const number = trialOfJob(job.id);
    if (!this.#pending.has(number)) return;
    const {returnvalue, failedReason} = job;
    if (returnvalue == null && (failedReason ?? "") === "") return;
    this.#start(number);
    this.#pending.delete(number);
    this.#listener.onOutcome(number, returnvalue == null ? {failed: failedReason} : decodeOutcome(returnvalue));
    // Read once: Redis need not hold the returns of a thousand trials.
    await job.remove();
    if (this.#pending.size === 0) this.#finish();
  }
}
