/**
 * Puts the candles of several instruments into the one order of the tape: by close time, then by instrument, each close
 * time followed by its watermark (SliceCompleted). A slice is complete when every instrument has spoken for its close
 * time (by that candle or by a later one: candles of one instrument come in order) or when `advance` passes its
 * deadline. A close time at which no instrument has a candle has no slice: the hole shows as MarketDataGapFound and as
 * `missingBefore` of the next candle. What comes after its slice is set aside with a reason, never slipped in.
 */
import {assert} from "../core/assert.js";
import type {CandleClosed, GapReason, MarketDataEvent} from "../events/market-data-event.js";
import type {Candle} from "../vocabulary/candle.js";
import type {InstrumentId} from "../vocabulary/instrument.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {type CandleOrigin, candleClosed, type GapInput, gapFound, sliceCompleted} from "./candle-event.js";

export interface SequencerOptions {
  readonly timeframe: Timeframe;
  /** Those a slice waits for; at least one. */
  readonly instruments: readonly InstrumentId[];
  /** How long after a close time `advance` still waits for candles, in milliseconds. */
  readonly graceMs: number;
  /** The tape so far: nothing up to this close time is taken any more. From the first candle on by default. */
  readonly completedThrough?: number;
  /** Open time of each instrument's newest candle on the tape so far, so that a hole after it is seen. */
  readonly previousOpenTimes?: Readonly<Record<string, number>>;
  /** Why candles are missing, where whoever follows the source knows it. */
  readonly explainGap?: (gap: {readonly from: number; readonly to: number}) => GapReason | null;
  /** Slices held at most while one instrument is silent; the oldest is completed beyond it. 10 000 by default. */
  readonly maximumHeldSlices?: number;
}

export interface SequencedCandle {
  readonly instrument: InstrumentId;
  readonly candle: Candle;
  readonly origin: CandleOrigin;
  readonly recordedAt: number;
}

/**
 * late: its slice went by without it. earlier: older than the newest candle on the tape, so a late one, a duplicate or a
 * revision, which the store can tell. duplicate and revised: of the candle held or last on the tape.
 */
export type SetAsideReason = "late" | "earlier" | "duplicate" | "revised" | "unknown-instrument" | "misaligned";

export interface SetAside extends SequencedCandle {
  readonly reason: SetAsideReason;
}

export interface Sequenced {
  /** In the tape's order. */
  readonly events: readonly MarketDataEvent[];
  /** Not on the tape: to be stored (late, earlier, revised) or counted (the others). */
  readonly setAside: readonly SetAside[];
}

/** Plain JSON. */
export interface SequencerState {
  /** Close time of the newest completed slice. */
  readonly completedThrough: number | null;
  readonly series: readonly SeriesState[];
  readonly held: readonly CandleClosed[];
}

type CandleFigures = readonly [open: number, high: number, low: number, close: number, volume: number];

interface SeriesState {
  readonly instrument: InstrumentId;
  /** Newest close time received; null before the first. */
  spokenThrough: number | null;
  /** The newest candle on the tape; figures null where only its time is known. */
  emitted: {readonly openTime: number; readonly figures: CandleFigures | null} | null;
  /** True when a candle after `emitted` came too late. */
  hasLate: boolean;
}

const NEVER = -1;

/** @throws InvariantError for no instruments, a negative grace or an instrument named twice. */
export function createSequencer(options: SequencerOptions): Sequencer {
  return new Sequencer(options);
}

export class Sequencer {
  readonly #timeframe: Timeframe;
  readonly #graceMs: number;
  readonly #maximumHeldSlices: number;
  readonly #explainGap: NonNullable<SequencerOptions["explainGap"]>;
  readonly #names: readonly InstrumentId[];
  #series: Map<string, SeriesState>;
  #held = new Map<number, Map<string, CandleClosed>>();
  #completedThrough = NEVER;

  constructor(options: SequencerOptions) {
    const {timeframe, instruments, graceMs, maximumHeldSlices = 10_000, previousOpenTimes = {}} = options;
    assert(instruments.length > 0, "a sequencer waits for at least one instrument");
    assert(new Set(instruments).size === instruments.length, `instruments are named once: ${instruments.join(", ")}`);
    assert(graceMs >= 0, `a grace is at least 0 ms, not ${graceMs}`);
    this.#timeframe = timeframe;
    this.#graceMs = graceMs;
    this.#maximumHeldSlices = maximumHeldSlices;
    this.#explainGap = options.explainGap ?? (() => null);
    this.#names = [...instruments].sort();
    this.#completedThrough = options.completedThrough ?? NEVER;
    this.#series = new Map(this.#names.map((name) => [name, newSeries(name, previousOpenTimes[name])]));
  }

