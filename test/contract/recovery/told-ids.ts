/** What viewers of a session were told. */
import {expect, vi} from "vitest";
import {eventStream} from "../../../src/live/integration/session-runner.js";
import {type CrashOrder, crashBus} from "../../support/crash-process.js";

/** Ids on the session's stream, once there are as many as wanted and no more come. */
export async function toldIds(order: CrashOrder, wanted: number): Promise<readonly string[]> {
  const bus = crashBus(order);
  const ids: string[] = [];
  await bus.tail({stream: eventStream(order.session), after: "beginning"}, (batch) => {
    ids.push(...batch.map(({event}) => event.id));
    return Promise.resolve();
  });
  try {
    await vi.waitFor(() => expect(ids.length).toBeGreaterThanOrEqual(wanted), {timeout: 30_000, interval: 20});
    return ids;
  } finally {
    await bus.close();
  }
}
