/** The supervisor with parts made by hand. */
import {describe, expect, it, vi} from "vitest";
import type {SystemStatusEvent} from "../../../src/lib/events/system-status-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {createSupervisor, type RunningPart, type SupervisedPart} from "../../../src/live/integration/supervisor.js";

function supervised(settings: {stopPatienceMs?: number; healthyAfterMs?: number} = {}) {
  const events: SystemStatusEvent[] = [];
  let now = 1_000;
  const supervisor = createSupervisor({
    emit: (event) => events.push(event),
    clock: () => ++now,
    build: "test",
    backOff: {firstMs: 1, maxMs: 4},
    ...settings
  });
  const told = () => events.map((event) => `${event.payload.component} ${event.fact}`);
  return {supervisor, events, told};
}

function part(name: string, start: SupervisedPart["start"]): SupervisedPart {
  return {name, effectWhenAway: "no new positions", start};
}

const running = (log: string[], name: string): RunningPart => ({
  resumedFrom: 7,
  stop: () => {
    log.push(`${name} stopped`);
    return Promise.resolve();
  }
});

describe("the supervisor", () => {
  it("starts parts in order and stops them in reverse order", async () => {
    const log: string[] = [];
    const {supervisor, told, events} = supervised();
    const parts = ["one", "two"].map((name) =>
      part(name, () => {
        log.push(`${name} started`);
        return Promise.resolve(running(log, name));
      })
    );
    await supervisor.start(parts);
    expect(supervisor.status().map(({state}) => state)).toEqual(["running", "running"]);
    await supervisor.stop();
    expect(log).toEqual(["one started", "two started", "two stopped", "one stopped"]);
    expect(told()).toEqual([
      "one ComponentStarted",
      "two ComponentStarted",
      "two ComponentStopped",
      "one ComponentStopped"
    ]);
    for (const event of events) expect(validateEvent(event)).toMatchObject({ok: true});
    expect(events[0]?.payload).toEqual({component: "one", build: "test", resumedFrom: 7});
  });

  it("tries a part that cannot start again and again, and starts the others meanwhile", async () => {
    const log: string[] = [];
    const {supervisor, told, events} = supervised();
    let attempts = 0;
    const shaky = part("shaky", () => {
      attempts += 1;
      return attempts < 4 ? Promise.reject(new Error("no database")) : Promise.resolve(running(log, "shaky"));
    });
    await supervisor.start([shaky, part("sound", () => Promise.resolve(running(log, "sound")))]);
    expect(told()).toContain("sound ComponentStarted");
    await vi.waitFor(() => expect(told()).toContain("shaky ComponentRecovered"));
    expect(told().filter((line) => line === "shaky ComponentDegraded")).toHaveLength(3);
    expect(events.find(({fact}) => fact === "ComponentDegraded")?.payload).toEqual({
      component: "shaky",
      reason: "no database",
      effect: "no new positions"
    });
    await supervisor.stop();
  });

  it("stops a part that fails while it runs before it starts it again", async () => {
    const log: string[] = [];
    const {supervisor} = supervised();
    let break_ = (_: unknown) => {};
    let starts = 0;
    await supervisor.start([
      part("p", (fail) => {
        break_ = fail;
        starts += 1;
        log.push("p started");
        return Promise.resolve(running(log, "p"));
      })
    ]);
    break_(new Error("lost the stream"));
    await vi.waitFor(() => expect(starts).toBe(2));
    expect(log).toEqual(["p started", "p stopped", "p started"]);
    expect(supervisor.status()[0]).toMatchObject({failures: 1, lastFailure: "lost the stream"});
    await supervisor.stop();
  });

  it("counts failures anew for a part that ran for a while", async () => {
    const {supervisor} = supervised({healthyAfterMs: 0});
    let starts = 0;
    await supervisor.start([
      part("p", (fail) => {
        starts += 1;
        if (starts < 5) fail(new Error("again"));
        return Promise.resolve(running([], "p"));
      })
    ]);
    await vi.waitFor(() => expect(starts).toBe(5));
    await vi.waitFor(() => expect(supervisor.status()[0]).toMatchObject({state: "running", failures: 1}));
    await supervisor.stop();
  });

  it("does not wait for ever for a part that does not stop, nor for one that never starts", async () => {
    const {supervisor, told} = supervised({stopPatienceMs: 10});
    await supervisor.start([
      part("stuck", () => Promise.resolve({stop: () => new Promise<void>(() => {})})),
      part("absent", () => Promise.reject(new Error("never")))
    ]);
    void supervisor.start([part("endless", () => new Promise(() => {}))]);
    await supervisor.stop();
    expect(told().slice(-3)).toEqual(["endless ComponentStopped", "absent ComponentStopped", "stuck ComponentStopped"]);
  });
});
