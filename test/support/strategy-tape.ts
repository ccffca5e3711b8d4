/**
 * A strategy's orders against a small market, as events for the trading component alone: candles, finer candles, trades,
 * books, funding, and signals at the closes.
 */

import {DEFAULT_EXECUTION} from "../../src/lib/configuration/execution-configuration.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {ExecutionRules} from "../../src/lib/virtual-trading/execution-rules.js";
import {createTradingComponent} from "../../src/lib/virtual-trading/trading-component.js";
import type {Instrument} from "../../src/lib/vocabulary/instrument.js";
import {testInstrument} from "./candles.js";
import {sampleEvents} from "./sample-events.js";

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 0, 1);
export const SPOT = testInstrument("AAA/USDT", {
  amountIncrement: "0.001",
  minimumAmount: "0.001",
  minimumNotional: "0"
});
export const PERPETUAL: Instrument = {...testInstrument("AAA/USDT:USDT"), ...increments(), kind: "perpetual"};

function increments() {
  return {amountIncrement: "0.001", minimumAmount: "0.001", minimumNotional: "0"};
}

const samples = new Map(sampleEvents().map((event) => [event.fact, event]));

/** A valid event with another time and other figures. */
export function eventOf(fact: PapertapeEvent["fact"], time: number, payload: object, id = ""): PapertapeEvent {
  const sample = samples.get(fact) as PapertapeEvent;
  const changed = {
    ...sample,
    id: `${fact}:${time}${id}`,
    occurredAt: time,
    recordedAt: time,
    payload: {...sample.payload, ...payload}
  };
  return changed as PapertapeEvent;
}

export type Prices = readonly [open: number, high: number, low: number, close: number];

export interface CandleInput {
  readonly prices: Prices;
  readonly volume?: number;
  readonly timeframe?: "1h" | "15m";
}

/** @param openTime epoch ms */
export function candle(instrument: Instrument, openTime: number, input: CandleInput): PapertapeEvent {
  const {prices, volume = 1_000, timeframe = "1h"} = input;
  const [open, high, low, close] = prices;
  const closeTime = openTime + (timeframe === "1h" ? HOUR : HOUR / 4);
  const payload = {instrument: instrument.id, timeframe, openTime, closeTime, open, high, low, close, volume};
  return eventOf("CandleClosed", closeTime, payload, `:${timeframe}`);
}

export function slice(instrument: Instrument, closeTime: number): PapertapeEvent {
  return eventOf("SliceCompleted", closeTime, {timeframe: "1h", closeTime, instruments: [instrument.id], missing: []});
}

export interface SignalInput {
  readonly side: "buy" | "sell";
  readonly amount: string;
  readonly reason?: string;
  readonly limitPrice?: string;
}

export function signal(
  instrument: Instrument,
  closeTime: number,
  {reason = "entry", ...input}: SignalInput
): PapertapeEvent {
  const terms = input.limitPrice === undefined ? {} : {orderType: "limit"};
  return eventOf("TradeSignalRaised", closeTime, {instrument: instrument.id, closeTime, reason, ...terms, ...input});
}

export function componentFor(instrument: Instrument, execution: Partial<ExecutionRules> = {}) {
  return createTradingComponent({
    strategy: "test",
    timeframe: "1h",
    instruments: [instrument],
    startCapital: "1000",
    execution: {...DEFAULT_EXECUTION, spreadBps: 0, slippageBps: 0, volumeLimit: null, ...execution}
  });
}

/** Everything that the component makes of the inputs. */
export function trade(
  instrument: Instrument,
  execution: Partial<ExecutionRules>,
  inputs: readonly PapertapeEvent[]
): PapertapeEvent[] {
  const component = componentFor(instrument, execution);
  const made: PapertapeEvent[] = [];
  for (const input of inputs) component.handle(input, (event) => made.push(event));
  return made;
}

/** `side amount at price, purpose, hours after the start` of each fill. */
export function fillsOf(events: readonly PapertapeEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.fact !== "OrderFilled") return [];
    const {side, amount, price, time, exit} = event.payload;
    return [`${side} ${amount} at ${price}${exit === undefined ? "" : ` ${exit}`} +${(time - START) / HOUR}h`];
  });
}

/** `code` of each rejection, `reason` of each cancellation, with the end of the order's id. */
export function endsOf(events: readonly PapertapeEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.fact === "OrderRejected") return [`${event.payload.exit ?? "order"} ${event.payload.code}`];
    return event.fact === "OrderCanceled" ? [`${event.payload.exit ?? "order"} ${event.payload.reason}`] : [];
  });
}

/** Candles of one hour, one after the other from the start, each followed by its watermark. */
export function hours(instrument: Instrument, ...rows: readonly Prices[]): PapertapeEvent[] {
  return rows.flatMap((prices, i) => [
    candle(instrument, START + i * HOUR, {prices}),
    slice(instrument, START + (i + 1) * HOUR)
  ]);
}
