/** The broker's outcomes as events, each with the order's origin: the signal or command, and the chain it belongs to. */
import {assert} from "../core/assert.js";
import {numberText} from "../core/decimal.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {TradeExecutionEvent} from "../events/trade-execution-event.js";
import type {OrderSide, OrderType, TimeInForce} from "../vocabulary/order.js";
import type {AttachedExit, ExitKind} from "./attached-exits.js";
import type {BrokerOutcome, OrderChange, OrderFill, OrderRefusal, PositionChange} from "./broker-outcome.js";
import {LIQUIDATION_PREFIX} from "./matching/liquidation.js";

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
  /** What an order that no decision asked for by itself is there for; left out for all others. */
  readonly exit?: ExitKind | "liquidation";
}

export interface Occasion {
  readonly cause: PapertapeEvent;
  readonly whileAway: boolean;
}

export type ExecutionEventsState = readonly OrderOrigin[];

export interface ExecutionEvents {
  begin(origin: OrderOrigin): void;
  /** An order that goes with another one, and answers to the same signal. */
  attach(entryId: string, exit: AttachedExit): void;
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
    attach: (entryId, {kind, order}) => {
      const entry = origins.get(entryId);
      assert(entry !== undefined, `an exit is attached to an order that was never sent: ${entryId}`);
      const {id: orderId, side, type: orderType} = order;
      const prices = {limitPrice: null, stopPrice: null, timeInForce: order.tif};
      origins.set(orderId, {...entry, ...prices, orderId, side, orderType, exit: kind, fills: 0});
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
      return accepted(outcome, context);
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
        remaining: outcome.remaining,
        ...purpose(origin)
      };
      const id = `canceled:${tail(origin.orderId)}`;
      return orderEvent({id, fact: "OrderCanceled", occurredAt: outcome.time, payload}, {origin, context});
    }
    case "position":
      return positionChanged(outcome, context);
    case "triggered":
      watch(outcome, context);
      return null;
    case "amended":
    case "refused":
      return null;
  }
}

function accepted(outcome: OrderChange, context: Context): TradeExecutionEvent {
  const {orderId, time} = outcome;
  if (orderId.startsWith(LIQUIDATION_PREFIX)) context.origins.set(orderId, liquidationOrigin(outcome, context));
  watch(outcome, context);
  const origin = originOf(orderId, context);
  const payload = {...termsOf(origin), ...purpose(origin), rules: context.options.rules};
  const id = `accepted:${tail(orderId)}`;
  return orderEvent({id, fact: "OrderAccepted", occurredAt: time, payload}, {origin, context});
}

/** What an attached order waits for is known when it starts, and moves while it trails: its slippage counts from there. */
function watch({orderId, amount, limit, stop}: OrderChange, context: Context): void {
  const origin = context.origins.get(orderId);
  if (origin?.exit === undefined || origin.exit === "liquidation") return;
  context.origins.set(orderId, {
    ...origin,
    amount,
    limitPrice: limit === null ? null : numberText(limit),
    stopPrice: stop === null ? null : numberText(stop),
    referencePrice: stop ?? limit ?? origin.referencePrice
  });
}

/** Nobody asked for it but the market: its cause is the event that used the margin up. */
function liquidationOrigin({orderId, instrument, side, amount, time}: OrderChange, {occasion}: Context): OrderOrigin {
  const {cause} = occasion;
  return {
    orderId,
    signal: cause.id,
    correlationId: cause.correlationId,
    instrument,
    side,
    orderType: "market",
    amount,
    limitPrice: null,
    stopPrice: null,
    timeInForce: "GTC",
    submittedAt: time,
    referencePrice: cause.fact === "CandleClosed" ? cause.payload.close : 0,
    fills: 0,
    exit: "liquidation"
  };
}

function rejected({orderId, time, code, message}: OrderRefusal, context: Context): TradeExecutionEvent {
  const origin = originOf(orderId, context);
  context.origins.delete(orderId);
  const payload = {...termsOf(origin), ...purpose(origin), code, message};
  const id = `rejected:${tail(orderId)}`;
  return orderEvent({id, fact: "OrderRejected", occurredAt: time, payload}, {origin, context});
}

function filled(fill: OrderFill, context: Context): TradeExecutionEvent {
  const {orderId} = fill;
  const origin = originOf(orderId, context);
  const count = origin.fills + 1;
  if (Number(fill.remaining) > 0) context.origins.set(orderId, {...origin, fills: count});
  else context.origins.delete(orderId);
  const currencies = context.options.quotes.get(fill.instrument);
  const payload = {
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
    whileAway: context.occasion.whileAway,
    ...purpose(origin)
  };
  const id = `fill:${tail(orderId)}:${count}`;
  return orderEvent({id, fact: "OrderFilled", occurredAt: fill.time, payload}, {origin, context});
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

type OrderEvent = Extract<
  TradeExecutionEvent,
  {fact: "OrderAccepted" | "OrderRejected" | "OrderFilled" | "OrderCanceled"}
>;

interface OrderFact<Event extends OrderEvent> {
  readonly id: string;
  readonly fact: Event["fact"];
  readonly occurredAt: number;
  readonly payload: Event["payload"];
}

/**
 * One literal for all of them: events put together by copying objects have a shape each, and every place that reads
 * events, of whatever kind, then has to look up where their fields are.
 */
function orderEvent<Event extends OrderEvent>(
  {id, fact, occurredAt, payload}: OrderFact<Event>,
  {origin, context}: {readonly origin: OrderOrigin; readonly context: Context}
): Event {
  const {cause} = context.occasion;
  return {
    id,
    type: "TradeExecutionEvent",
    version: 1,
    occurredAt,
    recordedAt: Math.max(cause.recordedAt, occurredAt),
    correlationId: origin.correlationId,
    causationId: cause.id,
    source: SOURCE,
    fact,
    payload
  } as OrderEvent as Event;
}

function termsOf(origin: OrderOrigin) {
  return {
    orderId: origin.orderId,
    signal: origin.signal,
    instrument: origin.instrument,
    side: origin.side,
    orderType: origin.orderType,
    amount: origin.amount,
    limitPrice: origin.limitPrice,
    stopPrice: origin.stopPrice,
    timeInForce: origin.timeInForce,
    submittedAt: origin.submittedAt
  };
}

function purpose({exit}: OrderOrigin): {exit?: NonNullable<OrderOrigin["exit"]>} {
  return exit === undefined ? {} : {exit};
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
