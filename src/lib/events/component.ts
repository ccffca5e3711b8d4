/**
 * A component of the pipeline: a deterministic state machine. Time, randomness and configuration reach it as events or
 * at construction; the same events in the same order give the same events out. `restore(snapshot())` in a fresh
 * component of the same construction goes on exactly where the first stood.
 *
 * The watermark rule: on SliceCompleted a component emits all it has to say about that close time; the pipeline hands
 * the watermark on after those events.
 */
import type {Emit, PapertapeEvent} from "./event.js";

export interface Component<State = unknown> {
  readonly name: string;
  handle(event: PapertapeEvent, emit: Emit): void;
  /** Plain JSON: no NaN, no undefined, no class instances. */
  snapshot(): State;
  restore(state: State): void;
}
