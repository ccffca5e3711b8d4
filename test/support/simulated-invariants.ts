/** What must hold of every tape, whatever went wrong while it was written. Each check gives its breaches as sentences. */
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import {validateEvent} from "../../src/lib/events/validate-event.js";
import {createStrategyPipeline} from "../../src/lib/integration/create-strategy-pipeline.js";
import {createTradingDigest, type TradingSummary} from "../../src/lib/integration/trading-digest.js";
import {candleTape} from "../../src/lib/market-data/candle-tape.js";
import {ledgerBreaches} from "./simulated-ledger.js";
import type {SimulatedMarket, SimulatedOutcome} from "./simulated-run.js";

type Breaches = readonly string[];

export function breachesOf(outcome: SimulatedOutcome): Breaches {
  return [
    ...onceBreaches(outcome),
    ...causeBreaches(outcome.tape),
    ...decisionBreaches(outcome.tape),
    ...orderBreaches(outcome.tape),
    ...gapBreaches(outcome.tape),
    ...ledgerBreaches(outcome),
    ...replayBreaches(outcome),
    ...parityBreaches(outcome)
  ];
}

/** Every event once, each as its schema says, and viewers heard the same ones in the same order. */
function onceBreaches({tape, texts, told}: SimulatedOutcome): Breaches {
  const breaches: string[] = [];
  if (new Set(tape.map(({id}) => id)).size !== tape.length) breaches.push("an event is on the tape twice");
  if (told.length !== texts.length || told.some((text, index) => text !== texts[index]))
    breaches.push(`viewers were told ${told.length} events, not the tape's ${texts.length} in their order`);
  for (const event of tape) {
    const validation = validateEvent(event);
    if (!validation.ok) breaches.push(`${event.id} is not as its schema says: ${validation.reason}`);
  }
  return breaches;
}

/** A cause stands on the tape, and before what it caused; only the watermark follows its effects. */
function causeBreaches(tape: readonly PapertapeEvent[]): Breaches {
  const places = new Map(tape.map(({id}, index) => [id, index]));
  return tape.flatMap((event, index) => {
    const isInput = event.type === "MarketDataEvent" || event.type === "ConfigurationEvent";
    if (event.causationId === null) return isInput ? [] : [`${event.id} has no cause`];
    if (isInput) return [`the input ${event.id} has a cause`];
    const place = places.get(event.causationId);
    if (place === undefined) return [`the cause of ${event.id} is not on the tape: ${event.causationId}`];
    const isBefore = place < index || tape[place]?.fact === "SliceCompleted";
    return isBefore ? [] : [`${event.id} stands before its cause ${event.causationId}`];
  });
}

/** One decision for each candle that is on the tape, none for any other; one mark for each slice. */
function decisionBreaches(tape: readonly PapertapeEvent[]): Breaches {
  const wanted: string[] = [];
  const found: string[] = [];
  let slices = 0;
  let marks = 0;
  for (const event of tape) {
    if (event.fact === "CandleClosed") wanted.push(`${event.payload.instrument} ${event.payload.closeTime}`);
    else if (event.type === "TradeSignalEvent") found.push(`${event.payload.instrument} ${event.payload.closeTime}`);
    else if (event.fact === "SliceCompleted") slices++;
    else if (event.fact === "EquityMarked") marks++;
  }
  const breaches = slices === marks ? [] : [`${slices} slices have ${marks} marks of equity`];
  if (wanted.sort().join() !== found.sort().join())
    breaches.push(`${wanted.length} candles on the tape have ${found.length} decisions`);
  return breaches;
}

