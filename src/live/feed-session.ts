/** Collection of a tape: publishes history as the inputs of a session whose other components run elsewhere. */
import {setTimeout as wait} from "node:timers/promises";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Journal} from "../lib/integration/ports/journal.js";
import {completedThrough, journalProgress} from "./integration/journal-progress.js";
import {inputStream} from "./integration/session-runner.js";
import {readTape} from "./integration/tape-reader.js";
import type {ChosenTape} from "./tape-choice.js";

export interface FeedSessionOptions {
  readonly tape: ChosenTape;
  readonly bus: EventBus;
  readonly journal: Journal;
  readonly session: string;
  readonly speed: number | "max";
  readonly signal: AbortSignal;
}

/** Goes on behind what the journal has. @returns close time of the last slice; null when interrupted */
export async function feedSession(options: FeedSessionOptions): Promise<number | null> {
  const {tape, bus, journal, session, speed, signal} = options;
  const pause = async (ms: number) => {
    await wait(ms);
  };
  const last = await readTape({
    tape: tape.events(),
    bus,
    stream: inputStream(session),
    runner: journalProgress({journal, session, pause}),
    after: await completedThrough(journal, session),
    speed,
    signal
  });
  if (last !== null) await journal.endSession(session, {at: last, reason: "the tape has ended"});
  return last;
}
