/**
 * A backtest: the pipeline over the tape of history. The same function reads an imported range for a paper session;
 * nothing in it knows which it is.
 */
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {Pipeline} from "./pipeline.js";

export interface BacktestOptions {
  readonly pipeline: Pipeline;
  /** Input events in the tape's order. */
  readonly tape: Iterable<PapertapeEvent>;
  /** Gets every event, inputs included, causes before effects. */
  readonly emit: Emit;
  /** Called after each watermark with its close time. */
  readonly onSlice?: (closeTime: number) => void;
}

/** @returns how many input events were read */
export function runBacktest({pipeline, tape, emit, onSlice}: BacktestOptions): number {
  let inputs = 0;
  for (const event of tape) {
    pipeline.handle(event, emit);
    inputs++;
    if (event.fact === "SliceCompleted") onSlice?.(event.payload.closeTime);
  }
  return inputs;
}
