/**
 * Who does the parts of a measurement: threads, each of which takes the next part as soon as it has done one, or, for one
 * thread, this process itself. Which thread does what changes nothing in a result.
 */
import {Worker} from "node:worker_threads";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ResearchSetting} from "../../lib/integration/factor-setting.js";
import {doResearch, type ResearchJob, type ResearchResults} from "./research-job.js";

export interface ResearchThreads {
  readonly size: number;
  /** @throws OperatingError RESEARCH_FAILED when a thread dies */
  run<K extends ResearchJob["kind"]>(job: Extract<ResearchJob, {kind: K}>): Promise<ResearchResults[K]>;
  close(): Promise<void>;
}

/** @param setting for several threads: with its columns in shared memory */
export function startResearchThreads(setting: ResearchSetting, size: number): ResearchThreads {
  return size === 1 ? inThisProcess(setting) : new Threads(setting, size);
}

function inThisProcess(setting: ResearchSetting): ResearchThreads {
  return {
    size: 1,
    run: async <K extends ResearchJob["kind"]>(job: Extract<ResearchJob, {kind: K}>) => {
      // Whoever waits for other things in this process gets a turn between two parts.
      await new Promise(setImmediate);
      return doResearch(job, setting) as ResearchResults[K];
    },
    close: async () => {}
  };
}

interface Waiting {
  readonly job: ResearchJob;
  readonly resolve: (result: ResearchResults[ResearchJob["kind"]]) => void;
  readonly reject: (error: Error) => void;
}

class Threads implements ResearchThreads {
  readonly size: number;
  readonly #waiting: Waiting[] = [];
  readonly #free: Worker[] = [];
  readonly #running = new Map<Worker, Waiting>();
  readonly #all: readonly Worker[];
  #failure: Error | null = null;

  constructor(setting: ResearchSetting, size: number) {
    this.size = size;
    this.#all = Array.from({length: size}, () => this.#start(setting));
  }

  run<K extends ResearchJob["kind"]>(job: Extract<ResearchJob, {kind: K}>): Promise<ResearchResults[K]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      // A thread answers each part with its own kind of result.
      this.#waiting.push({job, resolve: (result) => resolve(result as ResearchResults[K]), reject});
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    this.#fail(new OperatingError("the measurement was stopped", {code: "RESEARCH_FAILED"}));
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #start(setting: ResearchSetting): Worker {
    const worker = new Worker(new URL("./research-thread.mjs", import.meta.url), {workerData: setting});
    worker.on("message", (result: ResearchResults[ResearchJob["kind"]]) => {
      const done = this.#running.get(worker);
      this.#running.delete(worker);
      this.#free.push(worker);
      this.#handOut();
      done?.resolve(result);
    });
    worker.on("error", (cause) => this.#fail(deathOf(cause)));
    worker.on("exit", () => this.#fail(deathOf(new Error("it ended without a word"))));
    this.#free.push(worker);
    return worker;
  }

  #handOut(): void {
    while (this.#waiting.length > 0 && this.#free.length > 0) {
      const [worker, next] = [this.#free.shift() as Worker, this.#waiting.shift() as Waiting];
      this.#running.set(worker, next);
      worker.postMessage(next.job);
    }
  }

  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    for (const {reject} of [...this.#waiting.splice(0), ...this.#running.values()]) reject(error);
    this.#running.clear();
  }
}

function deathOf(cause: Error): OperatingError {
  return new OperatingError(`a thread that measures factors died: ${cause.message}`, {code: "RESEARCH_FAILED", cause});
}
