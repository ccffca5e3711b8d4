/**
 * Virtual trading as a component of the pipeline: signals become orders at the virtual broker, candles fill them, and
 * each outcome becomes an event that names its cause. It stands at both ends of the pipeline: what the market does to
 * open orders comes first, what is newly asked for comes last.
 */
import {absolute, type Decimal, sign, toNumber, toText} from "../core/decimal.js";
import type {Component} from "../events/component.js";
import type {FlattenRequested, TradingHalted} from "../events/configuration-event.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {
  BookUpdated,
  CandleClosed,
  FundingSettled,
  SliceCompleted,
  TradePrinted
} from "../events/market-data-event.js";
import type {SignalReason, TradeSignalRaised} from "../events/trade-signal-event.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {attachedExits} from "./attached-exits.js";
import type {Broker} from "./broker.js";
import type {BrokerOutcome} from "./broker-outcome.js";
import type {BrokerSnapshot} from "./broker-snapshot.js";
import {type ExecutionEvents, type ExecutionEventsState, executionEvents} from "./execution-events.js";
import type {ExecutionRules} from "./execution-rules.js";
import {orderRequest} from "./order.js";
import {cashOf, holdingOf} from "./portfolio.js";
import {createTradingBroker} from "./trading-broker.js";

export interface TradingComponentOptions {
  readonly strategy: string;
  readonly timeframe: Timeframe;
  readonly instruments: readonly Instrument[];
  /** Quote units, decimal text. */
  readonly startCapital: string;
  readonly execution: ExecutionRules;
}

export interface TradingComponentState {
  readonly broker: BrokerSnapshot;
  readonly events: ExecutionEventsState;
  /** Close time of the newest candle; null before the first. */
  readonly newestClose: number | null;
  /** Last close of each instrument. */
  readonly closes: Readonly<Record<string, number>>;
}

interface Closing {
  readonly instrument: string;
  readonly held: Decimal;
  readonly submittedAt: number;
  readonly event: FlattenRequested;
}

/** Signals whose orders open a position or make it larger. */
const OPENING: ReadonlySet<SignalReason> = new Set<SignalReason>(["entry", "increase", "reverse"]);

export function createTradingComponent(options: TradingComponentOptions): Component<TradingComponentState> {
  return new TradingComponent(options);
}

class TradingComponent implements Component<TradingComponentState> {
  readonly name = "virtual-trading";
  readonly #options: TradingComponentOptions;
  readonly #broker: Broker;
  readonly #events: ExecutionEvents;
  readonly #traded: ReadonlySet<string>;
  readonly #candleMs: number;
  /** The timeframe of the candles that orders are matched against. */
  readonly #matched: Timeframe;
  readonly #prints: boolean;
  readonly #books: boolean;
  #newestClose: number | null = null;
  readonly #closes = new Map<string, number>();
  readonly #markPrefix: string;
  #markedCash: Decimal | null = null;
  #markedCashText = "";