/** No order without a decision or command before it, no fill without an order, no fill at what the decision knew. */
function orderBreaches(tape: readonly PapertapeEvent[]): Breaches {
  const asked = new Map<string, number>();
  const accepted = new Map<string, number>();
  const breaches: string[] = [];
  for (const event of tape) {
    if (event.fact === "TradeSignalRaised") asked.set(event.id, event.payload.closeTime);
    else if (event.fact === "FlattenRequested") asked.set(event.id, 0);
    else if (event.fact === "OrderAccepted" || event.fact === "OrderRejected") {
      if (!asked.has(event.payload.signal)) breaches.push(`nobody asked for ${event.payload.orderId}`);
      if (event.fact === "OrderAccepted") accepted.set(event.payload.orderId, event.payload.submittedAt);
    } else if (event.fact === "OrderFilled") {
      const submittedAt = accepted.get(event.payload.orderId);
      if (submittedAt === undefined) breaches.push(`${event.id} fills an order that was not accepted`);
      else if (event.payload.time < submittedAt) breaches.push(`${event.id} is before its order was submitted`);
    }
  }
  return breaches;
}

/** A candle says truly how many are missing before it, and a gap event says the same. */
function gapBreaches(tape: readonly PapertapeEvent[]): Breaches {
  const newest = new Map<string, number>();
  const gaps = new Map<string, number>();
  const breaches: string[] = [];
  for (const event of tape) {
    if (event.fact === "MarketDataGapFound") gaps.set(event.payload.instrument, event.payload.missingCandles);
    if (event.fact !== "CandleClosed") continue;
    const {instrument, openTime, missingBefore} = event.payload;
    const before = newest.get(instrument);
    const missing = before === undefined ? 0 : (openTime - before) / HOUR_MS - 1;
    if (missing !== missingBefore) breaches.push(`${event.id} says ${missingBefore} are missing, not ${missing}`);
    if (missing !== (gaps.get(instrument) ?? 0)) breaches.push(`${event.id} comes without its gap of ${missing}`);
    gaps.delete(instrument);
    newest.set(instrument, openTime);
  }
  return breaches;
}

/** A fresh pipeline makes the same tape of the same inputs, to the byte. */
function replayBreaches({tape, texts, market}: SimulatedOutcome): Breaches {
  const pipeline = createStrategyPipeline(market.tape.plan);
  pipeline.restore(JSON.parse(JSON.stringify(market.warm)));
  const replayed = tape[0] === undefined ? [] : [tape[0]];
  for (const event of tape.slice(1))
    if (event.causationId === null) pipeline.handle(event, (made) => replayed.push(made));
  for (let index = 0; index < Math.max(replayed.length, texts.length); index++)
    if (JSON.stringify(replayed[index]) !== texts[index])
      return [`a replay differs at ${index + 1}: ${tape[index]?.id} became ${replayed[index]?.id}`];
  return [];
}

/** Where every candle came and nobody interfered, the session traded what an undisturbed one does. */
function parityBreaches({tape, market}: SimulatedOutcome): Breaches {
  const isWhole = tape.filter(({fact}) => fact === "CandleClosed").length === market.tape.candles;
  const isUntouched = tape.filter(({type}) => type === "ConfigurationEvent").length === 1;
  if (!isWhole || !isUntouched) return [];
  const mine = digestOf(tape);
  const expected = undisturbed(market);
  return mine.digest === expected.digest ? [] : [`traded ${JSON.stringify(mine)}, not ${JSON.stringify(expected)}`];
}

const known = new Map<SimulatedMarket, TradingSummary>();

export function undisturbed(market: SimulatedMarket): TradingSummary {
  const summary = known.get(market) ?? digestOf(backtestTape(market));
  known.set(market, summary);
  return summary;
}

function backtestTape({tape, warm}: SimulatedMarket): PapertapeEvent[] {
  const events: PapertapeEvent[] = [];
  const pipeline = createStrategyPipeline(tape.plan);
  pipeline.restore(JSON.parse(JSON.stringify(warm)));
  for (const input of candleTape(tape.plan.strategy.timeframe, tape.traded))
    pipeline.handle(input, (event) => events.push(event));
  return events;
}

/** A fill worked out late says so; that is all it may differ in. */
function digestOf(tape: readonly PapertapeEvent[]): TradingSummary {
  const digest = createTradingDigest();
  for (const event of tape)
    digest.take(event.fact === "OrderFilled" ? {...event, payload: {...event.payload, whileAway: false}} : event);
  return digest.summary();
}
