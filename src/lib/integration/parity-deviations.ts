/**
 * In what the inputs of a session were not those of a backtest of today: each deviation has a named cause. A cause can
 * be put into the backtest's tape by itself, so that what it did to the fills can be told apart from what others did.
 */

import {isoTime} from "../core/time.js";
import type {PapertapeEvent} from "../events/event.js";
import type {CandleClosed, SliceCompleted} from "../events/market-data-event.js";
import {candleOfEvent} from "../market-data/candle-event.js";
import type {TapeSeries} from "../market-data/candle-tape.js";
import type {Candle} from "../vocabulary/candle.js";
import {candleAt} from "../vocabulary/candle-rows.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";

/** In the order in which they are put into the backtest. */
export const PARITY_CAUSES = [
  "fee-change",
  "revised-candle",
  "late-candle",
  "gap",
  "configuration-change",
  "operator",
  "restart",
  "clock"
] as const;
/**
 * fee-change: the exchange's fees are others now. revised-candle: corrected after the session had used it. late-candle:
 * it came after its slice. gap: only one of the two has it. restart: taken more than a candle late, after the daemon was
 * away. clock: what is left of arrival times and of the place of commands between candles.
 */
export type ParityCause = (typeof PARITY_CAUSES)[number];

export interface Deviation {
  readonly cause: ParityCause;
  /** Market time, epoch milliseconds; null for what holds throughout. */
  readonly at: number | null;
  /** What was found, in a few words. */
  readonly what: string;
}

export interface DeviationSources {
  readonly timeframe: Timeframe;
  /** As `placeFlow` takes it. */
  readonly matched: Timeframe | null;
  /** As the session knew them, and as the database describes them now. */
  readonly instruments: readonly Instrument[];
  readonly presentInstruments: readonly Instrument[];
  /** The session's inputs in their order, up to its last watermark. */
  readonly inputs: readonly PapertapeEvent[];
  /** The same stretch of time as the database has it now. */
  readonly stored: readonly TapeSeries[];
}

/** Every deviation but those of the clock, which only matter where something is left to explain; in order of cause. */
export function findDeviations(sources: DeviationSources): readonly Deviation[] {
  return [
    ...feeChanges(sources),
    ...candleDeviations(sources),
    ...commandDeviations(sources.inputs),
    ...lateArrivals(sources)
  ];
}

function feeChanges({instruments, presentInstruments}: DeviationSources): Deviation[] {
  const present = new Map(presentInstruments.map((instrument) => [instrument.id, instrument]));
  return instruments.flatMap(({id, makerFee, takerFee}) => {
    const now = present.get(id);
    if (now === undefined || (now.makerFee === makerFee && now.takerFee === takerFee)) return [];
    const what = `${id}: maker ${makerFee} and taker ${takerFee} then, ${now.makerFee} and ${now.takerFee} now`;
    return [{cause: "fee-change" as const, at: null, what}];
  });
}

/** Candles that only one of the two has, or that are not the same in both. */
function candleDeviations({timeframe, inputs, stored}: DeviationSources): Deviation[] {
  const tape = tapeCandles(inputs);
  const slices = slicesByCloseTime(inputs);
  const found: Deviation[] = [];
  const known = new Set<string>();
  for (const {instrument, columns} of stored)
    for (let index = 0; index < columns.length; index++) {
      const candle = candleAt(columns, index);
      const key = candleKey(instrument, candle.openTime);
      known.add(key);
      const taken = tape.get(key);
      const where = `${instrument} ${timeframe} ${isoTime(candle.openTime)}`;
      if (taken === undefined) {
        const cause = slices.has(candle.closeTime) ? "late-candle" : "gap";
        const why = cause === "gap" ? "no candle of its close was taken" : "came after its slice";
        found.push({cause, at: candle.closeTime, what: `${where}: ${why}`});
      } else if (!isSameCandle(candleOfEvent(taken), candle))
        found.push({cause: "revised-candle", at: candle.closeTime, what: `${where}: corrected since`});
    }
  for (const [key, {payload}] of tape)
    if (!known.has(key))
      found.push({
        cause: "gap",
        at: payload.closeTime,
        what: `${payload.instrument} ${timeframe} ${isoTime(payload.openTime)}: no longer in the database`
      });
  return found;
}

function commandDeviations(inputs: readonly PapertapeEvent[]): Deviation[] {
  return inputs.flatMap((event): Deviation[] => {
    if (event.type !== "ConfigurationEvent" || event.fact === "ConfigurationLoaded") return [];
    const at = event.occurredAt;
    if (event.fact === "ConfigurationChanged")
      return [{cause: "configuration-change", at, what: `${event.payload.key} changed by ${event.payload.by}`}];
    return [{cause: "operator", at, what: `${event.fact} by ${event.payload.by}`}];
  });
}

function lateArrivals({timeframe, inputs}: DeviationSources): Deviation[] {
  return inputs.flatMap((event) =>
    event.fact === "SliceCompleted" && isTakenLate(event, timeframe)
      ? [{cause: "restart" as const, at: event.occurredAt, what: `slice of ${isoTime(event.occurredAt)} taken late`}]
      : []
  );
}

/** Taken more than a candle after its close: by a daemon that had been away. */
export function isTakenLate({recordedAt, occurredAt}: PapertapeEvent, timeframe: Timeframe): boolean {
  return recordedAt - occurredAt > timeframeMs(timeframe);
}

export function candleKey(instrument: string, openTime: number): string {
  return `${instrument} ${openTime}`;
}

/** The session's candles by instrument and open time. */
export function tapeCandles(inputs: readonly PapertapeEvent[]): ReadonlyMap<string, CandleClosed> {
  const candles = new Map<string, CandleClosed>();
  for (const event of inputs)
    if (event.fact === "CandleClosed") candles.set(candleKey(event.payload.instrument, event.payload.openTime), event);
  return candles;
}

export function slicesByCloseTime(inputs: readonly PapertapeEvent[]): ReadonlyMap<number, SliceCompleted> {
  const slices = new Map<number, SliceCompleted>();
  for (const event of inputs) if (event.fact === "SliceCompleted") slices.set(event.payload.closeTime, event);
  return slices;
}

const FIGURES = ["open", "high", "low", "close", "volume", "quoteVolume", "tradeCount", "takerBuyVolume"] as const;

/** NaN, a figure that is not known, equals NaN. */
export function isSameCandle(one: Candle, other: Candle): boolean {
  return FIGURES.every((name) => Object.is(one[name] + 0, other[name] + 0));
}
