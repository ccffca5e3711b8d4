/** A wait that ends early when it is called off. */
import {setTimeout as sleep} from "node:timers/promises";

/** Resolves after the time, or at once when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, {signal});
  } catch {
    // Called off: the caller looks at the signal.
  }
}
