/** Handlers that throw, consumers that die, servers that go away: nothing is lost and order holds. */
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import type {BusTrouble, EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import {type BusSettings, type BusUnderTest, startConsumerProcess} from "./bus-under-test.js";
import {idsOf, Recorder, sampleEvent, sampleEvents} from "./sample-events.js";

const PATIENCE = {timeout: 20_000, interval: 10};

export function failureContract(setUp: () => Promise<BusUnderTest>): void {
  describe("failure", () => {
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

    it("hands a batch over again when its handler throws, and nothing after it before", async () => {
      const troubles: BusTrouble[] = [];
      const bus = open({maxBatchEvents: 5, onTrouble: (trouble) => troubles.push(trouble)});
      await bus.publish("throws", sampleEvents(0, 20));
      const recorder = new Recorder();
      let failures = 0;
      await bus.subscribe({stream: "throws", group: "g", consumer: "c", start: "beginning"}, async (batch) => {
        if (batch[0]?.event.id === "event-5" && failures < 2) {
          failures += 1;
          throw new Error("not today");
        }
        await recorder.handler(batch);
      });
      await vi.waitFor(() => expect(recorder.ids).toEqual(idsOf(sampleEvents(0, 20))), PATIENCE);
      expect(recorder.deliveries.filter(({redelivered}) => redelivered).map(({event}) => event.id)).toEqual(
        idsOf(sampleEvents(5, 10))
      );
      expect(troubles.map(({kind}) => kind)).toEqual(["handler-failed", "handler-failed"]);
    });

    it("gives a consumer killed at work its batch again when it comes back, before anything new", async () => {
      const bus = open({maxBatchEvents: 10});
      await bus.publish("killed", sampleEvents(0, 30));
      const process = startConsumerProcess(underTest.address, "killed");
      const held = await process.holdsBatch;
      await process.kill();
      expect(held).toEqual(idsOf(sampleEvents(0, 10)));
      expect(await bus.lag("killed", "g")).toBe(30);
      const recorder = new Recorder();
      await bus.subscribe({stream: "killed", group: "g", consumer: "first", start: "beginning"}, recorder.handler);
      await vi.waitFor(() => expect(recorder.ids).toEqual(idsOf(sampleEvents(0, 30))), PATIENCE);
      expect(recorder.deliveries.map(({redelivered}) => redelivered)).toEqual(
        recorder.ids.map((_, index) => index < 10)
      );
      await vi.waitFor(async () => expect(await bus.lag("killed", "g")).toBe(0), PATIENCE);
    });

    it("lets another consumer of the group take over what a dead one held", async () => {
      const bus = open({maxBatchEvents: 10, claimIdleMs: 600});
      await bus.publish("orphaned", sampleEvents(0, 30));
      const process = startConsumerProcess(underTest.address, "orphaned");
      const held = await process.holdsBatch;
      await process.kill();
      const recorder = new Recorder();
      await bus.subscribe({stream: "orphaned", group: "g", consumer: "second", start: "beginning"}, recorder.handler);
      await vi.waitFor(() => expect(recorder.ids).toHaveLength(30), PATIENCE);
      expect([...recorder.ids].sort()).toEqual(idsOf(sampleEvents(0, 30)).sort());
      const repeated = recorder.deliveries.filter(({redelivered}) => redelivered);
      expect(repeated.map(({event}) => event.id)).toEqual(held);
    });

    it("leaves a consumer that is slow but alive what it holds", async () => {
      const bus = open({maxBatchEvents: 10, claimIdleMs: 300});
      await bus.publish("patient", sampleEvents(0, 10));
      const began = performance.now();
      const other = new Recorder();
      let slowBatches = 0;
      const options = {stream: "patient", group: "g", start: "beginning"} as const;
      await bus.subscribe({...options, consumer: "slow"}, async () => {
        slowBatches += 1;
        // Four times the idle limit, during which the other consumer looks for abandoned batches.
        await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(1_200), PATIENCE);
      });
      await vi.waitFor(() => expect(slowBatches).toBe(1), PATIENCE);
      await bus.subscribe({...options, consumer: "other"}, other.handler);
      await vi.waitFor(async () => expect(await bus.lag("patient", "g")).toBe(0), PATIENCE);
      expect(other.ids).toEqual([]);
      expect(slowBatches).toBe(1);
    });

    it("loses nothing and keeps the order when the server goes down under load", async () => {
      const troubles: BusTrouble[] = [];
      const bus = open({maxBatchEvents: 25, onTrouble: (trouble) => troubles.push(trouble)});
      const [recorder, viewer] = [new Recorder(), new Recorder()];
      await bus.subscribe({stream: "broken", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await bus.tail({stream: "broken", after: "beginning"}, viewer.handler);
      let appended = 0;
      const publishing = (async () => {
        for (let from = 0; from < 3_000; from += 10) {
          const outcome = await bus.publish("broken", sampleEvents(from, from + 10));
          appended += outcome.appended + outcome.duplicates;
        }
      })();
      for (const share of [500, 1_200, 2_000]) {
        await vi.waitFor(() => expect(appended).toBeGreaterThan(share), PATIENCE);
        await underTest.breakDown();
      }
      await publishing;
      const all = idsOf(sampleEvents(0, 3_000));
      await vi.waitFor(() => expect(recorder.effects).toHaveLength(3_000), PATIENCE);
      await vi.waitFor(() => expect(viewer.effects).toHaveLength(3_000), PATIENCE);
      expect(recorder.effects).toEqual(all);
      expect(viewer.effects).toEqual(all);
      // Stored once each, whatever the publisher had to repeat: a viewer never gets an entry twice by delivery.
      expect(new Set(viewer.deliveries.map(({position}) => position)).size).toBe(3_000);
      expect(troubles.length).toBeGreaterThan(0);
    });

    it("makes a group that was lost anew and goes on where its consumer had come to", async () => {
      const bus = open();
      const recorder = new Recorder();
      await bus.subscribe({stream: "lost", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await bus.publish("lost", sampleEvents(0, 5));
      await vi.waitFor(async () => expect(await bus.lag("lost", "g")).toBe(0), PATIENCE);
      await bus.dropGroup("lost", "g");
      await bus.publish("lost", sampleEvents(5, 10));
      await vi.waitFor(() => expect(recorder.effects).toEqual(idsOf(sampleEvents(0, 10))), PATIENCE);
    });

    it("reports an entry that is no event and goes on with the rest", async () => {
      const troubles: BusTrouble[] = [];
      const bus = open({onTrouble: (trouble) => troubles.push(trouble)});
      await bus.publish("spoilt", [sampleEvent(1)]);
      await underTest.spoil("spoilt", "{not json");
      await underTest.spoil("spoilt", JSON.stringify({...sampleEvent(7), fact: "NeverHeardOf"}));
      await bus.publish("spoilt", [sampleEvent(2)]);
      const recorder = new Recorder();
      await bus.subscribe({stream: "spoilt", group: "g", consumer: "c", start: "beginning"}, recorder.handler);
      await vi.waitFor(() => expect(recorder.ids).toEqual(["event-1", "event-2"]), PATIENCE);
      await vi.waitFor(async () => expect(await bus.lag("spoilt", "g")).toBe(0), PATIENCE);
      expect(troubles.map(({kind}) => kind)).toEqual(["entry-refused", "entry-refused"]);
    });
  });
}
