/** Writes many chained events and the rows they give in other tables, by COPY: half the time of one statement. */
import type {PoolClient} from "pg";
import {copyRows} from "../database/copy-text.js";
import type {ChainedEvent} from "./event-chain.js";
import {PROJECTIONS, type Projection, type RowValue, sqlTime} from "./projections.js";

const EVENT_COLUMNS = [
  ...["session", "sequence", "event_id", "fact", "correlation_id", "hash", "event"],
  ...["occurred_at", "recorded_at"]
];

/** @param sequence of the event before the first. */
export async function appendEvents(
  client: PoolClient,
  {session, sequence}: {readonly session: number; readonly sequence: number},
  chained: readonly ChainedEvent[]
): Promise<void> {
  const rows: RowValue[][] = [];
  const projected = new Map<Projection, (readonly RowValue[])[]>();
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
      sqlTime(occurredAt),
      sqlTime(recordedAt)
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
