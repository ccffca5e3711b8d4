/** Who runs the trials of a sweep: threads of this process, or workers on any machines. */
import type {TrialSpec} from "../../lib/integration/sweep/enumerate-trials.js";
import type {TrialMarket} from "./trial-market.js";
import type {TrialOutcome} from "./trial-thread.js";
import {startTrialThreads} from "./trial-threads.js";

export interface TrialListener {
  /** @param by host and process, where it is not this one */
  onStart(number: number, by?: string): void;
  onOutcome(number: number, outcome: TrialOutcome): void;
  /** Something a person should know, like that nobody takes the trials. */
  onNote(note: string): void;
}

export interface TrialExecutor {
  /** Ends when every trial has an outcome. @throws OperatingError SWEEP_STOPPED after `close` */
  run(trials: readonly TrialSpec[], listener: TrialListener): Promise<void>;
  close(): Promise<void>;
}

/** Threads of this process over the market's shared memory. */
export function threadExecutor(market: TrialMarket, size: number): TrialExecutor {
  const threads = startTrialThreads(market, size);
  return {
    run: async (trials, {onStart, onOutcome}) => {
      await Promise.all(
        trials.map(async ({number, strategy}) => onOutcome(number, await threads.run(strategy, () => onStart(number))))
      );
    },
    close: () => threads.close()
  };
}
