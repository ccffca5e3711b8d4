/** Status events, for the parts of the daemon that say how they are. Ids derive from component, fact, time and detail. */
import {hashText} from "../../lib/core/hash.js";
import type {SystemStatusEvent} from "../../lib/events/system-status-event.js";

export type StatusReport = {
  readonly [Fact in SystemStatusEvent["fact"]]: {
    readonly fact: Fact;
    readonly payload: Extract<SystemStatusEvent, {fact: Fact}>["payload"];
  };
}[SystemStatusEvent["fact"]];

/** @param context.now epoch milliseconds; `source` is the component that reports, not the one reported on. */
export function statusEvent(
  report: StatusReport,
  context: {readonly now: number; readonly source: string}
): SystemStatusEvent {
  const digest = hashText(JSON.stringify(report.payload)).slice(0, 16);
  const id = `status:${report.payload.component}:${report.fact}:${context.now}:${digest}`;
  const envelope = {
    id,
    type: "SystemStatusEvent" as const,
    version: 1 as const,
    occurredAt: context.now,
    recordedAt: context.now,
    correlationId: id,
    causationId: null,
    source: context.source
  };
  return {...envelope, ...report};
}
