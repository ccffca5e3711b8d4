/** Runs a command in a thread of its own, beside what this one does: its steps are shown, its result is in its files. */
import {Worker} from "node:worker_threads";
import {OperatingError} from "../lib/core/operating-error.js";
import type {CommandOptions} from "./run-command.js";

export interface CommandOrder {
  readonly name: string;
  readonly options: CommandOptions;
  readonly isJson: boolean;
}

export interface CommandEnd {
  readonly failed: {readonly message: string; readonly code: string | null} | null;
}

/** @throws OperatingError with the command's own code when it failed */
export function commandBeside(order: CommandOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./command-thread.mjs", import.meta.url), {workerData: order});
    worker.on("message", ({failed}: CommandEnd) => {
      void worker.terminate();
      if (failed === null) resolve();
      else if (failed.code === null) reject(new Error(failed.message));
      else reject(new OperatingError(failed.message, {code: failed.code}));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error(`${order.name} ended without a word`)));
  });
}
