/**
 * How far a stage may run ahead of the journal, and what it may remove behind it. Without it a quick stage would fill
 * memory and streams while a slow one, or the journal, is away.
 */
import type {Journal} from "../../lib/integration/ports/journal.js";
import {TAKEN_INPUTS} from "./tape-writer.js";

export interface StageWindowOptions {
  readonly session: string;
  readonly journal: Journal;
  readonly pause: (ms: number) => Promise<void>;
  /** Removes from the streams what is committed. */
  readonly trim: (committed: number) => Promise<void>;
  /** Inputs. */
  readonly mostAhead?: number;
  /** Inputs between two looks at the journal while there is room. */
  readonly lookEvery: number;
}

const MOST_AHEAD = 10_000;
const POLL_MS = 20;

export class StageWindow {
  readonly #options: StageWindowOptions;
  #committed: number;
  #lookAt: number;

  constructor(options: StageWindowOptions, committed: number) {
    this.#options = options;
    this.#committed = committed;
    this.#lookAt = committed + options.lookEvery;
  }

  /** Resolves when a stretch that begins behind so many inputs may be worked on. */
  async room(before: number): Promise<void> {
    const {mostAhead = MOST_AHEAD, pause} = this.#options;
    if (before >= this.#lookAt) await this.#look(before);
    while (before - this.#committed > mostAhead) {
      await pause(POLL_MS);
      await this.#look(before);
    }
  }

  async #look(before: number): Promise<void> {
    const {journal, session, trim, lookEvery} = this.#options;
    this.#lookAt = before + lookEvery;
    const taken = await journal.inputs(session).then(
      (inputs) => Number(inputs[TAKEN_INPUTS] ?? "0"),
      // While the journal is away nothing is committed either.
      () => this.#committed
    );
    if (taken <= this.#committed) return;
    this.#committed = taken;
    // Whatever stays now goes with a later trim.
    await trim(taken).catch(() => {});
  }
}
