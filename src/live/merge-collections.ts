/** Puts the candles of a divided collection together into the session's inputs, beside the first of its shards. */
import type {EventBus, StreamPosition, Subscription} from "../lib/integration/ports/event-bus.js";
import {type Shard, shardInstruments} from "../lib/integration/stage-shards.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {SliceMerger} from "../lib/market-data/slice-merger.js";
import {inputStream} from "./integration/session-runner.js";
import type {SupervisedPart} from "./integration/supervisor.js";

/** The stream of one shard of a divided collection. */
export function candleStream(session: string, {number, of}: Shard): string {
  return `candles-${number}-of-${of}:${session}`;
}

export interface MergeOptions {
  readonly bus: EventBus;
  readonly plan: StrategyPlan;
  readonly session: string;
  readonly shards: number;
}

const GROUP = "merge";
/** Slices between two trims. */
const TRIM_EVERY = 50;

export function mergingPart(options: MergeOptions): SupervisedPart {
  return {
    name: "collection merge",
    effectWhenAway: "the shards' candles wait, so no new positions",
    start: async (fail) => {
      const merge = new CollectionMerge(options, fail);
      await merge.start();
      return {stop: () => merge.stop()};
    }
  };
}

class CollectionMerge {
  readonly #options: MergeOptions;
  readonly #fail: (error: unknown) => void;
  readonly #merger: SliceMerger;
  readonly #subscriptions: Subscription[] = [];
  /** Of each shard, the watermarks not yet merged. */
  readonly #marks: {readonly closeTime: number; readonly position: StreamPosition}[][];
  #merged = 0;

  constructor(options: MergeOptions, fail: (error: unknown) => void) {
    const {plan, shards} = options;
    this.#options = options;
    this.#fail = fail;
    const parts = Array.from({length: shards}, (_, index) => shardInstruments(plan, {number: index + 1, of: shards}));
    this.#marks = parts.map(() => []);
    this.#merger = new SliceMerger({
      timeframe: plan.strategy.timeframe,
      shards: parts.map((own) => plan.instruments.map(({id}) => id).filter((id) => own.has(id)))
    });
  }

  /** Reads all that is kept again: what was merged before is recognised by its ids. */
  async start(): Promise<void> {
    const {bus, session, shards} = this.#options;
    for (let index = 0; index < shards; index++) {
      const stream = candleStream(session, {number: index + 1, of: shards});
      await bus.dropGroup(stream, GROUP);
      this.#subscriptions.push(
        await bus.subscribe({stream, group: GROUP, consumer: GROUP, start: "beginning"}, async (batch) => {
          for (const {event, position} of batch) {
            if (event.type !== "MarketDataEvent") continue;
            if (event.fact === "SliceCompleted")
              this.#marks[index]?.push({closeTime: event.payload.closeTime, position});
            const whole = this.#merger.push(index, event);
            // In the order of the merger: the bus keeps the order of calls, so nothing is waited for here.
            if (whole.length > 0) void this.#publish(whole);
          }
          await Promise.resolve();
        })
      );
    }
  }

  async #publish(events: Parameters<EventBus["publish"]>[1]): Promise<void> {
    const {bus, session} = this.#options;
    try {
      await bus.publish(inputStream(session), events);
      this.#merged++;
      if (this.#merged % TRIM_EVERY === 0) await this.#trim(events.at(-1)?.occurredAt ?? 0);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Removes from the shards' streams what is on the session's. */
  async #trim(mergedThrough: number): Promise<void> {
    const {bus, session, shards} = this.#options;
    for (const [index, marks] of this.#marks.entries()) {
      const kept = marks.findIndex(({closeTime}) => closeTime > mergedThrough);
      const keepAfter = (kept < 0 ? marks.splice(0) : marks.splice(0, kept)).at(-1)?.position;
      if (keepAfter !== undefined) await bus.trim(candleStream(session, {number: index + 1, of: shards}), {keepAfter});
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()));
  }
}
