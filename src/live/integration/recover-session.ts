/**
 * Where a session stands: its last stored state, and the inputs after it run again and held against what the journal
 * says came of them. Whoever goes on with a session, whole or as one stage of it, begins here.
 */
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {Pipeline, PipelineState} from "../../lib/integration/pipeline.js";
import type {Journal, JournaledEvent, JournalPosition} from "../../lib/integration/ports/journal.js";
import type {TakenInputs, TakenInputsState} from "./taken-inputs.js";

export interface StoredSession {
  readonly pipeline: PipelineState;
  readonly inputs: TakenInputsState;
}

/** Name of the state that holds a `StoredSession`. */
export const STATE_NAME = "session";

export interface RecoverOptions {
  readonly session: string;
  readonly journal: Journal;
  /** Fresh; stands where the journal ends when it is done. */
  readonly pipeline: Pipeline;
  readonly taken: TakenInputs;
}

/**
 * @returns how many inputs were run again
 * @throws OperatingError `SESSION_DIVERGED` when the journal cannot be made again from its own inputs
 */
export async function recoverSession(options: RecoverOptions, position: JournalPosition): Promise<number> {
  const {session, journal} = options;
  const stored = position.states[STATE_NAME];
  if (stored === undefined) throw diverged(session, "its journal holds no state to go on from");
  const state = stored.state as StoredSession;
  restoreState(options, state);
  let count = 0;
  const range = {afterSequence: stored.sequence, limit: position.head.sequence - stored.sequence};
  for await (const stretch of recordedStretches(journal.read(session, range))) count += runAgain(options, stretch);
  return count;
}

/** A state that does not fit was stored by code that keeps its state otherwise. */
function restoreState({session, pipeline, taken}: RecoverOptions, state: StoredSession): void {
  try {
    pipeline.restore(state.pipeline);
    taken.restore(state.inputs);
  } catch (error) {
    throw diverged(session, `its state was stored by another version of the code (${messageOf(error)})`, error);
  }
}

/** The tape after a sequence, cut behind each watermark: a watermark follows its effects, other inputs precede them. */
async function* recordedStretches(
  batches: AsyncIterable<readonly JournaledEvent[]>
): AsyncGenerator<readonly JournaledEvent[]> {
  let stretch: JournaledEvent[] = [];
  for await (const batch of batches)
    for (const entry of batch) {
      stretch.push(entry);
      if (entry.event.fact !== "SliceCompleted") continue;
      yield stretch;
      stretch = [];
    }
  if (stretch.length > 0) yield stretch;
}

/** What came from outside has no cause on the tape; the rest must come of it again. */
function runAgain({session, pipeline, taken}: RecoverOptions, stretch: readonly JournaledEvent[]): number {
  const inputs = stretch.filter(({event}) => event.causationId === null);
  const produced: PapertapeEvent[] = [];
  for (const {event} of inputs) {
    taken.isTaken(event);
    pipeline.handle(event, (made) => produced.push(made));
  }
  const difference = firstDifference(stretch, produced);
  if (difference !== null) throw diverged(session, `running its inputs again gives something else: ${difference}`);
  return inputs.length;
}

/** The first place where a recorded tape and a new one differ, in words; null when they are the same. */
function firstDifference(recorded: readonly JournaledEvent[], produced: readonly PapertapeEvent[]): string | null {
  for (let index = 0; index < Math.max(recorded.length, produced.length); index++) {
    const then = recorded[index];
    const now = produced[index];
    if (then !== undefined && now !== undefined && canonicalJson(then.event) === canonicalJson(now)) continue;
    const place = then === undefined ? "after the end of the journal" : `at sequence ${then.sequence}`;
    return `${place} it was ${then?.event.id ?? "nothing"} and is now ${now?.id ?? "nothing"}`;
  }
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function diverged(session: string, reason: string, cause?: unknown): OperatingError {
  return new OperatingError(`the session ${session} cannot go on: ${reason}. Start a new one with --session <new id>`, {
    code: "SESSION_DIVERGED",
    details: {session},
    ...(cause === undefined ? {} : {cause})
  });
}
