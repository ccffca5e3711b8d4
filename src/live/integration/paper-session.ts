/**
 * A paper-trading session: inputs go through the pipeline, and what comes out is committed to the journal together with
 * the inputs themselves, in one transaction, before anything else hears of it. Start and recovery are one path: restore
 * the last stored state, run the inputs after it again, and hold what comes out against what the journal says.
 */

import {canonicalJson} from "../../lib/core/canonical-json.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {Pipeline, PipelineState} from "../../lib/integration/pipeline.js";
import type {
  Journal,
  JournalCommit,
  JournaledEvent,
  JournalPosition,
  SessionDescription
} from "../../lib/integration/ports/journal.js";
import {TakenInputs, type TakenInputsState} from "./taken-inputs.js";

export interface PaperSessionOptions {
  readonly description: SessionDescription;
  readonly pipeline: Pipeline;
  readonly journal: Journal;
  /** Called once, when the session is new: warms the pipeline up and gives the first events of the tape. */
  readonly begin: () => Promise<readonly PapertapeEvent[]>;
  /** Hears of events after they are durable; may hear of the last ones again after a restart. */
  readonly publish: (events: readonly PapertapeEvent[]) => Promise<void>;
  /** Inputs between two stored states: what a recovery must run again at most. */
  readonly inputsBetweenStates?: number;
}

export interface SessionOpening {
  readonly isNew: boolean;
  /** Inputs run again from the journal. */
  readonly recoveredInputs: number;
  /** Close time up to which the tape has been taken; null before the first. */
  readonly completedThrough: number | null;
}

interface StoredSession {
  readonly pipeline: PipelineState;
  readonly inputs: TakenInputsState;
}

const STATE_NAME = "session";
const PUBLISHED = "published";
const INPUTS_BETWEEN_STATES = 2_000;

export class PaperSession {
  readonly #options: PaperSessionOptions;
  readonly #taken = new TakenInputs();
  #sequence = 0;
  #published = 0;
  #inputsSinceState = 0;
  /** What a commit that failed was about: it may be in the journal or not, and is asked for again as it was. */
  #uncommitted: JournalCommit | null = null;
  #unpublished: readonly PapertapeEvent[] = [];
  /** The pipeline stopped in the middle of an input: only a start from the journal goes on from there. */
  #brokenBy: unknown = null;

  constructor(options: PaperSessionOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.description.id;
  }

  get completedThrough(): number | null {
    return this.#taken.completedThrough;
  }

  /** Sequence of the last committed event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** @throws OperatingError `SESSION_DIVERGED` when the journal cannot be made again from its own inputs */
  async open(): Promise<SessionOpening> {
    const {journal, description} = this.#options;
    await journal.openSession(description);
    const position = await journal.loadState(description.id);
    this.#sequence = position.head.sequence;
    if (position.head.sequence === 0) {
      await this.#begin();
      return {isNew: true, recoveredInputs: 0, completedThrough: null};
    }
    const recoveredInputs = await this.#recover(position);
    await this.#publishAgain(Number(position.inputs[PUBLISHED] ?? "0"));
    return {isNew: false, recoveredInputs, completedThrough: this.completedThrough};
  }

  /**
   * Takes inputs in order; resolves when their effects are durable and published. Inputs taken before are left out.
   * When it rejects, the same inputs are to be given again: what was worked out of them waits to be committed.
   */
  async take(inputs: readonly PapertapeEvent[]): Promise<number> {
    await this.#settle();
    const produced: PapertapeEvent[] = [];
    const taken = this.#handle(inputs, produced);
    if (taken === 0) return 0;
    this.#inputsSinceState += taken;
    const isDue = this.#inputsSinceState >= (this.#options.inputsBetweenStates ?? INPUTS_BETWEEN_STATES);
    await this.#commit(produced, isDue);
    return taken;
  }

  /** Stores the state, so that the next start has nothing to run again. */
  async rest(): Promise<void> {
    await this.#settle();
    if (this.#inputsSinceState > 0) await this.#commit([], true);
  }

  async end(at: number, reason: string): Promise<void> {
    await this.rest();
    await this.#options.journal.endSession(this.id, {at, reason});
  }

  async #begin(): Promise<void> {
    const opening = await this.#options.begin();
    for (const event of opening) this.#taken.isTaken(event);
    await this.#commit(opening, true);
  }

