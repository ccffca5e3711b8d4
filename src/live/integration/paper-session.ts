/**
 * A paper-trading session: inputs go through the pipeline, and what comes out is committed to the journal together with
 * the inputs themselves, in one transaction, before anything else hears of it. Start and recovery are one path: restore
 * the last stored state, run the inputs after it again, and hold what comes out against what the journal says.
 */

import type {PapertapeEvent} from "../../lib/events/event.js";
import type {Pipeline} from "../../lib/integration/pipeline.js";
import type {Journal, SessionDescription} from "../../lib/integration/ports/journal.js";
import {recoverSession, type StoredSession} from "./recover-session.js";
import {TakenInputs} from "./taken-inputs.js";
import {TapeWriter} from "./tape-writer.js";

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

export const INPUTS_BETWEEN_STATES = 2_000;

export class PaperSession {
  readonly #options: PaperSessionOptions;
  readonly #taken = new TakenInputs();
  readonly #writer: TapeWriter;
  #inputsSinceState = 0;
  /** The pipeline stopped in the middle of an input: only a start from the journal goes on from there. */
  #brokenBy: unknown = null;

  constructor(options: PaperSessionOptions) {
    this.#options = options;
    const {journal, publish, description} = options;
    this.#writer = new TapeWriter({session: description.id, journal, publish});
  }

  get id(): string {
    return this.#options.description.id;
  }

  get completedThrough(): number | null {
    return this.#taken.completedThrough;
  }

  /** Sequence of the last committed event. */
  get sequence(): number {
    return this.#writer.sequence;
  }

  /** @throws OperatingError `SESSION_DIVERGED` when the journal cannot be made again from its own inputs */
  async open(): Promise<SessionOpening> {
    const {journal, description, pipeline} = this.#options;
    await journal.openSession(description);
    const position = await journal.loadState(description.id);
    this.#writer.resumeAt(position);
    if (position.head.sequence === 0) {
      await this.#begin();
      return {isNew: true, recoveredInputs: 0, completedThrough: null};
    }
    const recoveredInputs = await recoverSession({session: this.id, journal, pipeline, taken: this.#taken}, position);
    this.#inputsSinceState = recoveredInputs;
    await this.#writer.publishAgain(position);
    return {isNew: false, recoveredInputs, completedThrough: this.completedThrough};
  }

  /**
   * Takes inputs in order; resolves when their effects are durable and published. Inputs taken before are left out.
   * When it rejects, the same inputs are to be given again: what was worked out of them waits to be committed.
   */
  async take(inputs: readonly PapertapeEvent[]): Promise<number> {
    await this.#writer.settle();
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
    await this.#writer.settle();
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
    // Counted anew already when the commit has yet to be repeated: it is repeated with its state.
    if (withState) this.#inputsSinceState = 0;
    await this.#writer.commit({events, reached: this.#taken, ...(withState ? {state: this.#state()} : {})});
  }

  #state(): StoredSession {
    return {pipeline: this.#options.pipeline.snapshot(), inputs: this.#taken.snapshot()};
  }
}
