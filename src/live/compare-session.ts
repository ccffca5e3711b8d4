/** Parity of a recorded session: reads what it took and traded, and holds it against a backtest of today's candles. */

import {OperatingError} from "../lib/core/operating-error.js";
import type {PapertapeEvent} from "../lib/events/event.js";
import {compareWithBacktest, type ParityReport, type TradedSession, tradeRecord} from "../lib/integration/parity.js";
import type {JournalSession} from "../lib/integration/ports/journal.js";
import {readInstruments} from "../loaders/database/instrument-store.js";
import {readSessionRecord, type SessionSource, storedSeries} from "./session-record.js";

export interface SessionParity extends ParityReport {
  readonly session: string;
  /** Close times of the first and of the last slice. */
  readonly from: number;
  readonly to: number;
}

/** @throws OperatingError `SESSION_EMPTY` for a session without a slice, and as `readSessionRecord` */
export async function compareSession(source: SessionSource, session: JournalSession): Promise<SessionParity> {
  const {plan, warmUp} = await readSessionRecord(source, session);
  const {inputs, traded} = await readTraded(source, session);
  const slices = inputs.filter(({fact}) => fact === "SliceCompleted");
  const [from, to] = [slices[0]?.occurredAt, slices.at(-1)?.occurredAt];
  if (from === undefined || to === undefined)
    throw new OperatingError(`Session "${session.id}" has taken no candle yet: there is nothing to compare.`, {
      code: "SESSION_EMPTY",
      details: {session: session.id}
    });
  const stored = await storedSeries(source.pool, plan, {firstCloseTime: from, lastCloseTime: to});
  const presentInstruments = await readInstruments(
    source.pool,
    plan.instruments.map(({id}) => id)
  );
  return {
    session: session.id,
    from,
    to,
    ...compareWithBacktest({plan, warmUp, inputs, stored, traded, presentInstruments})
  };
}

/** Up to the last watermark: what came after it belongs to a slice that is not whole yet. */
async function readTraded(
  {journal}: SessionSource,
  {id, head}: JournalSession
): Promise<{readonly inputs: readonly PapertapeEvent[]; readonly traded: TradedSession}> {
  const inputs: PapertapeEvent[] = [];
  const record = tradeRecord();
  let stretch: PapertapeEvent[] = [];
  for await (const batch of journal.read(id, {limit: head.sequence}))
    for (const {event} of batch) {
      stretch.push(event);
      if (event.fact !== "SliceCompleted") continue;
      for (const passed of stretch) {
        record.take(passed);
        if (passed.causationId === null && passed.fact !== "ConfigurationLoaded") inputs.push(passed);
      }
      stretch = [];
    }
  return {inputs, traded: record.traded()};
}
