/**
 * Which inputs a session has taken, so that one delivered twice has its effects once. Market data is monotonic: what
 * occurred at or before the last watermark is past, and only the ids since then need be kept. Commands keep their ids.
 */
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {MarketDataEvent} from "../../lib/events/market-data-event.js";

/** Plain JSON. */
export interface TakenInputsState {
  /** Inputs taken since the session began. */
  readonly count?: number;
  /** Close time of the last watermark taken; null before the first. */
  readonly completedThrough: number | null;
  readonly sinceWatermark: readonly string[];
  readonly commands: readonly string[];
}

/** Commands remembered; one delivered again after so many others would be taken for new. */
const COMMANDS_KEPT = 10_000;

export class TakenInputs {
  #count = 0;
  #completedThrough: number | null = null;
  #sinceWatermark = new Set<string>();
  #commands = new Set<string>();

  get completedThrough(): number | null {
    return this.#completedThrough;
  }

  /** How many inputs were taken since the session began: the same in every process that runs it. */
  get count(): number {
    return this.#count;
  }

  /** True for an input that was taken before, or came after its watermark; false takes note of it. */
  isTaken(event: PapertapeEvent): boolean {
    const isTaken = event.type === "MarketDataEvent" ? this.#isTakenMarketData(event) : this.#isTakenCommand(event);
    if (!isTaken) this.#count++;
    return isTaken;
  }

  #isTakenMarketData(event: MarketDataEvent): boolean {
    if (this.#completedThrough !== null && sliceTime(event) <= this.#completedThrough) return true;
    if (this.#sinceWatermark.has(event.id)) return true;
    if (event.fact === "SliceCompleted") {
      this.#completedThrough = event.payload.closeTime;
      this.#sinceWatermark.clear();
    } else this.#sinceWatermark.add(event.id);
    return false;
  }

  #isTakenCommand(event: PapertapeEvent): boolean {
    if (this.#commands.has(event.id)) return true;
    this.#commands.add(event.id);
    if (this.#commands.size > COMMANDS_KEPT) this.#commands.delete(this.#commands.values().next().value ?? "");
    return false;
  }

  snapshot(): TakenInputsState {
    return {
      count: this.#count,
      completedThrough: this.#completedThrough,
      sinceWatermark: [...this.#sinceWatermark],
      commands: [...this.#commands]
    };
  }

  restore(state: TakenInputsState): void {
    this.#count = state.count ?? 0;
    this.#completedThrough = state.completedThrough;
    this.#sinceWatermark = new Set(state.sinceWatermark);
    this.#commands = new Set(state.commands);
  }
}

/**
 * Close time of the slice that an input belongs to. A gap comes with the candle after it, when other instruments may
 * have gone on long ago.
 */
export function sliceTime(event: PapertapeEvent): number {
  if (event.fact !== "MarketDataGapFound") return event.occurredAt;
  // One candle after the last missing one has closed.
  return event.occurredAt + (event.occurredAt - event.payload.to);
}
