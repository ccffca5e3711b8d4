/**
 * For collection in a process of its own. What is on the input stream must be on the tape before more is collected: only
 * then is it known where the tape ends, and what is missing after it.
 */
import {setTimeout as wait} from "node:timers/promises";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Journal} from "../lib/integration/ports/journal.js";
import {journalProgress} from "./integration/journal-progress.js";
import {inputStream} from "./integration/session-runner.js";

export interface DrainOptions {
  readonly bus: EventBus;
  readonly journal: Journal;
  readonly session: string;
  /** Of what was collected: the session's inputs, or a shard's candles. */
  readonly stream: string;
  /** Names the reader: no other may have it. */
  readonly reader: string;
}

const POLL_MS = 50;
/** Inputs that may wait for virtual trading. */
const MOST_WAITING = 20_000;

/** Reads all that the stream holds, and waits until the journal has come to the last slice in it. */
export async function untilOnTape({bus, journal, session, stream, reader}: DrainOptions): Promise<void> {
  let last: number | null = null;
  await bus.dropGroup(stream, reader);
  const subscription = await bus.subscribe(
    {stream, group: reader, consumer: reader, start: "beginning"},
    async (batch) => {
      for (const {event} of batch) if (event.fact === "SliceCompleted") last = event.payload.closeTime;
      await Promise.resolve();
    }
  );
  try {
    while ((await bus.lag(stream, reader)) !== 0) await wait(POLL_MS);
  } finally {
    await subscription.close();
    await bus.dropGroup(stream, reader);
  }
  const pause = async (ms: number) => {
    await wait(ms);
  };
  if (last !== null) await journalProgress({journal, session, pause}).reached(last);
}

/** Holds whoever collects history quicker than it is traded. */
export async function untilRoom(bus: EventBus, session: string, group: string): Promise<void> {
  while (((await bus.lag(inputStream(session), group)) ?? 0) > MOST_WAITING) await wait(POLL_MS);
}
