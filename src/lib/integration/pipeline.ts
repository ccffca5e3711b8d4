/**
 * The one pipeline: backtest, live paper trading and replay run it over three tapes. Each input event passes the stages
 * in order; a stage sees the input and all that earlier stages made of it. Virtual trading stands at both ends: first
 * the market fills what was ordered before, last the new signals become orders, which only later candles can fill.
 */
import type {Component} from "../events/component.js";
import type {TradingPaused, TradingResumed} from "../events/configuration-event.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import {AGENTS, Batch, DECISION, discard, FACTORS, MARKET, ORDERS} from "./batch.js";

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
