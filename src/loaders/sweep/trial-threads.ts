/**
 * Threads that run trials. Each has two at hand, so that it never waits for the next. A thread that dies fails the trial
 * it was running, the other goes to another thread, and a new one takes its place.
 */
import {Worker} from "node:worker_threads";
import type {StrategyConfiguration} from "../../lib/configuration/strategy-configuration.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {TrialMarket} from "./trial-market.js";
import type {TrialAnswer, TrialOutcome, TrialRequest} from "./trial-thread.js";

export interface TrialThreads {
  /** @param onStart called when a thread is given the trial */
  run(strategy: StrategyConfiguration, onStart?: () => void): Promise<TrialOutcome>;
  /** Ends all threads; what still runs is rejected with SWEEP_STOPPED. */
  close(): Promise<void>;
}

interface Job extends TrialRequest {
  readonly onStart: () => void;
  readonly resolve: (outcome: TrialOutcome) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** The first is running. */
  readonly jobs: Job[];
}

const AT_HAND = 2;
/** Threads that may die before one has answered: more, and starting them is what fails. */
const MAXIMUM_EARLY_DEATHS = 3;

export function startTrialThreads(market: TrialMarket, size: number): TrialThreads {
  return new Threads(market, size);
}

class Threads implements TrialThreads {
  readonly #market: TrialMarket;
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #nextKey = 0;
  #earlyDeaths = 0;
  #isClosed = false;

  constructor(market: TrialMarket, size: number) {
    this.#market = market;
    this.#size = size;
  }

  run(strategy: StrategyConfiguration, onStart: () => void = () => {}): Promise<TrialOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(stopped());
      this.#waiting.push({key: this.#nextKey++, strategy, onStart, resolve, reject});
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const job of [...this.#waiting.splice(0), ...threads.flatMap(({jobs}) => jobs.splice(0))])
      job.reject(stopped());
    await Promise.all(threads.map(({worker}) => worker.terminate()));
  }

  #handOut(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const thread = this.#freeThread();
      if (thread === null) return;
      const job = this.#waiting.shift() as Job;
      thread.jobs.push(job);
      job.onStart();
      const {key, strategy} = job;
      thread.worker.postMessage({key, strategy} satisfies TrialRequest);
    }
  }

  /** One with nothing to do, else a new one, else the one with the least at hand. */
  #freeThread(): Thread | null {
    const [least] = [...this.#threads].sort((a, b) => a.jobs.length - b.jobs.length);
    if (least !== undefined && least.jobs.length === 0) return least;
    if (this.#threads.size < this.#size) return this.#start();
    return least !== undefined && least.jobs.length < AT_HAND ? least : null;
  }

  #start(): Thread {
    const worker = new Worker(new URL("./trial-thread.mjs", import.meta.url), {workerData: this.#market});
    const thread: Thread = {worker, jobs: []};
    let death = "it ended without a word";
    worker.on("message", (answer: TrialAnswer) => this.#answered(thread, answer));
    worker.on("error", (error) => {
      death = error.message;
    });
    worker.on("exit", () => this.#died(thread, death));
    this.#threads.add(thread);
    return thread;
  }

  #answered(thread: Thread, {key, ...outcome}: TrialAnswer): void {
    this.#earlyDeaths = 0;
    const place = thread.jobs.findIndex((job) => job.key === key);
    const [job] = place < 0 ? [] : thread.jobs.splice(place, 1);
    job?.resolve(outcome);
    this.#handOut();
  }

  #died(thread: Thread, why: string): void {
    if (!this.#threads.delete(thread)) return;
    this.#earlyDeaths++;
    const [running, ...others] = thread.jobs.splice(0);
    const failure = `its thread died: ${why}`;
    if (this.#earlyDeaths > MAXIMUM_EARLY_DEATHS) {
      const error = new OperatingError(`threads cannot be started: ${why}`, {code: "SWEEP_THREADS_FAILED"});
      for (const job of [...(running === undefined ? [] : [running]), ...others, ...this.#waiting.splice(0)])
        job.reject(error);
      return;
    }
    running?.resolve({failed: failure});
    this.#waiting.unshift(...others);
    this.#handOut();
  }
}

function stopped(): OperatingError {
  return new OperatingError("the sweep was stopped", {code: "SWEEP_STOPPED"});
}
