/** Writes chained events and the rows they give in other tables. */
import type {Pool, PoolClient} from "pg";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {type CopyValue, copyRows, copyTime} from "../database/copy-text.js";
import type {ChainedEvent} from "./event-chain.js";
import {PROJECTIONS, type Projection} from "./projections.js";
import {journalSql} from "./session-store.js";

const EVENT_COLUMNS = [
  ...["session", "sequence", "event_id", "fact", "correlation_id", "hash", "event"],
  ...["occurred_at", "recorded_at"]
];

/** Makes room for the events' rows. Outside of the transaction that writes them: other writers need the room too. */
export async function makeRoom(pool: Pool, events: readonly PapertapeEvent[]): Promise<void> {
  const spans = new Map<string, {from: number; to: number}>();
  for (const event of events) {
    const projection = PROJECTIONS[event.fact];
    if (projection === undefined || !projection.isOverTime) continue;
    const time = projection.time(event);
    const span = spans.get(projection.table) ?? {from: time, to: time};
    spans.set(projection.table, {from: Math.min(span.from, time), to: Math.max(span.to, time)});
  }
  if (spans.size === 0) return;
  const ranges = [...spans.values()];
  await pool.query({
    name: "make-room",
    text: journalSql("make-room"),
    values: [[...spans.keys()], ranges.map(({from}) => from), ranges.map(({to}) => to)]
  });
}

/** @param sequence of the event before the first. */
export async function appendEvents(
  client: PoolClient,
  {session, sequence}: {readonly session: number; readonly sequence: number},
  chained: readonly ChainedEvent[]
): Promise<void> {
  const rows: CopyValue[][] = [];
  const projected = new Map<Projection, (readonly CopyValue[])[]>();
  chained.forEach(({event, text, hash}, index) => {
    const place = {session, sequence: sequence + index + 1};
    const {id, fact, correlationId, occurredAt, recordedAt} = event;
    rows.push([
      session,
      place.sequence,
      id,
      fact,
      correlationId,
      `\\x${hash}`,
      text,
      copyTime(occurredAt),
      copyTime(recordedAt)
    ]);
    const projection = PROJECTIONS[event.fact];
    if (projection === undefined) return;
    const part = projected.get(projection) ?? [];
    part.push(projection.row(place, event));
    projected.set(projection, part);
  });
  if (rows.length > 0) await copyRows(client, {table: "journal_events", columns: EVENT_COLUMNS}, rows);
  for (const [projection, part] of projected) await copyRows(client, projection, part);
}
