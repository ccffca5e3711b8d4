/** Exponential back-off: how long to wait before the next attempt, and a wait that ends early when it is called off. */
import {setTimeout as sleep} from "node:timers/promises";

export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Doubles from `firstMs` at attempt 1 up to `maxMs`. */
export function backOffMs(attempt: number, {firstMs, maxMs}: BackOff): number {
  // The exponent is capped so that a long outage cannot overflow it.
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
}

/** Resolves after the time, or at once when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, {signal});
  } catch {
    // Called off: the caller looks at the signal.
  }
}
