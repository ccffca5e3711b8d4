/**
 * Puts the slices of several collectors, each with instruments of its own, together: a slice is complete when every
 * collector has spoken for its close time or a later one. What comes out is what one collector of all instruments gives.
 */
import {assert} from "../core/assert.js";
import type {MarketDataEvent, SliceCompleted} from "../events/market-data-event.js";
import type {InstrumentId} from "../vocabulary/instrument.js";
import type {Timeframe} from "../vocabulary/timeframe.js";
import {sliceCompleted} from "./candle-event.js";

interface HeldSlice {
  readonly watermark: SliceCompleted;
  /** By instrument; each instrument's in their order. */
  readonly events: ReadonlyMap<string, readonly MarketDataEvent[]>;
}

interface ShardState {
  readonly names: readonly InstrumentId[];
  readonly slices: HeldSlice[];
  open: Map<string, MarketDataEvent[]>;
}

export interface SliceMergerOptions {
  readonly timeframe: Timeframe;
  /** Instruments of each collector; none of two. */
  readonly shards: readonly (readonly InstrumentId[])[];
}

/** @throws InvariantError for an instrument of two collectors */
export class SliceMerger {
  readonly #timeframe: Timeframe;
  readonly #names: readonly InstrumentId[];
  readonly #shards: readonly ShardState[];

  constructor({timeframe, shards}: SliceMergerOptions) {
    this.#timeframe = timeframe;
    this.#names = shards.flat().sort();
    assert(
      new Set(this.#names).size === this.#names.length,
      `instruments have one collector: ${this.#names.join(", ")}`
    );
    this.#shards = shards.map((names) => ({names, slices: [], open: new Map()}));
  }

  /** Takes a collector's next event. @returns the slices that are complete now, in the tape's order */
  push(shard: number, event: MarketDataEvent): readonly MarketDataEvent[] {
    const state = this.#shards[shard];
    assert(state !== undefined, `there are ${this.#shards.length} collectors, none at place ${shard}`);
    if (event.fact !== "SliceCompleted") {
      const {instrument} = event.payload;
      const own = state.open.get(instrument);
      if (own === undefined) state.open.set(instrument, [event]);
      else own.push(event);
      return [];
    }
    const newest = state.slices.at(-1)?.watermark.occurredAt ?? Number.NEGATIVE_INFINITY;
    // One delivered again is there already.
    if (event.occurredAt > newest) state.slices.push({watermark: event, events: state.open});
    state.open = new Map();
    return this.#release();
  }

  #release(): readonly MarketDataEvent[] {
    const released: MarketDataEvent[] = [];
    while (this.#shards.every(({slices}) => slices.length > 0)) {
      const closeTime = Math.min(...this.#shards.map(({slices}) => slices[0]?.watermark.occurredAt ?? 0));
      released.push(...this.#join(closeTime));
    }
    return released;
  }

  #join(closeTime: number): readonly MarketDataEvent[] {
    const events = new Map<string, readonly MarketDataEvent[]>();
    const there: string[] = [];
    let recordedAt = 0;
    for (const {slices} of this.#shards) {
      if (slices[0]?.watermark.occurredAt !== closeTime) continue;
      const {watermark, events: own} = slices.shift() as HeldSlice;
      recordedAt = Math.max(recordedAt, watermark.recordedAt);
      there.push(...watermark.payload.instruments);
      for (const [instrument, said] of own) events.set(instrument, said);
    }
    const present = new Set(there);
    return [
      ...this.#names.flatMap((name) => events.get(name) ?? []),
      sliceCompleted({
        timeframe: this.#timeframe,
        closeTime,
        instruments: this.#names.filter((name) => present.has(name)),
        missing: this.#names.filter((name) => !present.has(name)),
        recordedAt
      })
    ];
  }
}
