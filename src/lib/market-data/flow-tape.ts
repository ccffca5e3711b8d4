/**
 * Trades, books and funding laid into a tape of candles, by time. At one time: books, trades, candles, funding,
 * figures of positions, and last the watermark. So whatever stands before a watermark is of its close time or earlier: nothing is seen ahead. Funding
 * inside a candle that orders are filled from stands behind that candle: what was filled at its open is there to pay.
 */
import type {PapertapeEvent} from "../events/event.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import type {FlowEvent} from "./flow-event.js";

export interface PlacedFlow {
  readonly event: FlowEvent;
  /** The time that it stands at on the tape, epoch milliseconds; never before its own. */
  readonly place: number;
}

const RANKS = {BookUpdated: 0, TradePrinted: 1, FundingSettled: 2, FigureReported: 3} as const;

/** @param matched timeframe of the candles that orders are filled from; null: they are filled from trades or books */
export function placeFlow(event: FlowEvent, matched: Timeframe | null): PlacedFlow {
  const {time} = event.payload;
  if (event.fact !== "FundingSettled" || matched === null) return {event, place: time};
  const openTime = candleOpenTime(matched, time);
  return {event, place: openTime === time ? time : openTime + timeframeMs(matched)};
}

/** The tape's order: by place, kind and instrument; those that are equal stay as they came. */
export function byPlace(a: PlacedFlow, b: PlacedFlow): number {
  const byTime = a.place - b.place || RANKS[a.event.fact] - RANKS[b.event.fact];
  if (byTime !== 0) return byTime;
  const [mine, other] = [a.event.payload.instrument, b.event.payload.instrument];
  return mine < other ? -1 : mine > other ? 1 : 0;
}

/** @param flows in the order of `byPlace`; those behind the last watermark are left out */
export function* layFlows<E extends PapertapeEvent>(
  tape: Iterable<E>,
  flows: Iterable<PlacedFlow>
): Generator<E | FlowEvent> {
  const waiting = flows[Symbol.iterator]();
  let next = waiting.next();
  for (const event of tape) {
    while (!next.done && precedes(next.value, event)) {
      yield next.value.event;
      next = waiting.next();
    }
    yield event;
  }
}

/** Events given out together. */
const PART_EVENTS = 4096;

/**
 * The same over flows that are read while the tape goes on, in parts of events in the tape's order.
 * @param flows batches in the order of `byPlace`, one after the other
 */
export async function* layFlowBatches<E extends PapertapeEvent>(
  tape: Iterable<E>,
  flows: AsyncIterable<readonly PlacedFlow[]>
): AsyncGenerator<readonly (E | FlowEvent)[]> {
  const batches = flows[Symbol.asyncIterator]();
  let batch: readonly PlacedFlow[] = [];
  let at = 0;
  let isDone = false;
  let part: (E | FlowEvent)[] = [];
  try {
    for (const event of tape) {
      for (;;) {
        while (at === batch.length && !isDone) {
          const read = await batches.next();
          isDone = read.done === true;
          batch = read.done === true ? [] : read.value;
          at = 0;
        }
        const next = batch[at];
        if (next === undefined || !precedes(next, event)) break;
        part.push(next.event);
        at++;
        if (part.length < PART_EVENTS) continue;
        yield part;
        part = [];
      }
      part.push(event);
      if (part.length < PART_EVENTS) continue;
      yield part;
      part = [];
    }
    if (part.length > 0) yield part;
  } finally {
    await batches.return?.();
  }
}

function precedes({event: flow, place}: PlacedFlow, event: PapertapeEvent): boolean {
  if (event.fact === "SliceCompleted") return place <= event.payload.closeTime;
  if (event.fact !== "CandleClosed") return false;
  const {closeTime} = event.payload;
  return flow.fact === "FundingSettled" || flow.fact === "FigureReported" ? place < closeTime : place <= closeTime;
}
