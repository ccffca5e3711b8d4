/** GET /api/stream over a real connection. */
import {afterEach, expect, it, vi} from "vitest";
import {LiveFeed} from "../../../src/live/control/live-feed.js";
import {sampleEvent} from "../../contract/bus/sample-events.js";
import {cookieOf, type GatewayUnderTest, gatewayUnderTest} from "./gateway-under-test.js";

let underTest: GatewayUnderTest | null = null;
const readers: AbortController[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.abort();
  await underTest?.gateway.close();
});

async function open(address: string, headers: Record<string, string> = {}) {
  const reader = new AbortController();
  readers.push(reader);
  const response = await fetch(`${address}/api/stream`, {
    headers: {cookie: cookieOf("viewer"), ...headers},
    signal: reader.signal
  });
  const read = {text: "", hasEnded: false};
  void (async () => {
    const stream = response.body?.getReader();
    for (let part = await stream?.read(); part?.value !== undefined; part = await stream?.read())
      read.text += Buffer.from(part.value).toString();
    read.hasEnded = true;
  })().catch(() => {});
  return {response, read};
}

it("streams messages with their ids, and what was missed after the last one seen", async () => {
  underTest = await gatewayUnderTest();
  const {gateway, feed} = underTest;
  const address = await gateway.listen({port: 0});
  expect(address).toContain("127.0.0.1");
  const first = await open(address);
  expect(first.response.headers.get("content-type")).toBe("text/event-stream");
  expect(first.response.headers.get("x-content-type-options")).toBe("nosniff");
  await vi.waitFor(() => expect(first.read.text).toContain("retry: 2000"));
  for (const number of [1, 2, 3]) feed.accept(sampleEvent(number));
  await vi.waitFor(() => expect(first.read.text).toContain("id: event-3\nevent: status\ndata: {"));
  const again = await open(address, {"last-event-id": "event-2"});
  await vi.waitFor(() => expect(again.read.text).toContain("id: event-3"));
  expect(again.read.text).not.toContain("id: event-2");
  const lost = await open(address, {"last-event-id": "event-unknown"});
  await vi.waitFor(() => expect(lost.read.text).toContain("event: resync"));
});

it("sends heartbeats, and ends when its viewer has signed out", async () => {
  underTest = await gatewayUnderTest({heartbeatMs: 10});
  const {read} = await open(await underTest.gateway.listen({port: 0}));
  await vi.waitFor(() => expect(read.text.split(": heartbeat").length).toBeGreaterThan(3));
  expect(read.hasEnded).toBe(false);
  underTest.signedOut.add("viewer");
  await vi.waitFor(() => expect(read.hasEnded).toBe(true));
  await vi.waitFor(() => expect(underTest?.feed.viewers).toBe(0));
});

it("lets a viewer go that does not read, without holding up another", async () => {
  underTest = await gatewayUnderTest({feed: new LiveFeed({queuedMessages: 50})});
  const {gateway, feed} = underTest;
  const address = await gateway.listen({port: 0});
  const {read} = await open(address);
  const stuck = await fetch(`${address}/api/stream`, {headers: {cookie: cookieOf("viewer")}});
  expect(feed.viewers).toBe(2);
  const large = {...sampleEvent(1), payload: {component: "x".repeat(100_000), status: "up", lagMs: null, detail: ""}};
  let sent = 0;
  await vi.waitFor(
    () => {
      feed.accept({...large, id: `large-${sent++}`} as ReturnType<typeof sampleEvent>);
      expect(feed.viewers).toBe(1);
    },
    {timeout: 20_000, interval: 1}
  );
  await vi.waitFor(() => expect(read.text).toContain(`id: large-${sent - 1}`), {timeout: 20_000});
  // What it finds when it reads again: everything sent before, and the advice to load anew.
  const text = await stuck.text();
  expect(text.slice(-200)).toMatch(/event: resync\ndata: {"reason":"you were too slow"}\n\n$/);
});

it("refuses one viewer too many with a sentence, and ends all when the gateway closes", async () => {
  underTest = await gatewayUnderTest({feed: new LiveFeed({maxViewers: 1})});
  const address = await underTest.gateway.listen({port: 0});
  const {read} = await open(address);
  const second = await fetch(`${address}/api/stream`, {headers: {cookie: cookieOf("viewer")}});
  expect(second.status).toBe(503);
  expect(await second.json()).toMatchObject({error: {code: "TOO_MANY_VIEWERS"}});
  await underTest.gateway.close();
  await vi.waitFor(() => expect(read.hasEnded).toBe(true));
});
