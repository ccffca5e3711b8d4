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

interface Stage {
  readonly component: Component;
  readonly facts: ReadonlySet<EventFact>;
}

/** Facts that virtual trading takes before anything is decided: what the market did to open orders and equity. */
const MARKET_FACTS: ReadonlySet<EventFact> = new Set([
  "CandleClosed",
  "SliceCompleted",
  "TradePrinted",
  "BookUpdated",
  "FundingSettled",
  "MarketDataGapFound"
]);
/** Facts that virtual trading takes after the decision: what it is asked to do. */
const ORDER_FACTS: ReadonlySet<EventFact> = new Set([
  "TradeSignalRaised",
  "TradingPaused",
  "TradingResumed",
  "TradingHalted",
  "FlattenRequested",
  "ConfigurationChanged"
]);
const FACTOR_FACTS: ReadonlySet<EventFact> = new Set([
  "CandleClosed",
  "SliceCompleted",
  "TradePrinted",
  "BookUpdated",
  "FundingSettled",
  "MarketDataGapFound"
]);
const AGENT_FACTS: ReadonlySet<EventFact> = new Set([
  "CandleClosed",
  "SliceCompleted",
  "MarketDataGapFound",
  "FactorsCalculated",
  "ConfigurationChanged"
]);
const DECISION_FACTS: ReadonlySet<EventFact> = new Set([
  "CandleClosed",
  "SliceCompleted",
  "MarketDataGapFound",
  "FactorsCalculated",
  "PredictionMade",
  "PredictionScored",
  "OrderAccepted",
  "OrderRejected",
  "OrderFilled",
  "OrderCanceled",
  "PositionChanged",
  "EquityMarked",
  "TradingPaused",
  "TradingResumed",
  "TradingHalted",
  "FlattenRequested",
  "ConfigurationChanged",
  "ConfigurationLoaded"
]);

export function createPipeline(components: PipelineComponents): Pipeline {
  const {execution, factors, agents, decision} = components;
  const stages: readonly Stage[] = [
    {component: execution, facts: MARKET_FACTS},
    {component: factors, facts: FACTOR_FACTS},
    {component: agents, facts: AGENT_FACTS},
    {component: decision, facts: DECISION_FACTS}
  ];
  const ordering: Stage = {component: execution, facts: ORDER_FACTS};
  return {
    handle: (input, emit) => {
      let batch: PapertapeEvent[] = [input];
      for (const stage of stages) batch = pass(stage, batch);
      // The decision engine hears at once what became of its signals: it must know that an order is at work.
      const answered = pass(ordering, batch, (made) => decision.handle(made, discard));
      for (const event of answered) emit(event);
    },
    warmUp: (history) => {
      const learning = stages.filter(({component}) => component !== execution);
      decision.handle(warmUpCommand("TradingPaused"), discard);
      for (const input of history) {
        let batch: PapertapeEvent[] = [input];
        for (const stage of learning) batch = pass(stage, batch);
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

/** One stage over a batch: what it emits follows the event that caused it, but precedes the watermark. */
function pass({component, facts}: Stage, batch: readonly PapertapeEvent[], onMade: Emit = discard): PapertapeEvent[] {
  const passed: PapertapeEvent[] = [];
  const emit: Emit = (event) => {
    passed.push(event);
    onMade(event);
  };
  for (const event of batch) {
    const isWatermark = event.fact === "SliceCompleted";
    if (!isWatermark) passed.push(event);
    if (facts.has(event.fact)) component.handle(event, emit);
    if (isWatermark) passed.push(event);
  }
  return passed;
}
