/** The state of a running session as the dashboard shows it, kept up to date by the events that it has committed. */
import type {PapertapeEvent} from "../lib/events/event.js";

export type TradingState = "active" | "paused" | "halted";

export interface EquityPoint {
  readonly closeTime: number;
  readonly equity: number;
  readonly drawdown: number;
  readonly cash: string;
  readonly exposure: number | null;
}

export interface BoardView {
  readonly trading: TradingState;
  readonly lastCloseTime: number | null;
  readonly equity: EquityPoint | null;
  readonly equityHistory: readonly EquityPoint[];
  readonly lastPrices: Readonly<Record<string, number>>;
  readonly streams: readonly {
    readonly instrument: string;
    readonly timeframe: string;
    readonly lastCloseTime: number;
  }[];
}

/** Marks shown: a chart of them stays legible. */
const HISTORY = 1_000;

export class LiveBoard {
  #trading: TradingState = "active";
  #lastCloseTime: number | null = null;
  #history: EquityPoint[] = [];
  readonly #lastPrices = new Map<string, number>();
  readonly #streams = new Map<string, {instrument: string; timeframe: string; lastCloseTime: number}>();
  readonly #changes = new Map<string, unknown>();

  take(event: PapertapeEvent): void {
    switch (event.fact) {
      case "CandleClosed": {
        const {instrument, timeframe, closeTime, close} = event.payload;
        this.#lastPrices.set(instrument, close);
        this.#streams.set(`${instrument} ${timeframe}`, {instrument, timeframe, lastCloseTime: closeTime});
        break;
      }
      case "SliceCompleted":
        this.#lastCloseTime = event.payload.closeTime;
        break;
      case "EquityMarked":
        this.#mark(event.payload);
        break;
      case "TradingPaused":
      case "FlattenRequested":
        this.#trading = "paused";
        break;
      case "TradingResumed":
        this.#trading = "active";
        break;
      case "TradingHalted":
        this.#trading = "halted";
        break;
      case "ConfigurationChanged":
        this.#changes.set(event.payload.key, event.payload.to);
        break;
    }
  }

  /** Keys changed while running, with their values now. */
  get changes(): ReadonlyMap<string, unknown> {
    return this.#changes;
  }

  view(): BoardView {
    return {
      trading: this.#trading,
      lastCloseTime: this.#lastCloseTime,
      equity: this.#history.at(-1) ?? null,
      equityHistory: this.#history,
      lastPrices: Object.fromEntries(this.#lastPrices),
      streams: [...this.#streams.values()]
    };
  }

  #mark({closeTime, equity, drawdown, cash, exposure}: EquityPoint): void {
    if (closeTime <= (this.#history.at(-1)?.closeTime ?? 0)) return;
    this.#history = [...this.#history.slice(-HISTORY + 1), {closeTime, equity, drawdown, cash, exposure}];
  }
}
