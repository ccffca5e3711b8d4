/**
 * The end of a session's tape: events are committed with the position of the inputs, in one transaction, and only then
 * told to anybody. What a failed commit was about may be in the journal or not; it is asked for again as it was.
 */
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {Journal, JournalCommit, JournalPosition} from "../../lib/integration/ports/journal.js";
import {STATE_NAME, type StoredSession} from "./recover-session.js";
import type {TakenInputs} from "./taken-inputs.js";

export interface TapeWriterOptions {
  readonly session: string;
  readonly journal: Journal;
  /** Hears of events after they are durable; may hear of the last ones again after a restart. */
  readonly publish: (events: readonly PapertapeEvent[]) => Promise<void>;
}

export interface TapeEnd {
  readonly events: readonly PapertapeEvent[];
  /** How far the inputs are read behind the events. */
  readonly reached: Pick<TakenInputs, "count" | "completedThrough">;
  /** As all is behind the events; where it is to be stored. */
  readonly state?: StoredSession;
}

const PUBLISHED = "published";
/** Positions that other processes go by. */
export const TAKEN_INPUTS = "taken";
export const COMPLETED_THROUGH = "completed-through";

export class TapeWriter {
  readonly #options: TapeWriterOptions;
  #sequence = 0;
  #published = 0;
  #uncommitted: JournalCommit | null = null;
  #unpublished: readonly PapertapeEvent[] = [];

  constructor(options: TapeWriterOptions) {
    this.#options = options;
  }

  /** Of the last committed event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes up a tape where it ends. */
  resumeAt({head}: JournalPosition): void {
    this.#sequence = head.sequence;
  }

  /** Tells what was committed and may not have been told. */
  async publishAgain({inputs}: JournalPosition): Promise<void> {
    const {journal, session, publish} = this.#options;
    this.#published = this.#sequence;
    for await (const batch of journal.read(session, {afterSequence: Number(inputs[PUBLISHED] ?? "0")}))
      await publish(batch.map(({event}) => event));
  }

  async commit({events, reached, state}: TapeEnd): Promise<void> {
    const {count, completedThrough} = reached;
    this.#uncommitted = {
      session: this.#options.session,
      expectedSequence: this.#sequence,
      inputs: {
        [PUBLISHED]: String(this.#published),
        [TAKEN_INPUTS]: String(count),
        ...(completedThrough === null ? {} : {[COMPLETED_THROUGH]: String(completedThrough)})
      },
      events,
      ...(state === undefined ? {} : {states: {[STATE_NAME]: state}})
    };
    await this.settle();
  }

  /** Brings to its end what is under way: the commit first, then the word of it. */
  async settle(): Promise<void> {
    if (this.#uncommitted !== null) {
      const {events} = this.#uncommitted;
      const outcome = await this.#options.journal.commit(this.#uncommitted);
      this.#uncommitted = null;
      this.#sequence = outcome.head.sequence;
      this.#unpublished = events;
    }
    if (this.#unpublished.length > 0) await this.#options.publish(this.#unpublished);
    this.#unpublished = [];
    this.#published = this.#sequence;
  }
}
