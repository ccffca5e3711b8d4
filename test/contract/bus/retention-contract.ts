/** Trimming and lag: what is kept, for whom, and how far behind a group is. */
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import type {BusSettings, BusUnderTest} from "./bus-under-test.js";
import {idsOf, Recorder, sampleEvents} from "./sample-events.js";

const PATIENCE = {timeout: 20_000, interval: 10};

export function retentionContract(setUp: () => Promise<BusUnderTest>): void {
  describe("retention", () => {
    let underTest: BusUnderTest;
    const opened: EventBus[] = [];
    const open = (settings?: BusSettings) => {
      const bus = underTest.open(settings);
      opened.push(bus);
      return bus;
    };
    const contents = async (bus: EventBus, stream: string, count: number) => {
      const recorder = new Recorder();
      const tail = await bus.tail({stream, after: "beginning"}, recorder.handler);
      await vi.waitFor(() => expect(recorder.ids.length).toBeGreaterThanOrEqual(count), PATIENCE);
      await tail.close();
      return recorder.ids;
    };
    beforeAll(async () => {
      underTest = await setUp();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((bus) => bus.close()));
    });
    afterAll(() => underTest.close());

    it("removes nothing while there is no group", async () => {
      const bus = open();
      await bus.publish("nobody", sampleEvents(0, 10));
      expect(await bus.trim("nobody")).toBe(0);
      expect(await bus.trim("never-published")).toBe(0);
      expect(await contents(bus, "nobody", 10)).toEqual(idsOf(sampleEvents(0, 10)));
    });

    it("removes only what the slowest group has acknowledged, also while a batch is in hand", async () => {
      const bus = open({maxBatchEvents: 10});
      const quick = new Recorder();
      let finish = () => {};
      const held = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let batches = 0;
      const options = {stream: "trimmed", consumer: "c", start: "beginning"} as const;
      await bus.subscribe({...options, group: "quick"}, quick.handler);
      await bus.publish("trimmed", sampleEvents(0, 50));
      await bus.subscribe({...options, group: "slow"}, () => {
        batches += 1;
        return batches < 3 ? Promise.resolve() : held;
      });
      await vi.waitFor(() => expect(batches).toBe(3), PATIENCE);
      await vi.waitFor(async () => expect(await bus.lag("trimmed", "quick")).toBe(0), PATIENCE);
      expect(await bus.trim("trimmed")).toBe(20);
      expect(await contents(bus, "trimmed", 30)).toEqual(idsOf(sampleEvents(20, 50)));
      finish();
      await vi.waitFor(async () => expect(await bus.lag("trimmed", "slow")).toBe(0), PATIENCE);
      expect(await bus.trim("trimmed")).toBe(30);
      expect(await bus.publish("trimmed", sampleEvents(45, 51))).toEqual({appended: 1, duplicates: 5});
      await vi.waitFor(() => expect(quick.ids).toEqual(idsOf(sampleEvents(0, 51))), PATIENCE);
    });

    it("keeps what is younger than asked for, behind every group too", async () => {
      const bus = open();
      const recorder = new Recorder();
      const before = Date.now() - 60_000;
      await bus.subscribe({stream: "young", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await bus.publish("young", sampleEvents(0, 10));
      await vi.waitFor(async () => expect(await bus.lag("young", "g")).toBe(0), PATIENCE);
      expect(await bus.trim("young", {keepSince: before})).toBe(0);
      expect(await bus.trim("young", {keepSince: Date.now() + 60_000})).toBe(10);
    });

    it("keeps what comes after a position, behind every group too", async () => {
      const bus = open({maxBatchEvents: 5});
      const recorder = new Recorder();
      await bus.subscribe({stream: "kept", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await bus.publish("kept", sampleEvents(0, 5));
      await bus.publish("kept", sampleEvents(5, 10));
      await vi.waitFor(async () => expect(await bus.lag("kept", "g")).toBe(0), PATIENCE);
      const keepAfter = recorder.deliveries[4]?.position ?? "";
      expect(await bus.trim("kept", {keepAfter})).toBe(5);
      expect(await bus.trim("kept", {keepAfter})).toBe(0);
      expect(await contents(bus, "kept", 5)).toEqual(idsOf(sampleEvents(5, 10)));
      expect(await bus.trim("kept")).toBe(5);
    });

    it("no longer waits for a group that was dropped", async () => {
      const bus = open();
      const recorder = new Recorder();
      const options = {stream: "dropped", consumer: "c", start: "beginning"} as const;
      const gone = await bus.subscribe({...options, group: "gone"}, recorder.handler);
      await gone.close();
      await bus.publish("dropped", sampleEvents(0, 10));
      await bus.subscribe({...options, group: "stays"}, recorder.handler);
      await vi.waitFor(async () => expect(await bus.lag("dropped", "stays")).toBe(0), PATIENCE);
      expect(await bus.trim("dropped")).toBe(0);
      await bus.dropGroup("dropped", "gone");
      expect(await bus.trim("dropped")).toBe(10);
    });

    it("counts what a group has not acknowledged, and knows no lag of a group that is not there", async () => {
      const bus = open();
      expect(await bus.lag("counted", "nobody")).toBeNull();
      const recorder = new Recorder();
      await bus.publish("counted", sampleEvents(0, 7));
      const options = {stream: "counted", group: "g", consumer: "c", start: "beginning"} as const;
      const subscription = await bus.subscribe(options, recorder.handler);
      await vi.waitFor(async () => expect(await bus.lag("counted", "g")).toBe(0), PATIENCE);
      await subscription.close();
      await bus.publish("counted", sampleEvents(7, 12));
      expect(await bus.lag("counted", "g")).toBe(5);
      const middle = {...options, group: "middle", start: {after: recorder.deliveries[2]?.position ?? ""}};
      await bus.subscribe(middle, () => Promise.reject(new Error("takes nothing")));
      expect(await bus.lag("counted", "middle")).toBe(9);
      expect(await bus.lag("counted", "nobody")).toBeNull();
    });
  });
}