  /** Takes candles, those of one instrument in order, and gives what they complete. */
  push(candles: readonly SequencedCandle[]): Sequenced {
    const setAside: SetAside[] = [];
    for (const entry of candles) {
      const reason = this.#accept(entry);
      if (reason !== null) setAside.push({...entry, reason});
    }
    let spoken = Number.POSITIVE_INFINITY;
    for (const state of this.#series.values()) spoken = Math.min(spoken, state.spokenThrough ?? NEVER);
    const isDue = (closeTime: number) => closeTime <= spoken || this.#held.size > this.#maximumHeldSlices;
    return {events: this.#release(isDue, 0), setAside};
  }

  /** Time has come to `now`: slices whose deadline has passed are completed without the missing. */
  advance(now: number): Sequenced {
    return {events: this.#release((closeTime) => closeTime + this.#graceMs <= now, now), setAside: []};
  }

  /** The source has ended: completes every held slice. */
  finish(): Sequenced {
    return {events: this.#release(() => true, 0), setAside: []};
  }

  /** Close times that wait for a candle. */
  get heldSlices(): number {
    return this.#held.size;
  }

  snapshot(): SequencerState {
    return {
      completedThrough: this.#completedThrough === NEVER ? null : this.#completedThrough,
      series: [...this.#series.values()].map((state) => ({...state})),
      held: this.#heldTimes().flatMap((closeTime) => [...(this.#held.get(closeTime)?.values() ?? [])])
    };
  }

  /** An instrument added since the snapshot starts afresh; one taken away is forgotten. */
  restore(state: SequencerState): void {
    this.#completedThrough = state.completedThrough ?? NEVER;
    const saved = new Map(state.series.map((entry) => [entry.instrument as string, entry]));
    this.#series = new Map(this.#names.map((name) => [name, {...(saved.get(name) ?? newSeries(name))}]));
    this.#held = new Map();
    for (const event of state.held) if (this.#series.has(event.payload.instrument)) this.#hold(event);
  }

  /** Holds the candle, or says why it cannot go onto the tape. */
  #accept(entry: SequencedCandle): SetAsideReason | null {
    const {candle, instrument} = entry;
    const state = this.#series.get(instrument);
    if (state === undefined) return "unknown-instrument";
    if (!isAligned(candle, this.#timeframe)) return "misaligned";
    const held = this.#held.get(candle.closeTime)?.get(instrument);
    if (held !== undefined) return hasFigures(candle, figuresOf(held.payload)) ? "duplicate" : "revised";
    if (candle.closeTime <= this.#completedThrough) {
      const newest = state.emitted;
      if (newest !== null && newest.openTime === candle.openTime)
        return hasFigures(candle, newest.figures) ? "duplicate" : "revised";
      if (newest !== null && newest.openTime > candle.openTime) return "earlier";
      state.hasLate = true;
      return "late";
    }
    this.#hold(candleClosed({...entry, timeframe: this.#timeframe}));
    state.spokenThrough = Math.max(state.spokenThrough ?? NEVER, candle.closeTime);
    return null;
  }

  #hold(event: CandleClosed): void {
    const {closeTime, instrument} = event.payload;
    const slice = this.#held.get(closeTime) ?? new Map<string, CandleClosed>();
    this.#held.set(closeTime, slice.set(instrument, event));
  }

  /** Completes held slices, oldest first, as long as they are due; an older slice is never overtaken. */
  #release(isDue: (closeTime: number) => boolean, now: number): MarketDataEvent[] {
    const events: MarketDataEvent[] = [];
    for (const closeTime of this.#heldTimes()) {
      if (!isDue(closeTime)) break;
      events.push(...this.#complete(closeTime, now));
    }
    return events;
  }

  #complete(closeTime: number, now: number): MarketDataEvent[] {
    const slice = this.#held.get(closeTime) ?? new Map<string, CandleClosed>();
    this.#held.delete(closeTime);
    this.#completedThrough = closeTime;
    const events: MarketDataEvent[] = [];
    const there: string[] = [];
    const missing: string[] = [];
    let recordedAt = now;
    for (const [instrument, state] of this.#series) {
      const event = slice.get(instrument);
      if (event === undefined) {
        missing.push(instrument);
        continue;
      }
      there.push(instrument);
      recordedAt = Math.max(recordedAt, event.recordedAt);
      const {candle, gap} = continueSeries(state, event, this.#timeframe);
      if (gap !== null) events.push(gapFound({...gap, reason: this.#explainGap(gap) ?? gap.reason}));
      events.push(candle);
    }
    events.push(sliceCompleted({timeframe: this.#timeframe, closeTime, instruments: there, missing, recordedAt}));
    return events;
  }

  #heldTimes(): number[] {
    return [...this.#held.keys()].sort((a, b) => a - b);
  }
}

/** Moves the series on to `event`, which goes onto the tape after the gap it reveals. */
function continueSeries(
  state: SeriesState,
  event: CandleClosed,
  timeframe: Timeframe
): {readonly candle: CandleClosed; readonly gap: GapInput | null} {
  const {recordedAt} = event;
  const {openTime, instrument} = event.payload;
  const length = timeframeMs(timeframe);
  const expected = state.emitted === null ? openTime : state.emitted.openTime + length;
  const missingBefore = (openTime - expected) / length;
  const reason: GapReason = state.hasLate ? "late" : "unknown";
  const candle: CandleClosed = {...event, payload: {...event.payload, missingBefore}};
  state.emitted = {openTime, figures: figuresOf(event.payload)};
  state.hasLate = false;
  const gap = {instrument, timeframe, from: expected, to: openTime - length, reason, recordedAt};
  return {candle, gap: missingBefore === 0 ? null : gap};
}

function newSeries(instrument: InstrumentId, openTime?: number): SeriesState {
  const emitted = openTime === undefined ? null : {openTime, figures: null};
  return {instrument, spokenThrough: null, emitted, hasLate: false};
}

function isAligned(candle: Candle, timeframe: Timeframe): boolean {
  return (
    candleOpenTime(timeframe, candle.openTime) === candle.openTime &&
    candle.closeTime === candle.openTime + timeframeMs(timeframe)
  );
}

function figuresOf({open, high, low, close, volume}: Omit<CandleClosed["payload"], "instrument">): CandleFigures {
  return [open, high, low, close, volume];
}

function hasFigures({open, high, low, close, volume}: Candle, figures: CandleFigures | null): boolean {
  return figures !== null && [open, high, low, close, volume].every((value, index) => value === figures[index]);
}
