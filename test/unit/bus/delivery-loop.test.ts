/** The reading side of a bus with a source made by hand. */
import {describe, expect, it, vi} from "vitest";
import {type DeliverySource, type ReadBatch, startDeliveryLoop} from "../../../src/live/integration/delivery-loop.js";
import {sampleEvent} from "../../contract/bus/sample-events.js";

function sourceOf(log: string[]): DeliverySource & {offer(batch: ReadBatch): void} {
  let wake: (batch: ReadBatch | null) => void = () => {};
  const waiting: ReadBatch[] = [];
  return {
    readUnacknowledged: () => {
      log.push("unacknowledged");
      return Promise.resolve(null);
    },
    claimAbandoned: () => Promise.resolve(null),
    readNew: () => {
      const next = waiting.shift();
      if (next !== undefined) return Promise.resolve(next);
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    release: () => {
      log.push("released");
      wake(null);
    },
    offer: (batch) => {
      waiting.push(batch);
      wake(null);
    }
  };
}

function batchOf(number: number, log: string[]): ReadBatch {
  return {
    events: [{position: String(number), event: sampleEvent(number), redelivered: false}],
    acknowledge: () => {
      log.push(`acknowledged ${number}`);
      return Promise.resolve();
    },
    renew: () => {
      log.push(`renewed ${number}`);
      return Promise.resolve();
    }
  };
}

describe("the delivery loop", () => {
  it("acknowledges after the handler and finishes the batch in hand before it closes", async () => {
    const log: string[] = [];
    const source = sourceOf(log);
    let finish = () => {};
    const subscription = startDeliveryLoop({
      stream: "s",
      source,
      claimIdleMs: 10_000,
      onTrouble: () => {},
      handler: () =>
        new Promise((resolve) => {
          log.push("handling");
          finish = resolve;
        })
    });
    source.offer(batchOf(1, log));
    await vi.waitFor(() => expect(log).toContain("handling"));
    const closed = subscription.close();
    finish();
    await closed;
    expect(log.slice(0, 4)).toEqual(["unacknowledged", "handling", "acknowledged 1", "released"]);
  });

  it("renews a batch that takes long and looks again for what is unacknowledged after a failure", async () => {
    const log: string[] = [];
    const source = sourceOf(log);
    const subscription = startDeliveryLoop({
      stream: "s",
      source,
      claimIdleMs: 30,
      onTrouble: ({kind}) => log.push(kind),
      handler: async () => {
        await vi.waitFor(() => expect(log).toContain("renewed 1"));
        throw new Error("after all that");
      }
    });
    source.offer(batchOf(1, log));
    await vi.waitFor(() => expect(log.filter((entry) => entry === "unacknowledged")).toHaveLength(2));
    expect(log).toContain("handler-failed");
    expect(log).not.toContain("acknowledged 1");
    await subscription.close();
  });

  it("does not let a handler without end hold up closing, and leaves its batch unacknowledged", async () => {
    const log: string[] = [];
    const source = sourceOf(log);
    const subscription = startDeliveryLoop({
      stream: "s",
      source,
      claimIdleMs: 10_000,
      closePatienceMs: 20,
      onTrouble: () => {},
      handler: () => {
        log.push("handling");
        return new Promise(() => {});
      }
    });
    source.offer(batchOf(1, log));
    await vi.waitFor(() => expect(log).toContain("handling"));
    await subscription.close();
    expect(log).toEqual(["unacknowledged", "handling", "released"]);
  });
});
