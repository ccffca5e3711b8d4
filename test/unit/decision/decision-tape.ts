/** Instruments, predictions and execution events for tests of the decision engine, and an engine with its inputs. */

import {
  DEFAULT_DECISION_CONFIGURATION,
  type DecisionConfiguration
} from "../../../src/lib/decision/decision-configuration.js";
import {createDecisionEngine} from "../../../src/lib/decision/decision-engine.js";
import type {Component} from "../../../src/lib/events/component.js";
import type {EventOf, PapertapeEvent} from "../../../src/lib/events/event.js";
import {type Instrument, instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import {
  type CandleOptions,
  candleClosed,
  closeAt,
  factorsCalculated,
  heard,
  sliceCompleted
} from "../agents/agent-tape.js";

export function instrument(symbol = "BTC/USDT", changes: Partial<Instrument> = {}): Instrument {
  const [base = "", quote = ""] = symbol.split(/[/:]/);
  return {
    id: instrumentId({symbol, exchange: "test"}),
    exchange: "test",
    symbol,
    base,
    quote,
    kind: "spot",
    priceIncrement: "0.01",
    amountIncrement: "0.001",
    minimumAmount: "0.001",
    minimumNotional: "10",
    makerFee: 0.0001,
    takerFee: 0.0002,
    isSimulated: true,
    ...changes
  };
}

export const perpetual = (symbol = "BTC/USDT:USDT") => instrument(symbol, {kind: "perpetual"});

/** Partial down to single keys of the configuration's sections. */
export type ConfigurationChanges = {
  readonly [Key in keyof DecisionConfiguration]?: DecisionConfiguration[Key] extends object
    ? Partial<DecisionConfiguration[Key]>
    : DecisionConfiguration[Key];
};

export function configuration(changes: ConfigurationChanges = {}): DecisionConfiguration {
  const merged: Record<string, unknown> = {...DEFAULT_DECISION_CONFIGURATION};
  for (const [key, value] of Object.entries(changes)) {
    const isSection = typeof value === "object" && value !== null;
    merged[key] = isSection ? {...(merged[key] as object), ...value} : value;
  }
  return merged as DecisionConfiguration;
}

export function engineOf(instruments: readonly Instrument[], changes: ConfigurationChanges = {}) {
  return createDecisionEngine({
    strategy: "test",
    instruments,
    timeframe: "1h",
    configuration: configuration(changes),
    // With the taker's fee of 2 bps a round trip costs 4 + 1 + 1 = 6 bps.
    costs: {spreadBps: 1, slippageBps: 0.5}
  });
}

export interface Opinion {
  readonly agent?: string;
  readonly probabilityUp?: number;
  readonly expectedReturn?: number;
}

export function predictionMade(
  candle: EventOf<"CandleClosed">,
  {agent = "trend", probabilityUp = 0.6, expectedReturn = 0.01}: Opinion
): EventOf<"PredictionMade"> {
  const {instrument: name, timeframe, closeTime} = candle.payload;
  const score = Math.log(probabilityUp / (1 - probabilityUp));
  return {
    id: `prediction:${agent}:${candle.id.slice("candle:".length)}`,
    type: "PredictionEvent",
    fact: "PredictionMade",
    version: 1,
    occurredAt: closeTime,
    recordedAt: candle.recordedAt,
    correlationId: candle.id,
    causationId: candle.id,
    source: "agents",
    payload: {
      agent,
      agentVersion: "1.0.0",
      instrument: name,
      timeframe,
      madeAt: closeTime,
      horizonCandles: 4,
      resolvesAt: closeTime + 4 * 3_600_000,
      probabilityUp,
      calibratedProbabilityUp: probabilityUp,
      calibration: "none",
      expectedReturn,
      confidence: Math.abs(2 * probabilityUp - 1),
      score,
      bias: 0,
      factors: ["momentum"],
      factorValues: [1],
      contributions: [score]
    }
  };
}

const execution = {
  type: "TradeExecutionEvent",
  version: 1,
  causationId: null,
  source: "virtual-trading"
} as const;

export function equityMarked(index: number, equity = 10_000, cash = equity): EventOf<"EquityMarked"> {
  const closeTime = closeAt(index);
  return {
    ...execution,
    id: `equity:${closeTime}`,
    fact: "EquityMarked",
    occurredAt: closeTime,
    recordedAt: closeTime,
    correlationId: `slice:${closeTime}`,
    payload: {
      closeTime,
      cash: String(cash),
      equity,
      positionsValue: equity - cash,
      exposure: 0,
      drawdown: 0,
      staleInstruments: []
    }
  };
}

export interface Position {
  readonly amount: string;
  readonly averagePrice?: string | null;
  readonly realizedProfit?: string;
  readonly cash?: string;
}

export function positionChanged(index: number, name: string, position: Position): EventOf<"PositionChanged"> {
  const {amount, averagePrice = "100", realizedProfit = "0", cash = "10000"} = position;
  return {
    ...execution,
    id: `position:${name}:${index}`,
    fact: "PositionChanged",
    occurredAt: closeAt(index),
    recordedAt: closeAt(index),
    correlationId: `position:${name}:${index}`,
    payload: {instrument: name, amount, averagePrice, realizedProfit, cash}
  };
}

export function command(
  fact: "TradingPaused" | "TradingResumed" | "TradingHalted" | "FlattenRequested",
  index = 0
): PapertapeEvent {
  return {
    id: `${fact}:${index}`,
    type: "ConfigurationEvent",
    fact,
    version: 1,
    occurredAt: closeAt(index),
    recordedAt: closeAt(index),
    correlationId: `${fact}:${index}`,
    causationId: null,
    source: "control",
    payload: {by: "tester", reason: "test"}
  };
}

export function configurationChanged(key: string, to: unknown): PapertapeEvent {
  return {
    id: `change:${key}:${JSON.stringify(to)}`,
    type: "ConfigurationEvent",
    fact: "ConfigurationChanged",
    version: 1,
    occurredAt: closeAt(0),
    recordedAt: closeAt(0),
    correlationId: `change:${key}`,
    causationId: null,
    source: "control",
    payload: {key, from: null, to, by: "tester"}
  };
}

export interface CloseOptions extends CandleOptions {
  readonly price?: number;
  readonly opinions?: readonly Opinion[];
  readonly equity?: number;
  readonly cash?: number;
  readonly touchedByGap?: string[];
}

/** One close of one instrument up to its watermark. */
export function closeOf(index: number, options: CloseOptions = {}): PapertapeEvent[] {
  const {price = 100, opinions = [{}], equity = 10_000, touchedByGap = []} = options;
  const candle = candleClosed(index, price, options);
  return [
    candle,
    factorsCalculated(candle, {momentum: 1, other: 2}, touchedByGap),
    ...opinions.map((opinion) => predictionMade(candle, opinion)),
    equityMarked(index, equity, options.cash ?? equity),
    sliceCompleted(index, [candle.payload.instrument])
  ];
}

export type Decision = EventOf<"TradeSignalRaised"> | EventOf<"TradeSignalWithheld">;

/** The decisions that follow from these events. */
export function decisions(engine: Component, events: readonly PapertapeEvent[]): Decision[] {
  return heard(engine, events) as Decision[];
}

/** The one decision that follows from these events. */
export function decision(engine: Component, events: readonly PapertapeEvent[]): Decision {
  const [first, ...more] = decisions(engine, events);
  if (first === undefined || more.length > 0)
    throw new Error(`one decision was expected, not ${more.length + (first ? 1 : 0)}`);
  return first;
}