  constructor(options: TradingComponentOptions) {
    const {instruments, execution, startCapital, timeframe} = options;
    this.#options = options;
    this.#candleMs = timeframeMs(timeframe);
    this.#matched = execution.finerTimeframe ?? timeframe;
    this.#prints = execution.fills === "trades" || execution.fills === "book-and-trades";
    this.#books = execution.fills === "book" || execution.fills === "book-and-trades";
    this.#markPrefix = `equity:${options.strategy}:${timeframe}:`;
    this.#traded = new Set(instruments.map(({id}) => id));
    this.#events = executionEvents({
      rules: execution.rules,
      quotes: new Map(instruments.map(({id, quote, base}) => [id, {quote, base}]))
    });
    this.#broker = createTradingBroker({instruments, startCapital, execution});
  }

  handle(event: PapertapeEvent, emit: Emit): void {
    switch (event.fact) {
      case "CandleClosed":
        this.#candle(event, emit);
        break;
      case "SliceCompleted":
        this.#mark(event, emit);
        break;
      case "TradePrinted":
        this.#trade(event, emit);
        break;
      case "BookUpdated":
        this.#book(event, emit);
        break;
      case "FundingSettled":
        this.#fund(event, emit);
        break;
      case "TradeSignalRaised":
        this.#order(event, emit);
        break;
      case "TradingPaused":
        this.#broker.setTradingState("reducing");
        break;
      case "TradingResumed":
        this.#broker.setTradingState("active");
        break;
      case "TradingHalted":
        this.#cancelAll(event, emit);
        this.#broker.setTradingState("halted");
        break;
      case "FlattenRequested":
        this.#flatten(event, emit);
        break;
    }
  }

  snapshot(): TradingComponentState {
    return {
      broker: this.#broker.snapshot(),
      events: this.#events.snapshot(),
      newestClose: this.#newestClose,
      closes: Object.fromEntries(this.#closes)
    };
  }

  restore(state: TradingComponentState): void {
    this.#broker.restore(state.broker);
    this.#events.restore(state.events);
    this.#newestClose = state.newestClose;
    this.#closes.clear();
    for (const [instrument, close] of Object.entries(state.closes)) this.#closes.set(instrument, close);
  }

  #candle(event: CandleClosed, emit: Emit): void {
    const {instrument, timeframe, closeTime, close} = event.payload;
    const isOwn = timeframe === this.#options.timeframe;
    if (!this.#traded.has(instrument) || !(isOwn || timeframe === this.#matched)) return;
    if (isOwn) this.#newestClose = Math.max(this.#newestClose ?? closeTime, closeTime);
    this.#closes.set(instrument, close);
    if (timeframe === this.#matched) this.#tell(event, this.#broker.onCandle(instrument, event.payload), emit);
  }

  /** Prints and books count at the time they are of, so that every tape of them gives the same fills. */
  #trade(event: TradePrinted, emit: Emit): void {
    const {instrument, time, price, amount, takerSide} = event.payload;
    if (!this.#prints || !this.#traded.has(instrument)) return;
    this.#tell(event, this.#broker.onTrade(instrument, {time, received: time, price, amount, taker: takerSide}), emit);
  }

  #book(event: BookUpdated, emit: Emit): void {
    const {instrument, time, bids, asks} = event.payload;
    if (!this.#books || !this.#traded.has(instrument)) return;
    this.#tell(event, this.#broker.onBook(instrument, {time, bids, asks}, time), emit);
  }

  #tell(event: PapertapeEvent, outcomes: readonly BrokerOutcome[], emit: Emit): void {
    if (outcomes.length === 0) return;
    // Worked out more than a candle after it happened: nobody was there at the time.
    const whileAway = event.recordedAt - event.occurredAt > this.#candleMs;
    this.#events.emit(outcomes, {cause: event, whileAway}, emit);
  }

  #mark(event: SliceCompleted, emit: Emit): void {
    const {timeframe, closeTime} = event.payload;
    if (timeframe !== this.#options.timeframe) return;
    const {equity, positionsValue, exposure, drawdown, staleInstruments} = this.#broker.mark(closeTime);
    const cash = this.#cashText(cashOf(this.#broker.portfolio()));
    emit({
      id: `${this.#markPrefix}${closeTime}`,
      type: "TradeExecutionEvent",
      fact: "EquityMarked",
      version: 1,
      occurredAt: closeTime,
      recordedAt: event.recordedAt,
      correlationId: event.correlationId,
      causationId: event.id,
      source: this.name,
      payload: {closeTime, cash, equity, positionsValue, exposure, drawdown, staleInstruments}
    });
  }

  /** Decimals never change: the same object has the same text, and between fills cash is the same object. */
  #cashText(cash: Decimal): string {
    if (cash !== this.#markedCash) {
      this.#markedCash = cash;
      this.#markedCashText = toText(cash);
    }
    return this.#markedCashText;
  }

  #fund(event: FundingSettled, emit: Emit): void {
    const {instrument, time, rate} = event.payload;
    if (!this.#traded.has(instrument)) return;
    const price = this.#closes.get(instrument);
    // Without a price there was no candle yet, and so no position to pay for.
    if (price === undefined) return;
    this.#events.emit(this.#broker.onFunding(instrument, {time, rate, price}), {cause: event, whileAway: false}, emit);
  }

  #order(event: TradeSignalRaised, emit: Emit): void {
    const {payload} = event;
    if (!this.#traded.has(payload.instrument)) return;
    const id = `order:${event.id.slice(event.id.indexOf(":") + 1)}`;
    const time = payload.closeTime;
    this.#events.begin({
      orderId: id,
      signal: event.id,
      correlationId: event.correlationId,
      instrument: payload.instrument,
      side: payload.side,
      orderType: payload.orderType,
      amount: payload.amount,
      limitPrice: payload.limitPrice,
      stopPrice: payload.stopPrice,
      timeInForce: payload.timeInForce,
      submittedAt: time,
      referencePrice: payload.referencePrice,
      fills: 0
    });
    const order = orderRequest({
      id,
      side: payload.side,
      type: payload.orderType,
      amount: Number(payload.amount),
      limit: payload.limitPrice === null ? null : Number(payload.limitPrice),
      stop: payload.stopPrice === null ? null : Number(payload.stopPrice),
      tif: payload.timeInForce,
      expire: payload.expiresAt
    });
    const exits = OPENING.has(payload.reason) ? attachedExits(order, this.#options.execution.exits) : [];
    for (const exit of exits) this.#events.attach(id, exit);
    const orders = [order, ...exits.map((exit) => exit.order)];
    this.#events.emit(this.#broker.submit(payload.instrument, orders, time), {cause: event, whileAway: false}, emit);
  }

  #cancelAll(event: TradingHalted | FlattenRequested, emit: Emit): void {
    const time = this.#commandTime(event);
    for (const {id: instrument} of this.#options.instruments)
      for (const {id} of this.#broker.openOrders(instrument))
        this.#events.emit(this.#broker.cancel(instrument, id, time), {cause: event, whileAway: false}, emit);
  }

  /** Closes every position at the next price and opens none until resumed. */
  #flatten(event: FlattenRequested, emit: Emit): void {
    this.#cancelAll(event, emit);
    this.#broker.setTradingState("reducing");
    const submittedAt = this.#commandTime(event);
    for (const {id: instrument} of this.#options.instruments) {
      const held = holdingOf(this.#broker.portfolio(), instrument);
      if (sign(held) !== 0) this.#close({instrument, held, submittedAt, event}, emit);
    }
  }

  #close({instrument, held, submittedAt, event}: Closing, emit: Emit): void {
    const orderId = `order:${event.id}:${instrument}`;
    const side = sign(held) > 0 ? "sell" : "buy";
    const amount = absolute(held);
    this.#events.begin({
      orderId,
      signal: event.id,
      correlationId: event.correlationId,
      instrument,
      side,
      orderType: "market",
      amount: toText(amount),
      limitPrice: null,
      stopPrice: null,
      timeInForce: "GTC",
      submittedAt,
      referencePrice: this.#closes.get(instrument) ?? 0,
      fills: 0
    });
    const order = orderRequest({id: orderId, side, type: "market", amount: toNumber(amount)});
    this.#events.emit(this.#broker.submit(instrument, [order], submittedAt), {cause: event, whileAway: false}, emit);
  }

  /** A command acts from the newest close on, never before it. */
  #commandTime(event: PapertapeEvent): number {
    return Math.max(event.occurredAt, this.#newestClose ?? event.occurredAt);
  }
}
