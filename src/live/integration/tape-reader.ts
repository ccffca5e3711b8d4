/**
 * Publishes a tape of history as a session's inputs: as fast as it is taken, or at a chosen pace. It starts behind what
 * the session has taken, and never runs far ahead of it.
 */
import {setTimeout as wait} from "node:timers/promises";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {EventBus} from "../../lib/integration/ports/event-bus.js";
import type {SessionRunner} from "./session-runner.js";
import {sliceTime} from "./taken-inputs.js";

export interface TapeReaderOptions {
  readonly tape: Iterable<PapertapeEvent> | AsyncIterable<PapertapeEvent>;
  readonly bus: Pick<EventBus, "publish">;
  readonly stream: string;
  readonly runner: Pick<SessionRunner, "reached">;
  /** Close time up to which the session has taken the tape; null when it has taken nothing. */
  readonly after: number | null;
  /** Market seconds a second, or as fast as possible. */
  readonly speed: number | "max";
  readonly signal: AbortSignal;
  readonly onPublished?: (closeTime: number) => void;
}

/** Events published in one go, and how many of such chunks may wait to be taken. */
const CHUNK_EVENTS = 500;
const CHUNKS_AHEAD = 4;

/** @returns close time of the last slice, once the session has taken it; null for an empty or interrupted tape */
export async function readTape(options: TapeReaderOptions): Promise<number | null> {
  const {bus, stream, runner, signal, onPublished} = options;
  const published: number[] = [];
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), {once: true}));
  const untilTaken = (closeTime: number) => Promise.race([runner.reached(closeTime), aborted]);
  for await (const {events, closeTime} of paced(options)) {
    if (signal.aborted) return null;
    await bus.publish(stream, events);
    published.push(closeTime);
    onPublished?.(closeTime);
    const ahead = published[published.length - 1 - CHUNKS_AHEAD];
    if (ahead !== undefined) await untilTaken(ahead);
  }
  const last = published.at(-1) ?? options.after;
  if (last !== null) await untilTaken(last);
  return signal.aborted ? null : last;
}

interface Chunk {
  readonly events: readonly PapertapeEvent[];
  readonly closeTime: number;
}

/** Whole slices: at most speed many of them together, at a pace one after the other when its time has come. */
async function* paced({tape, after, speed, signal}: TapeReaderOptions): AsyncGenerator<Chunk> {
  let events: PapertapeEvent[] = [];
  let begun: {readonly closeTime: number; readonly at: number} | null = null;
  let closeTime = 0;
  for await (const event of tape) {
    // A command may bear an earlier time than the watermark it stands behind; the session knows those it has taken.
    if (event.type === "MarketDataEvent" && after !== null && sliceTime(event) <= after) continue;
    events.push(event);
    if (event.fact !== "SliceCompleted") continue;
    closeTime = event.payload.closeTime;
    if (speed === "max") {
      if (events.length < CHUNK_EVENTS) continue;
    } else {
      begun ??= {closeTime, at: performance.now()};
      const due = begun.at + (closeTime - begun.closeTime) / speed;
      await wait(Math.max(0, due - performance.now()), undefined, {signal}).catch(() => {});
      if (signal.aborted) return;
    }
    yield {events, closeTime};
    events = [];
  }
  if (events.length > 0) yield {events, closeTime};
}
