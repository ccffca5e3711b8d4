/**
 * An input and what the stages have made of it, in the tape's order: what a stage emits follows the event that caused it,
 * but precedes the watermark.
 */
import type {Component} from "../events/component.js";
import type {Emit, EventFact, PapertapeEvent} from "../events/event.js";

/** Which stages a fact goes to, one bit a stage. */
export const MARKET = 1;
export const FACTORS = 2;
export const AGENTS = 4;
export const DECISION = 8;
/** Virtual trading again, after the decision: what it is asked to do. */
export const ORDERS = 16;

/** The facts that come with every candle first: this is asked for each event of a run. */
export function routeOf(fact: EventFact): number {
  switch (fact) {
    case "PredictionMade":
    case "PredictionScored":
      return DECISION;
    case "CandleClosed":
    case "SliceCompleted":
    case "MarketDataGapFound":
      return MARKET | FACTORS | AGENTS | DECISION;
    case "FactorsCalculated":
      return AGENTS | DECISION;
    case "EquityMarked":
    case "OrderAccepted":
    case "OrderRejected":
    case "OrderFilled":
    case "OrderCanceled":
    case "PositionChanged":
    case "ConfigurationLoaded":
      return DECISION;
    case "TradeSignalRaised":
      return ORDERS;
    case "TradePrinted":
    case "BookUpdated":
    case "FundingSettled":
      return MARKET | FACTORS;
    case "FigureReported":
      return FACTORS;
    case "TradingPaused":
    case "TradingResumed":
    case "TradingHalted":
    case "FlattenRequested":
      return DECISION | ORDERS;
    case "ConfigurationChanged":
      return AGENTS | DECISION | ORDERS;
    default:
      return 0;
  }
}

/** What a batch asks of a stage. */
export type BatchStage = Pick<Component, "handle">;

export class Batch {
  /** Made anew for each input: storing new events in an array that has grown old costs the collector more. */
  #events: PapertapeEvent[] = [];
  readonly #routes: number[] = [];
  #count = 0;
  /** What the stage at work has made stands behind the others until it is put in its place. */
  #madeCount = 0;
  #onMade: Emit = discard;
  readonly #take: Emit = (event) => {
    this.#events[this.#count + this.#madeCount++] = event;
    this.#onMade(event);
  };

  begin(input: PapertapeEvent): void {
    this.#events = [input];
    this.#routes[0] = routeOf(input.fact);
    this.#count = 1;
  }

  pass(component: BatchStage, stage: number, onMade: Emit = discard): void {
    this.#onMade = onMade;
    for (let i = 0; i < this.#count; i++) {
      if (((this.#routes[i] as number) & stage) === 0) continue;
      this.#madeCount = 0;
      component.handle(this.#events[i] as PapertapeEvent, this.#take);
      // A stage does not see what it has made itself.
      if (this.#madeCount > 0) i = this.#insertMade(i);
    }
  }

  giveTo(emit: Emit): void {
    for (let i = 0; i < this.#count; i++) emit(this.#events[i] as PapertapeEvent);
  }

  /** @returns the place of the last event that was put in, or of the watermark behind them */
  #insertMade(cause: number): number {
    const events = this.#events;
    const routes = this.#routes;
    const added = this.#madeCount;
    const at = events[cause]?.fact === "SliceCompleted" ? cause : cause + 1;
    const behind = this.#count - at;
    if (behind === 1) {
      // The watermark alone: nearly always.
      const watermark = events[at] as PapertapeEvent;
      for (let i = 0; i < added; i++) events[at + i] = events[at + 1 + i] as PapertapeEvent;
      events[at + added] = watermark;
      routes[at + added] = routes[at] as number;
    } else if (behind > 1) {
      const moved = events.slice(at, this.#count);
      for (let i = 0; i < added; i++) events[at + i] = events[this.#count + i] as PapertapeEvent;
      for (let i = 0; i < behind; i++) events[at + added + i] = moved[i] as PapertapeEvent;
      for (let i = behind - 1; i >= 0; i--) routes[at + added + i] = routes[at + i] as number;
    }
    for (let i = 0; i < added; i++) routes[at + i] = routeOf((events[at + i] as PapertapeEvent).fact);
    this.#count += added;
    return cause + added;
  }
}

export const discard: Emit = () => {};
