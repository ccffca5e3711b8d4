/** A session as those see it who do not write its tape: where it stands, read from the journal. */
import type {Journal} from "../lib/integration/ports/journal.js";
import {completedThrough} from "./integration/journal-progress.js";

export interface SessionView {
  readonly id: string;
  /** Of the last committed event. */
  readonly sequence: number;
  /** Close time of the last slice on the tape; null before the first. */
  readonly completedThrough: number | null;
}

export interface FollowedSession extends SessionView {
  /** Looks again now. @throws OperatingError JOURNAL_UNREACHABLE */
  refresh(): Promise<void>;
  stop(): void;
}

const LOOK_EVERY_MS = 1_000;

/** Follows a session of another process. While the journal is away the view stays as it was. */
export async function followSession(journal: Journal, id: string): Promise<FollowedSession> {
  const view = {id, sequence: 0, completedThrough: null as number | null};
  const refresh = async () => {
    const [head, through] = await Promise.all([journal.head(id), completedThrough(journal, id)]);
    view.sequence = head.sequence;
    view.completedThrough = through;
  };
  await refresh();
  const timer = setInterval(() => void refresh().catch(() => {}), LOOK_EVERY_MS);
  timer.unref();
  return Object.assign(view, {refresh, stop: () => clearInterval(timer)});
}
