/**
 * Stops the parts of the daemon one after the other. Whoever takes too long is named in the log and left behind: the
 * next start recovers from where the journal stands, so a stop that never ends would protect nothing.
 */
import {setTimeout as wait} from "node:timers/promises";
import type {Logger} from "pino";

export type Stoppable = readonly [part: string, stop: () => Promise<unknown>];

const PATIENCE_MS = 15_000;

/** @throws what a part's stop throws, after all of them were asked */
export async function stopInOrder(
  parts: readonly Stoppable[],
  {logger, patienceMs = PATIENCE_MS}: {readonly logger: Logger; readonly patienceMs?: number}
): Promise<void> {
  const failures: unknown[] = [];
  for (const [part, stop] of parts) {
    const patience = new AbortController();
    const late = wait(patienceMs, "late" as const, {signal: patience.signal}).catch(() => null);
    try {
      if ((await Promise.race([stop(), late])) === "late") logger.error({part, patienceMs}, "did not stop in time");
      else logger.info({part}, "part stopped");
    } catch (error) {
      failures.push(error);
    } finally {
      patience.abort();
    }
  }
  if (failures.length > 0) throw failures[0];
}
