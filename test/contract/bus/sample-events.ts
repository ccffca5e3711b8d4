/** Numbered events and a recorder of what arrives. */
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {DeliveredEvent, DeliveryHandler} from "../../../src/lib/integration/ports/event-bus.js";

export function sampleEvent(number: number): PapertapeEvent {
  return {
    id: `event-${number}`,
    type: "SystemStatusEvent",
    fact: "HealthReported",
    version: 1,
    occurredAt: number,
    recordedAt: number,
    correlationId: `event-${number}`,
    causationId: null,
    source: "test",
    payload: {component: "collection", status: "up", lagMs: number / 3, detail: "é “quoted” \\ line\nend"}
  };
}

/** Events `from` up to but not including `to`. */
export function sampleEvents(from: number, to: number): PapertapeEvent[] {
  return Array.from({length: to - from}, (_, index) => sampleEvent(from + index));
}

export const idsOf = (events: readonly PapertapeEvent[]) => events.map((event) => event.id);

export class Recorder {
  readonly deliveries: DeliveredEvent[] = [];
  readonly batchSizes: number[] = [];

  readonly handler: DeliveryHandler = (batch) => {
    this.batchSizes.push(batch.length);
    this.deliveries.push(...batch);
    return Promise.resolve();
  };

  get ids(): string[] {
    return this.deliveries.map(({event}) => event.id);
  }

  /** Each id once, in the order of first arrival: the effects of a consumer that recognises repetitions. */
  get effects(): string[] {
    return [...new Set(this.ids)];
  }
}