  #handle(inputs: readonly PapertapeEvent[], produced: PapertapeEvent[]): number {
    if (this.#brokenBy !== null) throw this.#brokenBy;
    let taken = 0;
    try {
      for (const input of inputs) {
        if (this.#taken.isTaken(input)) continue;
        this.#options.pipeline.handle(input, (event) => produced.push(event));
        taken++;
      }
    } catch (error) {
      this.#brokenBy = error;
      throw error;
    }
    return taken;
  }

  async #commit(events: readonly PapertapeEvent[], withState: boolean): Promise<void> {
    this.#uncommitted = {
      session: this.id,
      expectedSequence: this.#sequence,
      inputs: {[PUBLISHED]: String(this.#published)},
      events,
      ...(withState ? {states: {[STATE_NAME]: this.#state()}} : {})
    };
    await this.#settle();
  }

  /** Brings to its end what is under way: the commit first, then the word of it. */
  async #settle(): Promise<void> {
    if (this.#uncommitted !== null) {
      const {events, states} = this.#uncommitted;
      const outcome = await this.#options.journal.commit(this.#uncommitted);
      this.#uncommitted = null;
      if (states !== undefined) this.#inputsSinceState = 0;
      this.#sequence = outcome.head.sequence;
      this.#unpublished = events;
    }
    if (this.#unpublished.length > 0) await this.#options.publish(this.#unpublished);
    this.#unpublished = [];
    this.#published = this.#sequence;
  }

  #state(): StoredSession {
    return {pipeline: this.#options.pipeline.snapshot(), inputs: this.#taken.snapshot()};
  }

  async #recover(position: JournalPosition): Promise<number> {
    const stored = position.states[STATE_NAME];
    if (stored === undefined) throw diverged(this.id, "its journal holds no state to go on from");
    const {pipeline, inputs} = stored.state as StoredSession;
    this.#options.pipeline.restore(pipeline);
    this.#taken.restore(inputs);
    let count = 0;
    for await (const stretch of this.#recordedStretches(stored.sequence)) count += this.#runAgain(stretch);
    this.#inputsSinceState = count;
    return count;
  }

  /** The tape after a sequence, cut behind each watermark: a watermark follows its effects, other inputs precede them. */
  async *#recordedStretches(afterSequence: number): AsyncGenerator<readonly JournaledEvent[]> {
    let stretch: JournaledEvent[] = [];
    for await (const batch of this.#options.journal.read(this.id, {afterSequence}))
      for (const entry of batch) {
        stretch.push(entry);
        if (entry.event.fact !== "SliceCompleted") continue;
        yield stretch;
        stretch = [];
      }
    if (stretch.length > 0) yield stretch;
  }

  /** What came from outside has no cause on the tape; the rest must come of it again. */
  #runAgain(stretch: readonly JournaledEvent[]): number {
    const inputs = stretch.filter(({event}) => event.causationId === null);
    const produced: PapertapeEvent[] = [];
    for (const {event} of inputs) {
      this.#taken.isTaken(event);
      this.#options.pipeline.handle(event, (made) => produced.push(made));
    }
    const difference = firstDifference(stretch, produced);
    if (difference !== null) throw diverged(this.id, `running its inputs again gives something else: ${difference}`);
    return inputs.length;
  }

  async #publishAgain(published: number): Promise<void> {
    this.#published = this.#sequence;
    for await (const batch of this.#options.journal.read(this.id, {afterSequence: published}))
      await this.#options.publish(batch.map(({event}) => event));
  }
}

/** The first place where a recorded tape and a new one differ, in words; null when they are the same. */
export function firstDifference(
  recorded: readonly JournaledEvent[],
  produced: readonly PapertapeEvent[]
): string | null {
  for (let index = 0; index < Math.max(recorded.length, produced.length); index++) {
    const then = recorded[index];
    const now = produced[index];
    if (then !== undefined && now !== undefined && canonicalJson(then.event) === canonicalJson(now)) continue;
    const place = then === undefined ? "after the end of the journal" : `at sequence ${then.sequence}`;
    return `${place} it was ${then?.event.id ?? "nothing"} and is now ${now?.id ?? "nothing"}`;
  }
  return null;
}

function diverged(session: string, reason: string): OperatingError {
  return new OperatingError(`the session ${session} cannot go on: ${reason}. Start a new one with --session <new id>`, {
    code: "SESSION_DIVERGED",
    details: {session}
  });
}
