/**
 * The bus port in memory. It keeps the contract and no more: order within a stream, an id stored once, delivery at
 * least once. A publication may be stored in part until it is repeated, a batch may come again in other pieces, and a
 * group may fall back behind what it had acknowledged.
 */
import {OperatingError} from "../../src/lib/core/operating-error.js";
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {
  DeliveryHandler,
  EventBus,
  PublishOutcome,
  SubscribeOptions
} from "../../src/lib/integration/ports/event-bus.js";
import {textOf} from "./simulated-event-text.js";
import {endOfFault} from "./simulated-faults.js";
import type {Life} from "./simulated-scheduler.js";
import type {SimulatedWorld} from "./simulated-world.js";

interface Stream {
  readonly texts: string[];
  readonly ids: Set<string>;
  /** Entries that the group has acknowledged. */
  acknowledged: number;
}

const POLL_MS = HOUR_MS / 10;
const BACK_OFF_MS = 60_000;
/** In batches; less than it gains on the way, or it would never come to the end. */
const FALLS_BACK_BY = 4;
/** What a dead process sent is there before the next one begins. */
const ARRIVES_WITHIN_MS = HOUR_MS / 5;

export class SimulatedBus {
  readonly #world: SimulatedWorld;
  readonly #streams = new Map<string, Stream>();
  redelivered = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  /** Everything that was ever stored in a stream, in order. */
  texts(stream: string): readonly string[] {
    return this.#stream(stream).texts;
  }

  isDrained(stream: string): boolean {
    const {texts, acknowledged} = this.#stream(stream);
    return acknowledged >= texts.length;
  }

  connect(life: Life): EventBus {
    return {
      publish: (stream, events) => this.#publish(life, {stream, events}),
      subscribe: (options, handler) => this.#subscribe(life, options, handler),
      tail: () => Promise.reject(new Error("nobody looks on in a simulation")),
      lag: (stream) => Promise.resolve(this.#stream(stream).texts.length - this.#stream(stream).acknowledged),
      trim: () => Promise.resolve(0),
      dropGroup: () => Promise.resolve(),
      health: () => Promise.resolve({status: "up", roundTripMs: 0}),
      close: () => Promise.resolve()
    };
  }

  async #publish(
    life: Life,
    {stream, events}: {stream: string; events: readonly PapertapeEvent[]}
  ): Promise<PublishOutcome> {
    const world = this.#world;
    const texts = events.map((event) => [event.id, textOf(event)] as const);
    let appended = 0;
    for (;;) {
      await this.#reach(life);
      const isTorn = world.happens(world.faults.rates.publishTorn);
      const sent = isTorn ? texts.slice(0, world.below(texts.length + 1)) : texts;
      const stored = world.travel(world.sentBy(life), ARRIVES_WITHIN_MS).then(() => this.#append(stream, sent));
      await world.travel(life);
      appended += await stored;
      // As a bus does that got no answer: it says all of it again.
      if (!isTorn) return {appended, duplicates: events.length - appended};
    }
  }

  /** Waits for a server that is away, as the contract says; now and then its queue is full before that. */
  async #reach(life: Life): Promise<void> {
    const world = this.#world;
    await world.travel(life);
    const end = world.isCalm ? world.now : endOfFault(world.faults.busAway, world.now);
    if (end === world.now) return;
    if (world.happens(0.3))
      throw new OperatingError("The bus takes no more while its server is away.", {
        code: "BUS_QUEUE_FULL",
        retryable: true
      });
    await world.pause(end - world.now, life);
  }

  async #subscribe(life: Life, {stream}: SubscribeOptions, handler: DeliveryHandler) {
    await this.#world.travel(life);
    let isClosed = false;
    const deliver = async () => {
      while (!isClosed) await this.#deliver(life, this.#stream(stream), handler);
    };
    void deliver();
    return {
      close: () => {
        isClosed = true;
        return Promise.resolve();
      }
    };
  }

  async #deliver(life: Life, stream: Stream, handler: DeliveryHandler): Promise<void> {
    const world = this.#world;
    const {faults} = world;
    await world.travel(life);
    if (!world.isCalm && endOfFault(faults.busAway, world.now) > world.now) return world.pause(POLL_MS, life);
    if (world.happens(faults.rates.rewind)) {
      const fallenTo = Math.max(0, stream.acknowledged - world.below(FALLS_BACK_BY * faults.batchEvents));
      this.redelivered += stream.acknowledged - fallenTo;
      stream.acknowledged = fallenTo;
    }
    const from = stream.acknowledged;
    const texts = stream.texts.slice(from, from + 1 + world.below(faults.batchEvents));
    if (texts.length === 0) return world.pause(POLL_MS, life);
    if (!world.isCalm && endOfFault(faults.slowConsumer, world.now) > world.now) await world.pause(HOUR_MS / 2, life);
    try {
      await handler(
        texts.map((text, index) => ({
          position: String(from + index),
          event: JSON.parse(text) as PapertapeEvent,
          redelivered: false
        }))
      );
    } catch {
      return world.pause(BACK_OFF_MS, life);
    }
    const arrived = world.travel(world.sentBy(life)).then(() => {
      stream.acknowledged = Math.max(stream.acknowledged, from + texts.length);
    });
    await world.travel(life);
    await arrived;
  }

  #append(name: string, events: readonly (readonly [id: string, text: string])[]): number {
    const stream = this.#stream(name);
    let appended = 0;
    for (const [id, text] of events) {
      if (stream.ids.has(id)) continue;
      stream.ids.add(id);
      stream.texts.push(text);
      appended++;
    }
    return appended;
  }

  #stream(name: string): Stream {
    const stream = this.#streams.get(name) ?? {texts: [], ids: new Set(), acknowledged: 0};
    this.#streams.set(name, stream);
    return stream;
  }
}
