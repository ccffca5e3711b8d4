/** An explanation out of a recorded session, with the factor values worked out again from the database's candles. */

import {OperatingError} from "../lib/core/operating-error.js";
import type {PapertapeEvent} from "../lib/events/event.js";
import type {FactorsCalculated} from "../lib/events/factor-calculation-event.js";
import {type Explanation, explain} from "../lib/integration/explain.js";
import type {JournalSession} from "../lib/integration/ports/journal.js";
import {type RecalculatedFactor, recalculateFactors} from "../lib/integration/recalculate-factors.js";
import {candleTape} from "../lib/market-data/candle-tape.js";
import {createSessionQueries} from "./integration/session-queries.js";
import {readSessionRecord, type SessionSource, storedSeries} from "./session-record.js";

export interface SessionExplanation extends Explanation {
  readonly session: string;
  /** One entry a factor; null where they could not be worked out again. */
  readonly recalculated: readonly RecalculatedFactor[] | null;
  /** Why they could not; null where they could. */
  readonly notRecalculated: string | null;
}

/** Null when the session knows no fill, order or decision of this id. */
export async function explainInSession(
  source: SessionSource,
  session: JournalSession,
  id: string
): Promise<SessionExplanation | null> {
  const explanation = await explain(id, createSessionQueries(source.pool, session.id));
  if (explanation === null) return null;
  const {factors} = explanation;
  const again =
    factors === null
      ? {recalculated: null, notRecalculated: "no decision stands behind it"}
      : await recalculate(source, session, factors);
  return {...explanation, session: session.id, ...again};
}

type Recalculation = Pick<SessionExplanation, "recalculated" | "notRecalculated">;

async function recalculate(
  source: SessionSource,
  session: JournalSession,
  recorded: FactorsCalculated
): Promise<Recalculation> {
  try {
    const {plan, warmUp} = await readSessionRecord(source, session);
    const firstCloseTime = await firstSlice(source, session.id);
    if (firstCloseTime === null) return {recalculated: null, notRecalculated: "the session has no slice yet"};
    const range = {firstCloseTime, lastCloseTime: recorded.payload.closeTime};
    const {timeframe} = plan.strategy;
    const traded = await storedSeries(source.pool, plan, range);
    // Two tapes as in the session: a hole between warm-up and first slice was none to it.
    const tape = [candleTape(timeframe, warmUp), candleTape(timeframe, traded)];
    const recalculated = recalculateFactors({plan, recorded, tape: inTurn(tape)});
    const notRecalculated = recalculated === null ? "the database has no candle of that close" : null;
    return {recalculated, notRecalculated};
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error;
    return {recalculated: null, notRecalculated: error.message};
  }
}

async function firstSlice({journal}: SessionSource, session: string): Promise<number | null> {
  for await (const batch of journal.read(session, {facts: ["SliceCompleted"], limit: 1}))
    for (const {event} of batch) return event.occurredAt;
  return null;
}

function* inTurn(tapes: readonly Iterable<PapertapeEvent>[]): Generator<PapertapeEvent> {
  for (const tape of tapes) yield* tape;
}
