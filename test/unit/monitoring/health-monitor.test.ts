/** Health of the parts, asked with a limit on the time. */
import {describe, expect, it, vi} from "vitest";
import type {SystemStatusEvent} from "../../../src/lib/events/system-status-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {
  createHealthMonitor,
  freshness,
  type HealthAnswer,
  type HealthCheck
} from "../../../src/live/monitoring/health-monitor.js";

const WELL: HealthAnswer = {status: "up", lagMs: 5, detail: ""};
const part = (component: string, check: HealthCheck["check"], isRequired = true): HealthCheck => ({
  component,
  isRequired,
  check
});

function monitorOf(checks: readonly HealthCheck[]) {
  const events: SystemStatusEvent[] = [];
  const monitor = createHealthMonitor({checks, emit: (event) => events.push(event), clock: () => 7, timeoutMs: 20});
  const told = () => events.map(({payload}) => ("status" in payload ? `${payload.component} ${payload.status}` : ""));
  return {monitor, events, told};
}

describe("the health monitor", () => {
  it("takes a part that throws or does not answer for down, and asks the others all the same", async () => {
    const {monitor, events} = monitorOf([
      part("broken", () => Promise.reject(new Error("no route"))),
      part("silent", () => new Promise(() => {})),
      part("well", () => WELL)
    ]);
    const report = await monitor.report();
    expect(report.map(({component, status, detail}) => [component, status, detail])).toEqual([
      ["broken", "down", "no route"],
      ["silent", "down", "no answer within 20 ms"],
      ["well", "up", ""]
    ]);
    for (const event of events) expect(validateEvent(event)).toMatchObject({ok: true});
  });

  it("is ready while nothing required is down; degraded parts and dead extras do not matter", async () => {
    let journal: HealthAnswer = WELL;
    const {monitor} = monitorOf([
      part("journal", () => journal),
      part("phone", () => Promise.reject(new Error("gone")), false),
      part("collection", () => ({status: "degraded", lagMs: null, detail: "silent"}))
    ]);
    expect(await monitor.readiness()).toMatchObject({ready: true});
    journal = {status: "down", lagMs: null, detail: "away"};
    expect(await monitor.readiness()).toMatchObject({ready: false});
  });

  it("tells a change of health once", async () => {
    let status: HealthAnswer["status"] = "up";
    const {monitor, told} = monitorOf([part("a", () => ({status, lagMs: null, detail: ""}))]);
    const stop = monitor.start(1);
    await vi.waitFor(() => expect(told()).toEqual(["a up"]));
    status = "down";
    await vi.waitFor(() => expect(told()).toEqual(["a up", "a down"]));
    stop();
    await monitor.report();
    expect(told()).toEqual(["a up", "a down"]);
  });
});

describe("freshness", () => {
  it("is degraded before the first input and when the last is too old", () => {
    const staleAfterMs = 10_000;
    expect(freshness({newestInput: null, staleAfterMs, now: 0})).toMatchObject({status: "degraded", lagMs: null});
    expect(freshness({newestInput: 90_000, staleAfterMs, now: 100_000})).toMatchObject({status: "up", lagMs: 10_000});
    expect(freshness({newestInput: 89_999, staleAfterMs, now: 100_000})).toMatchObject({
      status: "degraded",
      lagMs: 10_001
    });
    expect(freshness({newestInput: 100_001, staleAfterMs, now: 100_000})).toMatchObject({status: "up", lagMs: 0});
  });
});
