/** Delivery to channels that work, fail, hang and flood. */
import {describe, expect, it, vi} from "vitest";
import {OperatingError} from "../../../src/lib/core/operating-error.js";
import type {NotificationEvent, NotificationRequested} from "../../../src/lib/events/notification-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {createBreaker} from "../../../src/live/integration/circuit-breaker.js";
import type {Channel} from "../../../src/live/notification/channel.js";
import {createDispatcher, type DispatcherOptions} from "../../../src/live/notification/dispatcher.js";

function request(number: number, {channel = "a", severity = "warning"} = {}): NotificationRequested {
  const payload = {channel, severity, title: `t${number}`, body: "b", about: "x"};
  return {
    id: `n${number}`,
    type: "NotificationEvent",
    fact: "NotificationRequested",
    version: 1,
    occurredAt: 1,
    recordedAt: 1,
    correlationId: "c",
    causationId: "x",
    source: "notification",
    payload
  } as NotificationRequested;
}

function dispatcherOver(channels: readonly Channel[], settings: Partial<DispatcherOptions> = {}) {
  const outcomes: NotificationEvent[] = [];
  const dispatcher = createDispatcher({
    channels,
    guardOf: (name) => createBreaker(name, {failuresToOpen: 100, timeoutMs: 5_000}).call,
    emit: (event) => outcomes.push(event),
    clock: () => 9,
    firstRetryMs: 1,
    ...settings
  });
  const told = () =>
    outcomes.map(({fact, payload}) =>
      "attempts" in payload ? `${payload.notification} ${fact} ${payload.attempts}` : fact
    );
  return {dispatcher, outcomes, told};
}

const channel = (name: string, deliver: Channel["deliver"]): Channel => ({name, deliver});
const dead: Channel["deliver"] = () => new Promise(() => {});

describe("the dispatcher", () => {
  it("delivers in order and says so, each notification once", async () => {
    const got: string[] = [];
    const {dispatcher, told, outcomes} = dispatcherOver([
      channel("a", ({title}) => {
        got.push(title);
        return Promise.resolve();
      })
    ]);
    for (const number of [1, 2, 2, 3, 1]) dispatcher.accept(request(number));
    await vi.waitFor(() => expect(told()).toHaveLength(3));
    expect(got).toEqual(["t1", "t2", "t3"]);
    expect(told()).toEqual(["n1 NotificationDelivered 1", "n2 NotificationDelivered 1", "n3 NotificationDelivered 1"]);
    for (const event of outcomes) expect(validateEvent(event)).toMatchObject({ok: true});
  });

  it("tries again what may pass, gives up after a bounded number of attempts, and not at all what will not pass", async () => {
    let failures = 2;
    const {dispatcher, told, outcomes} = dispatcherOver(
      [
        channel("shaky", () => (failures-- > 0 ? Promise.reject(new Error("reset")) : Promise.resolve())),
        channel("gone", () => Promise.reject(new Error("no such host"))),
        channel("refusing", () =>
          Promise.reject(new OperatingError("The webhook answered 404.", {code: "WEBHOOK_REFUSED"}))
        )
      ],
      {maxAttempts: 3}
    );
    for (const [index, name] of ["shaky", "gone", "refusing"].entries())
      dispatcher.accept(request(index, {channel: name}));
    await vi.waitFor(() => expect(told()).toHaveLength(3));
    expect(told().sort()).toEqual(["n0 NotificationDelivered 3", "n1 NotificationFailed 3", "n2 NotificationFailed 1"]);
    expect(outcomes.find(({causationId}) => causationId === "n1")?.payload).toMatchObject({reason: "no such host"});
  });

  it("is held up neither itself nor elsewhere by a channel that hangs, and keeps its queue bounded", async () => {
    const {dispatcher, told} = dispatcherOver([channel("a", dead), channel("b", () => Promise.resolve())], {
      queuedMessages: 3
    });
    const before = performance.now();
    dispatcher.accept(request(0));
    dispatcher.accept(request(1, {severity: "critical"}));
    dispatcher.accept(request(2, {severity: "information"}));
    dispatcher.accept(request(3, {severity: "critical"}));
    dispatcher.accept(request(4, {severity: "critical"}));
    dispatcher.accept(request(5, {severity: "critical"}));
    dispatcher.accept(request(6, {channel: "b"}));
    expect(performance.now() - before).toBeLessThan(1_000);
    await vi.waitFor(() => expect(told()).toContain("n6 NotificationDelivered 1"));
    // The informational one went first, then the oldest.
    expect(told().slice(0, 2)).toEqual(["n2 NotificationFailed 1", "n1 NotificationFailed 1"]);
    expect(dispatcher.depths()).toEqual(
      new Map([
        ["a", 3],
        ["b", 0]
      ])
    );
  });

  it("says of a notification to a channel that is not there that it failed", () => {
    const {dispatcher, told} = dispatcherOver([]);
    dispatcher.accept(request(1, {channel: "nowhere"}));
    expect(told()).toEqual(["n1 NotificationFailed 1"]);
  });

  it("closes in bounded time with a dead channel, and reports what was not delivered", async () => {
    const heedsSignal: Channel["deliver"] = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("called off"))));
    const {dispatcher, told} = dispatcherOver([channel("a", heedsSignal)]);
    for (const number of [1, 2]) dispatcher.accept(request(number));
    await dispatcher.close(20);
    dispatcher.accept(request(3));
    expect(told().sort()).toEqual(["n1 NotificationFailed 1", "n2 NotificationFailed 1", "n3 NotificationFailed 1"]);
  });
});
