/**
 * The ceiling of the full pipeline: the same tape through a loop that makes as many events of the same shapes, with
 * their ids, and decides nothing. No pipeline that makes its events can be much faster.
 */
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {CandleClosed} from "../../src/lib/events/market-data-event.js";

/** Not events of any tape: objects as large as they are. */
type Sink = (made: object) => void;

const AGENTS = ["trend", "mean-reversion", "volatility-breakout"];
const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
const NOTHING: string[] = [];

/** Per candle, besides the tape's two: equity, factors, decision, and a prediction and a score for each of 3 agents. */
export function bareEvents(tape: Iterable<PapertapeEvent>, sink: Sink): void {
  let candle: CandleClosed | null = null;
  for (const event of tape) {
    sink(event);
    if (event.fact === "CandleClosed") candle = event;
    else if (candle !== null) afterSlice(candle, sink);
  }
}

function afterSlice(candle: CandleClosed, sink: Sink): void {
  const tail = candle.id.slice(candle.id.indexOf(":") + 1);
  const {close: x, closeTime} = candle.payload;
  sink(enveloped(`equity:${closeTime}`, candle, {closeTime, cash: "1", a: x, b: x, c: x, d: x, stale: [...NOTHING]}));
  sink(enveloped(`factors:${tail}`, candle, {instrument: tail, closeTime, x, factors: NAMES, values: numbers(x, 11)}));
  for (let i = 0; i < AGENTS.length; i++) {
    const id = `prediction:${AGENTS[i]}:${tail}`;
    sink(
      enveloped(`score:${id}`, candle, {id, tail, closeTime, until: closeTime, at: closeTime, a: x, b: x, c: x, d: x})
    );
    sink(enveloped(id, candle, prediction(x, closeTime)));
  }
  sink(enveloped(`decision:${tail}`, candle, decision(x, candle)));
}

function enveloped(id: string, candle: CandleClosed, payload: object): object {
  return {
    id,
    type: "bare",
    fact: "Bare",
    version: 1,
    occurredAt: candle.occurredAt,
    recordedAt: candle.recordedAt,
    correlationId: candle.id,
    causationId: candle.id,
    source: "bare",
    payload
  };
}

function prediction(x: number, time: number): object {
  const texts = {agent: "a", agentVersion: "1", instrument: "i", timeframe: "1h", calibration: "none", factors: NAMES};
  return {texts, time, until: time, a: x, b: x, c: x, d: x, e: x, f: x, values: numbers(x, 4), parts: numbers(x, 4)};
}

function decision(x: number, {id}: CandleClosed): object {
  const agents = AGENTS.map((agent) => ({agent, prediction: id, weight: x, probability: x, contribution: x}));
  const factors = NAMES.map((factor) => ({factor, contribution: x}));
  const texts = {strategy: "s", instrument: "i", held: "0", wanted: "0", rationale: `No trade: ${id}`, reason: "r"};
  return {texts, agents, factors, a: x, b: x, c: x, d: x, e: x, f: x, limits: [...NOTHING]};
}

function numbers(x: number, count: number): number[] {
  const list: number[] = [];
  for (let i = 0; i < count; i++) list.push(x + i);
  return list;
}
