/** The broker's outcomes as events, each with the order's origin: the signal or command, and the chain it belongs to. */
import {assert} from "../core/assert.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {TradeExecutionEvent} from "../events/trade-execution-event.js";
import type {OrderSide, OrderType, TimeInForce} from "../vocabulary/order.js";
import type {BrokerOutcome, OrderFill, OrderRefusal, PositionChange} from "./broker-outcome.js";

/** An order at work, and where it comes from. Plain JSON. */
export interface OrderOrigin {
  readonly orderId: string;
  /** Id of the signal or command that asked for it. */
  readonly signal: string;
  readonly correlationId: string;
  readonly instrument: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly timeInForce: TimeInForce;
  readonly submittedAt: number;
  readonly referencePrice: number;
  readonly fills: number;
}

export interface Occasion {
  readonly cause: PapertapeEvent;
  readonly whileAway: boolean;
}

export type ExecutionEventsState = readonly OrderOrigin[];

export interface ExecutionEvents {
  begin(origin: OrderOrigin): void;
  emit(outcomes: readonly BrokerOutcome[], occasion: Occasion, emit: Emit): void;
  snapshot(): ExecutionEventsState;
  restore(state: ExecutionEventsState): void;
}

export interface ExecutionEventsOptions {
  readonly rules: string;
  /** Currencies of each instrument. */
  readonly quotes: ReadonlyMap<string, {readonly quote: string; readonly base: string}>;
}

const SOURCE = "virtual-trading";

export function executionEvents(options: ExecutionEventsOptions): ExecutionEvents {
  const origins = new Map<string, OrderOrigin>();
  return {
    begin: (origin) => {
      origins.set(origin.orderId, origin);
    },
    emit: (outcomes, occasion, emit) => {
      let lastFill: string | null = null;
      for (const outcome of outcomes) {
        const event = eventOf(outcome, {occasion, origins, options, lastFill});
        if (event === null) continue;
        if (event.fact === "OrderFilled") lastFill = event.id;
        emit(event);
      }
    },
    snapshot: () => [...origins.values()],
    restore: (state) => {
      origins.clear();
      for (const origin of state) origins.set(origin.orderId, origin);
    }
  };
}

interface Context {
  readonly occasion: Occasion;
  readonly origins: Map<string, OrderOrigin>;
  readonly options: ExecutionEventsOptions;
  /** Id of the fill before a change of position in the same batch. */
  readonly lastFill: string | null;
}

/** Null for outcomes that change nothing that anybody outside the broker relies on. */
function eventOf(outcome: BrokerOutcome, context: Context): TradeExecutionEvent | null {
  switch (outcome.kind) {
    case "accepted":
      return accepted(outcome.orderId, outcome.time, context);
    case "rejected":
      return rejected(outcome, context);
    case "filled":
      return filled(outcome, context);
    case "canceled":
    case "expired": {
      const origin = originOf(outcome.orderId, context);
      context.origins.delete(outcome.orderId);
      const payload = {
        orderId: origin.orderId,
        signal: origin.signal,
        instrument: origin.instrument,
        reason: outcome.code,
        filled: outcome.filled,
        remaining: outcome.remaining
      };
      return {
        ...envelope(`canceled:${tail(origin.orderId)}`, outcome.time, {origin, context}),
        fact: "OrderCanceled",
        payload
      };
    }
    case "position":
      return positionChanged(outcome, context);
    case "triggered":
    case "amended":
    case "refused":
      return null;
  }
}

function accepted(orderId: string, time: number, context: Context): TradeExecutionEvent {
  const origin = originOf(orderId, context);
  const {correlationId: _, referencePrice: __, fills: ___, ...payload} = origin;
  return {
    ...envelope(`accepted:${tail(orderId)}`, time, {origin, context}),
    fact: "OrderAccepted",
    payload: {...payload, rules: context.options.rules}
  };
}

function rejected({orderId, time, code, message}: OrderRefusal, context: Context): TradeExecutionEvent {
  const origin = originOf(orderId, context);
  context.origins.delete(orderId);
  const {correlationId: _, referencePrice: __, fills: ___, ...payload} = origin;
  return {
    ...envelope(`rejected:${tail(orderId)}`, time, {origin, context}),
    fact: "OrderRejected",
    payload: {...payload, code, message}
  };
}

function filled(fill: OrderFill, context: Context): TradeExecutionEvent {
  const {orderId} = fill;
  const origin = originOf(orderId, context);
  const count = origin.fills + 1;
  if (Number(fill.remaining) > 0) context.origins.set(orderId, {...origin, fills: count});
  else context.origins.delete(orderId);
  const currencies = context.options.quotes.get(fill.instrument);
  return {
    ...envelope(`fill:${tail(orderId)}:${count}`, fill.time, {origin, context}),
    fact: "OrderFilled",
    payload: {
      orderId,
      signal: origin.signal,
      instrument: fill.instrument,
      side: fill.side,
      time: fill.time,
      price: fill.price,
      amount: fill.amount,
      fee: fill.fee,
      feeCurrency: (fill.feeIn === "quote" ? currencies?.quote : currencies?.base) ?? "",
      liquidity: fill.liquidity,
      remaining: fill.remaining,
      referencePrice: origin.referencePrice,
      whileAway: context.occasion.whileAway
    }
  };
}

function positionChanged(change: PositionChange, {occasion, lastFill}: Context): TradeExecutionEvent {
  const causationId = lastFill ?? occasion.cause.id;
  return {
    id: `position:${causationId}:${change.instrument}`,
    type: "TradeExecutionEvent",
    fact: "PositionChanged",
    version: 1,
    occurredAt: change.time,
    recordedAt: occasion.cause.recordedAt,
    correlationId: occasion.cause.correlationId,
    causationId,
    source: SOURCE,
    payload: {
      instrument: change.instrument,
      amount: change.amount,
      averagePrice: change.averagePrice,
      realizedProfit: change.realizedProfit,
      cash: change.cash
    }
  };
}

function envelope(id: string, occurredAt: number, {origin, context}: {origin: OrderOrigin; context: Context}) {
  const {cause} = context.occasion;
  return {
    id,
    type: "TradeExecutionEvent",
    version: 1,
    occurredAt,
    recordedAt: Math.max(cause.recordedAt, occurredAt),
    correlationId: origin.correlationId,
    causationId: cause.id,
    source: SOURCE
  } as const;
}

function originOf(orderId: string, {origins}: Context): OrderOrigin {
  const origin = origins.get(orderId);
  assert(origin !== undefined, `the broker speaks of an order that was never sent: ${orderId}`);
  return origin;
}

/** What distinguishes an order, without the word `order:`. */
function tail(orderId: string): string {
  return orderId.slice(orderId.indexOf(":") + 1);
}
