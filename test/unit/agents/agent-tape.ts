/** Candles and factor values for tests of the agents and decisions, and a run that collects what a component says. */
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {Component} from "../../../src/lib/events/component.js";
import type {EventFact, EventOf, PapertapeEvent} from "../../../src/lib/events/event.js";

export const FIRST_CLOSE = 1_700_000_000_000 - (1_700_000_000_000 % HOUR_MS);

/** Close time of the hourly candle at `index`. */
export const closeAt = (index: number) => FIRST_CLOSE + index * HOUR_MS;

export interface CandleOptions {
  readonly instrument?: string;
  readonly timeframe?: string;
  readonly revision?: number;
  readonly missingBefore?: number;
  readonly recordedAt?: number;
}

export function candleClosed(index: number, close: number, options: CandleOptions = {}): EventOf<"CandleClosed"> {
  const {instrument = "BTC/USDT@test", timeframe = "1h", revision = 0, missingBefore = 0} = options;
  const closeTime = closeAt(index);
  const id = `candle:${instrument}:${timeframe}:${closeTime}:r${revision}`;
  return {
    id,
    type: "MarketDataEvent",
    fact: "CandleClosed",
    version: 1,
    occurredAt: closeTime,
    recordedAt: options.recordedAt ?? closeTime + 5,
    correlationId: id,
    causationId: null,
    source: "market-data",
    payload: {
      instrument,
      timeframe,
      openTime: closeTime - HOUR_MS,
      closeTime,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
      quoteVolume: null,
      tradeCount: null,
      takerBuyVolume: null,
      revision,
      origin: "simulated",
      missingBefore
    }
  };
}

export type FactorValues = Readonly<Record<string, number | null>>;

export function factorsCalculated(
  candle: EventOf<"CandleClosed">,
  values: FactorValues,
  touchedByGap: string[] = []
): EventOf<"FactorsCalculated"> {
  const {instrument, timeframe, closeTime, close} = candle.payload;
  return {
    id: candle.id.replace("candle:", "factors:"),
    type: "FactorCalculationEvent",
    fact: "FactorsCalculated",
    version: 1,
    occurredAt: closeTime,
    recordedAt: candle.recordedAt,
    correlationId: candle.id,
    causationId: candle.id,
    source: "factors",
    payload: {
      instrument,
      timeframe,
      closeTime,
      close,
      factors: Object.keys(values),
      values: Object.values(values),
      touchedByGap
    }
  };
}

export function sliceCompleted(index: number, instruments: readonly string[]): EventOf<"SliceCompleted"> {
  const closeTime = closeAt(index);
  return {
    id: `slice:1h:${closeTime}`,
    type: "MarketDataEvent",
    fact: "SliceCompleted",
    version: 1,
    occurredAt: closeTime,
    recordedAt: closeTime + 5,
    correlationId: `slice:1h:${closeTime}`,
    causationId: null,
    source: "market-data",
    payload: {timeframe: "1h", closeTime, instruments: [...instruments], missing: []}
  };
}

/** What the component says to these events, in order. */
export function heard(component: Component, events: readonly PapertapeEvent[]): PapertapeEvent[] {
  const said: PapertapeEvent[] = [];
  for (const event of events) component.handle(event, (made) => said.push(made));
  return said;
}

export function only<Fact extends EventFact>(events: readonly PapertapeEvent[], fact: Fact): EventOf<Fact>[] {
  return events.filter((event): event is EventOf<Fact> => event.fact === fact);
}

export interface RandomTapeOptions {
  readonly seed: number;
  readonly candles: number;
  readonly instruments: readonly string[];
  readonly factors: readonly string[];
  /** How much the first factor moves the next return, in standard deviations. */
  readonly drift?: number;
  /** Share of factor values that are undefined, and of candles that are missing. */
  readonly holes?: number;
}

/** Random walks with random factor values; the first factor pushes the next return. Ends each close with its watermark. */
export function randomTape(options: RandomTapeOptions): PapertapeEvent[] {
  const {seed, candles, instruments, factors, drift = 0, holes = 0} = options;
  const random = seededRandom(seed);
  const closes = instruments.map(() => 100);
  const pushes = instruments.map(() => 0);
  const missing = instruments.map(() => 0);
  const tape: PapertapeEvent[] = [];
  for (let index = 0; index < candles; index++) {
    const present: string[] = [];
    instruments.forEach((instrument, place) => {
      closes[place] = (closes[place] ?? 0) * Math.exp(0.01 * (random.normal() + drift * (pushes[place] ?? 0)));
      if (random.next() < holes) {
        missing[place] = (missing[place] ?? 0) + 1;
        return;
      }
      const candle = candleClosed(index, closes[place] ?? 0, {instrument, missingBefore: missing[place] ?? 0});
      missing[place] = 0;
      const values = factors.map((factor) => {
        const value = factor.startsWith("volatility-24") ? 0.01 : random.normal();
        return [factor, random.next() < holes ? null : value] as const;
      });
      pushes[place] = values[0]?.[1] ?? 0;
      tape.push(candle, factorsCalculated(candle, Object.fromEntries(values)));
      present.push(instrument);
    });
    tape.push(sliceCompleted(index, present));
  }
  return tape;
}
