/** What a paper session can be run over again: the database's or a snapshot's market data, or a recorded session. */
import type {PapertapeEvent} from "../lib/events/event.js";
import type {Journal, JournalSession} from "../lib/integration/ports/journal.js";
import {requireTape, type StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {TapeSeries} from "../lib/market-data/candle-tape.js";
import {tapeEvents} from "../loaders/workbench/tape-flows.js";
import {contentsOf, type TapeCut} from "../loaders/workbench/tape-source.js";
import {readSessionRecord, type SessionSource} from "./session-record.js";

export interface ChosenTape {
  readonly plan: StrategyPlan;
  readonly warmUp: readonly TapeSeries[];
  /** What the tape is, for the session's record: the same tape gives the same. */
  readonly scope: Readonly<Record<string, unknown>>;
  /** Market time of its beginning and end, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Inputs in the tape's order. */
  events(): Iterable<PapertapeEvent> | AsyncIterable<PapertapeEvent>;
}

export function candlesAsTape(plan: StrategyPlan, cut: TapeCut): ChosenTape {
  const {timeframe} = plan.strategy;
  requireTape(plan, contentsOf(cut, timeframe));
  const {firstOpenTime, lastOpenTime, candles, flows} = cut;
  return {
    plan,
    warmUp: cut.warmUp,
    scope: {firstOpenTime, lastOpenTime, candles, ...(flows == null ? {} : {flows: flows.extents})},
    from: firstOpenTime,
    to: lastOpenTime,
    events: () => tapeEvents(cut, plan)
  };
}

/** A recorded session's inputs, commands included, under the strategy that it was recorded with. */
export async function recordingAsTape(source: SessionSource, session: JournalSession): Promise<ChosenTape> {
  const {plan, warmUp} = await readSessionRecord(source, session);
  return {
    plan,
    warmUp,
    scope: {recording: session.id, head: session.head.hash},
    from: session.startedAt,
    to: (await lastSlice(source.journal, session.id)) ?? session.startedAt,
    events: () => recordedInputs(source.journal, session.id)
  };
}

/** What came from outside, but for the opening, which every session makes for itself. */
async function* recordedInputs(journal: Journal, session: string): AsyncGenerator<PapertapeEvent> {
  for await (const batch of journal.read(session))
    for (const {event} of batch) if (event.causationId === null && event.fact !== "ConfigurationLoaded") yield event;
}

async function lastSlice(journal: Journal, session: string): Promise<number | null> {
  let last: number | null = null;
  for await (const batch of journal.read(session, {facts: ["SliceCompleted"]}))
    last = batch.at(-1)?.event.occurredAt ?? last;
  return last;
}
