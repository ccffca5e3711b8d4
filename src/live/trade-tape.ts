/** A paper session over a range of history, through the bus and the journal, as the daemon runs the present. */

import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Journal} from "../lib/integration/ports/journal.js";
import {createTradingDigest, type TradingSummary} from "../lib/integration/trading-digest.js";
import {inputStream, runSession} from "./integration/session-runner.js";
import {readTape} from "./integration/tape-reader.js";
import {openSession} from "./open-session.js";
import type {ChosenTape} from "./tape-choice.js";

export interface TradeTapeOptions {
  readonly tape: ChosenTape;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly sessionId: string | null;
  readonly codeCommit: string;
  readonly environment: string;
  readonly speed: number | "max";
  readonly signal: AbortSignal;
  readonly onProgress?: (closeTime: number) => void;
}

export interface TradedTape extends TradingSummary {
  readonly session: string;
  readonly isNew: boolean;
  readonly recoveredInputs: number;
  /** False when it was interrupted: the same command goes on. */
  readonly isFinished: boolean;
  readonly events: number;
}

export async function tradeTape(options: TradeTapeOptions): Promise<TradedTape> {
  const {tape, journal, bus, signal, onProgress} = options;
  const {session, opening} = await openSession({
    plan: tape.plan,
    kind: "tape",
    scope: tape.scope,
    id: options.sessionId,
    journal,
    bus,
    codeCommit: options.codeCommit,
    environment: options.environment,
    warmUp: () => Promise.resolve(tape.warmUp),
    startedAt: tape.from
  });
  const runner = await runSession({
    session,
    bus,
    onProgress: () => onProgress?.(session.completedThrough ?? tape.from)
  });
  try {
    const last = await readTape({
      tape: tape.events(),
      bus,
      stream: inputStream(session.id),
      runner,
      after: opening.completedThrough,
      speed: options.speed,
      signal
    });
    await runner.stop();
    if (last === null) await session.rest();
    else await session.end(last, "the tape has ended");
    const summary = await summarize(journal, session.id);
    return {
      session: session.id,
      isNew: opening.isNew,
      recoveredInputs: opening.recoveredInputs,
      isFinished: last !== null,
      events: session.sequence,
      ...summary
    };
  } finally {
    await runner.stop();
  }
}

/** Read back from the journal, so that it holds for all of the session and not only for this process's part of it. */
async function summarize(journal: Journal, session: string): Promise<TradingSummary> {
  const digest = createTradingDigest();
  for await (const batch of journal.read(session)) for (const {event} of batch) digest.take(event);
  return digest.summary();
}
