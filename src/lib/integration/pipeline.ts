/**
 * The one pipeline: backtest, live paper trading and replay run it over three tapes. Each input event passes the stages
 * in order; a stage sees the input and all that earlier stages made of it. Virtual trading stands at both ends: first
 * the market fills what was ordered before, last the new signals become orders, which only later candles can fill.
 */
import type {Component} from "../events/component.js";
import type {TradingPaused, TradingResumed} from "../events/configuration-event.js";
import type {Emit, EventFact, PapertapeEvent} from "../events/event.js";

export interface PipelineComponents {
  readonly execution: Component;
  readonly factors: Component;
  readonly agents: Component;
  readonly decision: Component;
}

export interface PipelineState {
  readonly execution: unknown;
  readonly factors: unknown;
  readonly agents: unknown;
  readonly decision: unknown;
}

export interface Pipeline {
  /** Emits the input itself and everything that follows from it, causes before effects; the watermark comes last. */
  handle(input: PapertapeEvent, emit: Emit): void;
  /**
   * Lets factors, agents and decision see history before the first tradable candle. Nothing is emitted, and the
   * decision engine is paused meanwhile, so that it asks for no order; execution sees nothing.
   */
  warmUp(history: Iterable<PapertapeEvent>): void;
  snapshot(): PipelineState;
  restore(state: PipelineState): void;
}

/** Which stages a fact goes to, one bit a stage. */
const MARKET = 1;
const FACTORS = 2;
const AGENTS = 4;
const DECISION = 8;
/** Virtual trading again, after the decision: what it is asked to do. */
const ORDERS = 16;

/** The facts that come with every candle first: this is asked for each event of a run. */
function routeOf(fact: EventFact): number {
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

export function createPipeline(components: PipelineComponents): Pipeline {
  const {execution, factors, agents, decision} = components;
  // The decision engine hears at once what became of its signals: it must know that an order is at work.
  const answer: Emit = (made) => decision.handle(made, discard);
  let spare: Batch | null = null;
  return {
    handle: (input, emit) => {
      // Whoever hands in an event while another is given out gets a batch of his own.
      const batch = spare ?? new Batch();
      spare = null;
      batch.begin(input);
      batch.pass(execution, MARKET);
      batch.pass(factors, FACTORS);
      batch.pass(agents, AGENTS);
      batch.pass(decision, DECISION);
      batch.pass(execution, ORDERS, answer);
      batch.giveTo(emit);
      spare = batch;
    },
    warmUp: (history) => {
      const batch = new Batch();
      decision.handle(warmUpCommand("TradingPaused"), discard);
      for (const input of history) {
        batch.begin(input);
        batch.pass(factors, FACTORS);
        batch.pass(agents, AGENTS);
        batch.pass(decision, DECISION);
      }
      decision.handle(warmUpCommand("TradingResumed"), discard);
    },
    snapshot: () => ({
      execution: execution.snapshot(),
      factors: factors.snapshot(),
      agents: agents.snapshot(),
      decision: decision.snapshot()
    }),
    restore: (state) => {
      execution.restore(state.execution);
      factors.restore(state.factors);
      agents.restore(state.agents);
      decision.restore(state.decision);
    }
  };
}

const discard: Emit = () => {};

/** Never on a tape: it only frames the warm-up inside the decision engine. */
function warmUpCommand(fact: "TradingPaused" | "TradingResumed"): TradingPaused | TradingResumed {
  const id = `warm-up:${fact}`;
  const envelope = {
    id,
    type: "ConfigurationEvent",
    version: 1,
    occurredAt: 0,
    recordedAt: 0,
    correlationId: id
  } as const;
  return {...envelope, fact, causationId: null, source: "pipeline", payload: {by: "pipeline", reason: "warm-up"}};
}

/**
 * An input and what the stages have made of it, in the tape's order. What a stage emits follows the event that caused
 * it, but precedes the watermark. The arrays are used again for the next input: a run makes nothing here per event.
 */
class Batch {
  readonly #events: PapertapeEvent[] = [];
  readonly #routes: number[] = [];
  #count = 0;
  readonly #made: PapertapeEvent[] = [];
  #madeCount = 0;
  #onMade: Emit = discard;
  readonly #take: Emit = (event) => {
    this.#made[this.#madeCount++] = event;
    this.#onMade(event);
  };

  begin(input: PapertapeEvent): void {
    this.#events[0] = input;
    this.#routes[0] = routeOf(input.fact);
    this.#count = 1;
  }

  pass(component: Component, stage: number, onMade: Emit = discard): void {
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
    for (let i = this.#count - 1; i >= at; i--) {
      events[i + added] = events[i] as PapertapeEvent;
      routes[i + added] = routes[i] as number;
    }
    for (let i = 0; i < added; i++) {
      const event = this.#made[i] as PapertapeEvent;
      events[at + i] = event;
      routes[at + i] = routeOf(event.fact);
    }
    this.#count += added;
    return cause + added;
  }
}
