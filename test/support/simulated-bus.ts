/**
 * The bus port in memory. It keeps the contract and no more: order within a stream, an id stored once, delivery at
 * least once. A publication may be stored in part until it is repeated, a batch may come again in other pieces, and a
 * group may fall back behind what it had acknowledged.
 */
import {OperatingError} from "../../src/lib/core/operating-error.js";
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {
  BusMessage,
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
  /** Entries that each group has acknowledged. */
  readonly groups: Map<string, Group>;
  /** Entries before it are removed. */
  trimmedTo: number;
}

interface Group {
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

  /** By every group that reads it. */
  isDrained(stream: string): boolean {
    const {texts, groups} = this.#stream(stream);
    return groups.size > 0 && [...groups.values()].every(({acknowledged}) => acknowledged >= texts.length);
  }

  /** Entries removed from a stream. */
  trimmed(stream: string): number {
    return this.#stream(stream).trimmedTo;
  }

  connect<Message extends BusMessage = PapertapeEvent>(life: Life): EventBus<Message> {
    return {
      publish: (stream, events) => this.#publish(life, {stream, events}),
      subscribe: (options, handler) => this.#subscribe(life, options, handler),
      tail: () => Promise.reject(new Error("nobody looks on in a simulation")),
      lag: (stream, group) => Promise.resolve(this.#lag(stream, group)),
      trim: (stream, {keepAfter} = {}) => Promise.resolve(this.#trim(stream, keepAfter)),
      dropGroup: (stream, group) => {
        this.#stream(stream).groups.delete(group);
        return Promise.resolve();
      },
      health: () => Promise.resolve({status: "up", roundTripMs: 0}),
      close: () => Promise.resolve()
    };
  }

  #lag(stream: string, name: string): number | null {
    const {texts, groups} = this.#stream(stream);
    const group = groups.get(name);
    return group === undefined ? null : texts.length - group.acknowledged;
  }

  /** Never more than every group has acknowledged. */
  #trim(name: string, keepAfter: string | undefined): number {
    const stream = this.#stream(name);
    const floors = [...stream.groups.values()].map(({acknowledged}) => acknowledged);
    if (floors.length === 0) return 0;
    const before = stream.trimmedTo;
    const kept = keepAfter === undefined ? Number.POSITIVE_INFINITY : Number(keepAfter) + 1;
    stream.trimmedTo = Math.max(before, Math.min(kept, ...floors));
    return stream.trimmedTo - before;
  }

  async #publish(
    life: Life,
    {stream, events}: {stream: string; events: readonly BusMessage[]}
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

  async #subscribe<Message extends BusMessage>(
    life: Life,
    {stream: name, group: groupName}: SubscribeOptions,
    handler: DeliveryHandler<Message>
  ) {
    await this.#world.travel(life);
    let isClosed = false;
    const stream = this.#stream(name);
    const group = stream.groups.get(groupName) ?? {acknowledged: stream.trimmedTo};
    stream.groups.set(groupName, group);
    const deliver = async () => {
      while (!isClosed) await this.#deliver(life, {stream, group}, handler);
    };
    void deliver();
    return {
      close: () => {
        isClosed = true;
        return Promise.resolve();
      }
    };
  }

  async #deliver<Message extends BusMessage>(
    life: Life,
    {stream, group}: {readonly stream: Stream; readonly group: Group},
    handler: DeliveryHandler<Message>
  ): Promise<void> {
    const world = this.#world;
    const {faults} = world;
    await world.travel(life);
    if (!world.isCalm && endOfFault(faults.busAway, world.now) > world.now) return world.pause(POLL_MS, life);
    if (world.happens(faults.rates.rewind)) {
      const fallenTo = Math.max(stream.trimmedTo, group.acknowledged - world.below(FALLS_BACK_BY * faults.batchEvents));
      this.redelivered += group.acknowledged - fallenTo;
      group.acknowledged = fallenTo;
    }
    const from = group.acknowledged;
    const texts = stream.texts.slice(from, from + 1 + world.below(faults.batchEvents));
    if (texts.length === 0) return world.pause(POLL_MS, life);
    if (!world.isCalm && endOfFault(faults.slowConsumer, world.now) > world.now) await world.pause(HOUR_MS / 2, life);
    try {
      await handler(
        texts.map((text, index) => ({
          position: String(from + index),
          event: JSON.parse(text) as Message,
          redelivered: false
        }))
      );
    } catch {
      return world.pause(BACK_OFF_MS, life);
    }
    const arrived = world.travel(world.sentBy(life)).then(() => {
      group.acknowledged = Math.max(group.acknowledged, from + texts.length);
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
    const stream = this.#streams.get(name) ?? {texts: [], ids: new Set(), groups: new Map(), trimmedTo: 0};
    this.#streams.set(name, stream);
    return stream;
  }
}
