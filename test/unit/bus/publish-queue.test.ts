/** Order, batching, patience and bounds of the queue in front of a bus server, with a server made by hand. */
import {describe, expect, it, vi} from "vitest";
import {type EncodedEvent, encodeEvent} from "../../../src/live/integration/event-codec.js";
import {PublishQueue} from "../../../src/live/integration/publish-queue.js";
import {sampleEvent, sampleEvents} from "../../contract/bus/sample-events.js";

class ScriptedServer {
  readonly batches: string[][] = [];
  readonly known = new Set<string>();
  failures = 0;
  gate: Promise<void> = Promise.resolve();

  readonly append = async (_stream: string, events: readonly EncodedEvent[]) => {
    await this.gate;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("away");
    }
    this.batches.push(events.map(({id}) => id));
    return events.map(({id}) => {
      const isFresh = !this.known.has(id);
      this.known.add(id);
      return isFresh;
    });
  };
}

function queueOver(server: ScriptedServer, limits: {maxBatchEvents?: number; maxWaitingEvents?: number} = {}) {
  const troubles: string[] = [];
  const queue = new PublishQueue({
    encode: encodeEvent,
    append: server.append,
    isServerAway: (error) => error instanceof Error && error.message === "away",
    onTrouble: ({kind}) => troubles.push(kind),
    ...limits
  });
  return {queue, troubles};
}

describe("the publish queue", () => {
  it("sends what gathers during a write with the next write, in the order of the calls", async () => {
    const server = new ScriptedServer();
    const {queue} = queueOver(server);
    await Promise.all([1, 2, 3, 4].map((number) => queue.publish("s", [sampleEvent(number)])));
    expect(server.batches).toEqual([["event-1"], ["event-2", "event-3", "event-4"]]);
  });

  it("splits a large call into batches and counts its duplicates over all of them", async () => {
    const server = new ScriptedServer();
    server.known.add("event-3").add("event-9");
    const {queue} = queueOver(server, {maxBatchEvents: 4});
    expect(await queue.publish("s", sampleEvents(0, 10))).toEqual({appended: 8, duplicates: 2});
    expect(server.batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
  });

  it("repeats a write while the server is away, keeps the order and says so", async () => {
    const server = new ScriptedServer();
    server.failures = 2;
    const {queue, troubles} = queueOver(server);
    await Promise.all([queue.publish("s", [sampleEvent(1)]), queue.publish("s", [sampleEvent(2)])]);
    expect(server.batches.flat()).toEqual(["event-1", "event-2"]);
    expect(troubles).toEqual(["server-away", "server-away"]);
  });

  it("gives a failure that patience does not mend to the callers, and goes on after it", async () => {
    const broken = {append: () => Promise.reject(new Error("no space"))};
    const server = new ScriptedServer();
    let isBroken = true;
    const queue = new PublishQueue({
      encode: encodeEvent,
      append: (stream, events) => (isBroken ? broken.append() : server.append(stream, events)),
      isServerAway: () => false,
      onTrouble: () => {}
    });
    await expect(queue.publish("s", [sampleEvent(1)])).rejects.toThrow("no space");
    isBroken = false;
    expect(await queue.publish("s", [sampleEvent(1)])).toEqual({appended: 1, duplicates: 0});
  });

  it("refuses more than it may hold, until there is room again", async () => {
    const server = new ScriptedServer();
    let open = () => {};
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    const {queue} = queueOver(server, {maxWaitingEvents: 10});
    const first = queue.publish("s", sampleEvents(0, 8));
    await expect(queue.publish("s", sampleEvents(8, 12))).rejects.toMatchObject({
      code: "BUS_QUEUE_FULL",
      retryable: true
    });
    open();
    await first;
    expect(await queue.publish("s", sampleEvents(8, 12))).toEqual({appended: 4, duplicates: 0});
  });

  it("rejects what still waits when it is closed", async () => {
    const server = new ScriptedServer();
    server.failures = Number.POSITIVE_INFINITY;
    const {queue, troubles} = queueOver(server);
    const waiting = queue.publish("s", [sampleEvent(1)]);
    await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(0));
    queue.close();
    await expect(waiting).rejects.toMatchObject({code: "BUS_CLOSED"});
  });
});
