/** How far a session has come, for those who are in another process than its tape's writer: the journal says it. */
import type {Journal} from "../../lib/integration/ports/journal.js";
import type {SessionRunner} from "./session-runner.js";
import {COMPLETED_THROUGH} from "./tape-writer.js";

export interface JournalProgressOptions {
  readonly journal: Journal;
  readonly session: string;
  readonly pause: (ms: number) => Promise<void>;
}

const POLL_MS = 10;

/** Close time of the last slice in the journal; null before the first. */
export async function completedThrough(journal: Journal, session: string): Promise<number | null> {
  const text = (await journal.inputs(session))[COMPLETED_THROUGH];
  return text === undefined ? null : Number(text);
}

/** A journal that is away is asked again. */
export function journalProgress({journal, session, pause}: JournalProgressOptions): Pick<SessionRunner, "reached"> {
  let known = Number.NEGATIVE_INFINITY;
  return {
    reached: async (closeTime) => {
      while (known < closeTime) {
        known = (await completedThrough(journal, session).catch(() => null)) ?? known;
        if (known < closeTime) await pause(POLL_MS);
      }
    }
  };
}
