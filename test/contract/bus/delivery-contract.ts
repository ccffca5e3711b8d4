/** Order, groups, duplicates, validation and viewers: what the bus does while nothing fails. */
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import type {BusSettings, BusUnderTest} from "./bus-under-test.js";
import {idsOf, Recorder, sampleEvent, sampleEvents} from "./sample-events.js";

const PATIENCE = {timeout: 20_000, interval: 10};

export function deliveryContract(setUp: () => Promise<BusUnderTest>): void {
  describe("delivery", () => {
    let underTest: BusUnderTest;
    const opened: EventBus[] = [];
    const open = (settings?: BusSettings) => {
      const bus = underTest.open(settings);
      opened.push(bus);
      return bus;
    };
    beforeAll(async () => {
      underTest = await setUp();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((bus) => bus.close()));
    });
    afterAll(() => underTest.close());

    it("hands over events in the order of the publish calls, whole and unchanged", async () => {
      const bus = open();
      const events = sampleEvents(0, 3_000);
      const recorder = new Recorder();
      await bus.subscribe({stream: "order", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      const calls = Array.from({length: 100}, (_, call) =>
        bus.publish("order", events.slice(call * 30, call * 30 + 30))
      );
      await Promise.all(calls);
      await vi.waitFor(() => expect(recorder.deliveries).toHaveLength(3_000), PATIENCE);
      expect(recorder.deliveries.map(({event}) => event)).toEqual(events);
      expect(recorder.deliveries.every(({redelivered}) => !redelivered)).toBe(true);
    });

    it("stores an event published twice once, within a call and over calls and publishers", async () => {
      const bus = open();
      const [first, second] = [sampleEvent(1), sampleEvent(2)];
      expect(await bus.publish("twice", [first, first, second])).toEqual({appended: 2, duplicates: 1});
      expect(await open().publish("twice", [second, sampleEvent(3)])).toEqual({appended: 1, duplicates: 1});
      expect(await bus.publish("other", [first])).toEqual({appended: 1, duplicates: 0});
      const recorder = new Recorder();
      await bus.subscribe({stream: "twice", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await vi.waitFor(() => expect(recorder.ids).toEqual(idsOf(sampleEvents(1, 4))), PATIENCE);
    });

    it("refuses an event that is not as its schema says, with the whole call", async () => {
      const bus = open();
      const broken = {...sampleEvent(2), occurredAt: Number.NaN};
      await expect(bus.publish("refused", [sampleEvent(1), broken])).rejects.toMatchObject({code: "EVENT_INVALID"});
      expect(await bus.publish("refused", [sampleEvent(1)])).toEqual({appended: 1, duplicates: 0});
    });

    it("gives every group every event and each consumer of a group its share", async () => {
      const bus = open({maxBatchEvents: 20});
      const [one, two, alone] = [new Recorder(), new Recorder(), new Recorder()];
      for (const [consumer, recorder] of Object.entries({one, two}))
        await bus.subscribe({stream: "shared", group: "pair", consumer, start: "beginning"}, recorder.handler);
      await bus.subscribe({stream: "shared", group: "alone", consumer: "c", start: "beginning"}, alone.handler);
      for (let from = 0; from < 1_000; from += 20) await bus.publish("shared", sampleEvents(from, from + 20));
      const all = idsOf(sampleEvents(0, 1_000));
      await vi.waitFor(() => expect(one.ids.length + two.ids.length).toBe(1_000), PATIENCE);
      await vi.waitFor(() => expect(alone.ids).toEqual(all), PATIENCE);
      expect([...one.ids, ...two.ids].sort()).toEqual([...all].sort());
      expect(one.ids.length).toBeGreaterThan(0);
      expect(two.ids.length).toBeGreaterThan(0);
    });

    it("begins where a new group asks to begin, and an old group where it stopped", async () => {
      const bus = open();
      await bus.publish("start", sampleEvents(0, 10));
      const [all, late] = [new Recorder(), new Recorder()];
      const whole = {stream: "start", group: "all", consumer: "c", start: "beginning"} as const;
      const subscription = await bus.subscribe(whole, all.handler);
      await bus.subscribe({...whole, group: "late", start: "now"}, late.handler);
      await vi.waitFor(() => expect(all.ids).toHaveLength(10), PATIENCE);
      await subscription.close();
      await bus.publish("start", sampleEvents(10, 12));
      await vi.waitFor(() => expect(late.ids).toEqual(idsOf(sampleEvents(10, 12))), PATIENCE);
      const [goesOn, after] = [new Recorder(), new Recorder()];
      const fifth = all.deliveries[4]?.position ?? "";
      await bus.subscribe(whole, goesOn.handler);
      await bus.subscribe({...whole, group: "after", start: {after: fifth}}, after.handler);
      await vi.waitFor(() => expect(goesOn.ids).toEqual(idsOf(sampleEvents(10, 12))), PATIENCE);
      await vi.waitFor(() => expect(after.ids).toEqual(idsOf(sampleEvents(5, 12))), PATIENCE);
    });

    it("lets a viewer follow a stream from the beginning, from a position or from now on", async () => {
      const bus = open();
      await bus.publish("viewed", sampleEvents(0, 5));
      const [whole, rest, fresh] = [new Recorder(), new Recorder(), new Recorder()];
      await bus.tail({stream: "viewed", after: "beginning"}, whole.handler);
      await bus.tail({stream: "viewed", after: "now"}, fresh.handler);
      await vi.waitFor(() => expect(whole.ids).toHaveLength(5), PATIENCE);
      await bus.tail({stream: "viewed", after: {after: whole.deliveries[2]?.position ?? ""}}, rest.handler);
      await bus.publish("viewed", sampleEvents(5, 7));
      await vi.waitFor(() => expect(whole.ids).toEqual(idsOf(sampleEvents(0, 7))), PATIENCE);
      await vi.waitFor(() => expect(rest.ids).toEqual(idsOf(sampleEvents(3, 7))), PATIENCE);
      await vi.waitFor(() => expect(fresh.ids).toEqual(idsOf(sampleEvents(5, 7))), PATIENCE);
    });

    it("hands a slow consumer bounded batches one by one, and holds up nobody else", async () => {
      const bus = open({maxBatchEvents: 50});
      const fast = new Recorder();
      const slow = {batches: [] as number[], inHand: 0, release: () => {}};
      const gate = new Promise<void>((resolve) => {
        slow.release = resolve;
      });
      const options = {stream: "slow", consumer: "c", start: "beginning"} as const;
      await bus.subscribe({...options, group: "slow"}, async (batch) => {
        slow.inHand += 1;
        expect(slow.inHand).toBe(1);
        slow.batches.push(batch.length);
        await gate;
        slow.inHand -= 1;
      });
      await bus.subscribe({...options, group: "fast"}, fast.handler);
      await bus.publish("slow", sampleEvents(0, 1_000));
      await vi.waitFor(() => expect(fast.ids).toHaveLength(1_000), PATIENCE);
      expect(slow.batches).toHaveLength(1);
      slow.release();
      await vi.waitFor(() => expect(slow.batches.reduce((sum, size) => sum + size, 0)).toBe(1_000), PATIENCE);
      expect(Math.max(...slow.batches)).toBeLessThanOrEqual(50);
    });

    it("says that it is up, and refuses to publish once closed", async () => {
      const bus = open();
      await vi.waitFor(async () => expect(await bus.health()).toMatchObject({status: "up"}), PATIENCE);
      await bus.close();
      await expect(bus.publish("closed", [sampleEvent(1)])).rejects.toMatchObject({code: "BUS_CLOSED"});
      expect(await bus.health()).toMatchObject({status: "down"});
      opened.splice(opened.indexOf(bus), 1);
    });
  });
}
