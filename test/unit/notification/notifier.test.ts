/** Who is told what: the rules over events, with their memory. */
import {describe, expect, it} from "vitest";
import type {EventFact, PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {Notifier, type NotifierConfiguration} from "../../../src/lib/notification/notifier.js";

const MINUTE = 60_000;
const CONFIGURATION: NotifierConfiguration = {
  channels: [
    {name: "log", minimumSeverity: "information"},
    {name: "phone", minimumSeverity: "critical"}
  ],
  coolDownMs: 10 * MINUTE,
  drawdownLevels: [0.05, 0.1, 0.2]
};

/** Only the fields that the rules read; the rules never see an event that was not validated. */
function event(fact: EventFact, payload: object, occurredAt = 0): PapertapeEvent {
  const id = `${fact}:${occurredAt}:${JSON.stringify(payload)}`;
  return {
    id,
    fact,
    payload,
    occurredAt,
    recordedAt: occurredAt,
    correlationId: `chain of ${id}`
  } as unknown as PapertapeEvent;
}

const degraded = (occurredAt: number, component = "collection") =>
  event("ComponentDegraded", {component, reason: "silent", effect: "no new positions"}, occurredAt);
const equity = (drawdown: number, occurredAt = 0) => event("EquityMarked", {drawdown}, occurredAt);
const health = (status: string, occurredAt = 0) =>
  event("HealthReported", {component: "journal", status, lagMs: null, detail: "why"}, occurredAt);

function tell(notifier: Notifier, events: readonly PapertapeEvent[]): PapertapeEvent[] {
  const told: PapertapeEvent[] = [];
  for (const each of events) notifier.handle(each, (emitted) => told.push(emitted));
  return told;
}

function titles(events: readonly PapertapeEvent[]): string[] {
  return events.flatMap((each) =>
    each.fact === "NotificationRequested"
      ? [`${each.payload.channel}: ${each.payload.severity}: ${each.payload.title}`]
      : []
  );
}

describe("the notifier", () => {
  it("tells each channel what is urgent enough for it, and names the event it is about", () => {
    const halted = event("TradingHalted", {by: "ann", reason: "news"}, 5);
    const told = tell(new Notifier(CONFIGURATION), [halted, event("TradingResumed", {by: "ann", reason: "calm"})]);
    expect(titles(told)).toEqual([
      "log: critical: Trading halted",
      "phone: critical: Trading halted",
      "log: information: Trading resumed"
    ]);
    expect(told[1]).toMatchObject({
      id: `notification:phone:${halted.id}`,
      causationId: halted.id,
      correlationId: halted.correlationId,
      occurredAt: 5,
      payload: {about: halted.id, body: "By ann: news"}
    });
    for (const each of told) expect(validateEvent(each)).toMatchObject({ok: true});
  });

  it("keeps quiet about everyday events and about its own", () => {
    const everyday = [
      event("CandleClosed", {}),
      event("TradeSignalWithheld", {reason: "edge-below-minimum", strategy: "s", rationale: "r"}),
      event("OrderAccepted", {}),
      event("NotificationFailed", {})
    ];
    expect(tell(new Notifier(CONFIGURATION), everyday)).toEqual([]);
  });

  it("says that a strategy stopped itself", () => {
    const stopped = event("TradeSignalWithheld", {reason: "drawdown-halt", strategy: "trend", rationale: "Too deep."});
    expect(titles(tell(new Notifier(CONFIGURATION), [stopped]))[1]).toBe(
      "phone: critical: trend stopped: drawdown-halt"
    );
  });

  it("counts what repeats while it cools down and tells the count with the next", () => {
    const times = [0, 1, 9, 10, 11].map((minutes) => degraded(minutes * MINUTE));
    const told = tell(new Notifier(CONFIGURATION), [...times, degraded(3 * MINUTE, "journal")]);
    expect(titles(told)).toEqual([
      "log: warning: collection is degraded",
      "log: warning: collection is degraded",
      "log: warning: journal is degraded"
    ]);
    expect(told.map((each) => (each.payload as {body: string}).body)).toEqual([
      "silent. no new positions",
      "silent. no new positions (2 more like this since the last message.)",
      "silent. no new positions"
    ]);
  });

  it("tells a drawdown once for each level it passes, and again after it has recovered", () => {
    const path = [0, 0.06, 0.07, 0.12, 0.06, 0.25, 0.01, 0.06].map((drawdown, hour) =>
      equity(drawdown, hour * 60 * MINUTE)
    );
    expect(titles(tell(new Notifier(CONFIGURATION), path))).toEqual([
      "log: warning: Drawdown past 5 %",
      "log: warning: Drawdown past 10 %",
      "log: critical: Drawdown past 20 %",
      "phone: critical: Drawdown past 20 %",
      "log: warning: Drawdown past 5 %"
    ]);
  });

  it("tells a change of health, not its repetition nor the first good news", () => {
    const reports = ["up", "up", "down", "down", "up"].map((status, hour) => health(status, hour * 60 * MINUTE));
    expect(titles(tell(new Notifier(CONFIGURATION), reports))).toEqual([
      "log: critical: journal is down",
      "phone: critical: journal is down",
      "log: information: journal is well again"
    ]);
  });

  it("goes on from a snapshot exactly where it stood, at every point", () => {
    const events = [
      degraded(0),
      equity(0.06),
      health("down"),
      degraded(MINUTE),
      equity(0.12),
      health("down", 1),
      degraded(11 * MINUTE)
    ];
    const whole = tell(new Notifier(CONFIGURATION), events);
    for (let cut = 0; cut <= events.length; cut += 1) {
      const first = new Notifier(CONFIGURATION);
      const before = tell(first, events.slice(0, cut));
      const second = new Notifier(CONFIGURATION);
      second.restore(JSON.parse(JSON.stringify(first.snapshot())));
      expect([...before, ...tell(second, events.slice(cut))]).toEqual(whole);
    }
  });
});
