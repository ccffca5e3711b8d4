/**
 * Starts the parts of the daemon in order, starts a part again when it fails, after a pause that doubles, and stops them
 * in reverse order. A part that is away takes no other with it. Says what happens as SystemStatusEvents.
 */

import {type BackOff, backOffMs} from "../../lib/core/back-off.js";
import type {SystemStatusEvent} from "../../lib/events/system-status-event.js";
import {type StatusReport, statusEvent} from "../ports/status-event.js";
import {pause} from "./pause.js";

export interface RunningPart {
  /** The journal position it went on from; null where there is none. */
  readonly resumedFrom?: number | null;
  stop(): Promise<void>;
}

export interface SupervisedPart {
  readonly name: string;
  /** What the system does without it, in words for the dashboard: "no new positions". */
  readonly effectWhenAway: string;
  /** Starts, or throws. Later failures go to `fail`, which has the part stopped and started again. */
  start(fail: (error: unknown) => void): Promise<RunningPart>;
}

export type PartState = "starting" | "running" | "waiting" | "stopped";

export interface PartStatus {
  readonly name: string;
  readonly state: PartState;
  /** Failures since it last ran for a while. */
  readonly failures: number;
  readonly lastFailure: string | null;
}

export interface SupervisorOptions {
  readonly emit: (event: SystemStatusEvent) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly build: string;
  readonly backOff?: BackOff;
  /** A part that ran for so long starts counting its failures anew. */
  readonly healthyAfterMs?: number;
  /** How long a part may take to stop. */
  readonly stopPatienceMs?: number;
}

export interface Supervisor {
  /** Resolves when each part has started or failed for the first time; a failed one goes on being tried. */
  start(parts: readonly SupervisedPart[]): Promise<void>;
  stop(): Promise<void>;
  status(): readonly PartStatus[];
}

const BACK_OFF: BackOff = {firstMs: 500, maxMs: 60_000};
const HEALTHY_AFTER_MS = 60_000;
const STOP_PATIENCE_MS = 15_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const watches: PartWatch[] = [];
  return {
    start: async (parts) => {
      for (const part of parts) {
        const watch = new PartWatch(part, options);
        watches.push(watch);
        await watch.start();
      }
    },
    stop: async () => {
      for (const watch of [...watches].reverse()) await watch.stop();
    },
    status: () => watches.map((watch) => watch.status)
  };
}

class PartWatch {
  readonly #part: SupervisedPart;
  readonly #options: SupervisorOptions;
  readonly #stopped = new AbortController();
  #state: PartState = "stopped";
  #failures = 0;
  #lastFailure: string | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(part: SupervisedPart, options: SupervisorOptions) {
    this.#part = part;
    this.#options = options;
  }

  get status(): PartStatus {
    const {name} = this.#part;
    return {name, state: this.#state, failures: this.#failures, lastFailure: this.#lastFailure};
  }

  start(): Promise<void> {
    return new Promise((firstOutcome) => {
      this.#loop = this.#run(firstOutcome);
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #run(firstOutcome: () => void): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const failure = await this.#runOnce(firstOutcome);
      firstOutcome();
      if (failure === null) break;
      this.#failures += 1;
      this.#lastFailure = failure;
      this.#state = "waiting";
      this.#report({
        fact: "ComponentDegraded",
        payload: {...this.#named(), reason: failure, effect: this.#part.effectWhenAway}
      });
      await pause(backOffMs(this.#failures, this.#options.backOff ?? BACK_OFF), this.#stopped.signal);
    }
    firstOutcome();
    this.#state = "stopped";
    this.#report({fact: "ComponentStopped", payload: {...this.#named(), reason: "the daemon stops"}});
  }

  /** Starts the part and waits until it fails or is to stop. What went wrong; null when it was to stop. */
  async #runOnce(started: () => void): Promise<string | null> {
    this.#state = "starting";
    let running: RunningPart | null = null;
    try {
      let fail: (error: unknown) => void = () => {};
      const failed = new Promise<never>((_, reject) => {
        fail = reject;
      });
      // The part may fail before anybody waits for it.
      failed.catch(() => {});
      const starting = this.#part.start(fail);
      running = await Promise.race([starting, aborted(this.#stopped.signal).then(() => null)]);
      if (running === null) {
        // Told to stop while it was starting: should it come up yet, it is stopped then.
        void starting.then((late) => this.#stopRunning(late)).catch(() => {});
        return null;
      }
      const since = performance.now();
      this.#reportRunning(running);
      started();
      await Promise.race([failed, aborted(this.#stopped.signal)]).finally(() => this.#forgiveAfter(since));
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      if (running !== null) await this.#stopRunning(running);
    }
  }

  #reportRunning({resumedFrom = null}: RunningPart): void {
    this.#state = "running";
    if (this.#lastFailure === null)
      this.#report({fact: "ComponentStarted", payload: {...this.#named(), build: this.#options.build, resumedFrom}});
    else {
      this.#report({
        fact: "ComponentRecovered",
        payload: {...this.#named(), reason: `started again after ${this.#failures} failed attempts`}
      });
    }
  }

  #forgiveAfter(since: number): void {
    if (performance.now() - since >= (this.#options.healthyAfterMs ?? HEALTHY_AFTER_MS)) this.#failures = 0;
  }

  async #stopRunning(running: RunningPart): Promise<void> {
    const patience = new AbortController();
    // A part that fails to stop is as gone as it will get.
    const stopped = running.stop().catch(() => {});
    await Promise.race([stopped, pause(this.#options.stopPatienceMs ?? STOP_PATIENCE_MS, patience.signal)]);
    patience.abort();
  }

  #named(): {component: string} {
    return {component: this.#part.name};
  }

  #report(report: StatusReport): void {
    this.#options.emit(statusEvent(report, {now: this.#options.clock(), source: "supervisor"}));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), {once: true}));
}
