/** What people and pages ask of a session: read from the journal, never from the running pipeline. */
import type {Pool} from "pg";
import type {EventFact, EventOf, PapertapeEvent} from "../../lib/events/event.js";
import {readSqlFile} from "../../loaders/database/read-sql.js";

export interface QueryPage {
  readonly limit: number;
  /** Sequence before which to go on. */
  readonly before?: number;
}

export type SequencedEvent<Fact extends EventFact> = EventOf<Fact> & {readonly sequence: number};

export interface SessionQueries {
  /** Newest first. */
  recent<Fact extends EventFact>(facts: readonly Fact[], page: QueryPage): Promise<readonly SequencedEvent<Fact>[]>;
  event(id: string): Promise<PapertapeEvent | null>;
  positions(): Promise<readonly EventOf<"PositionChanged">[]>;
  openOrders(): Promise<readonly EventOf<"OrderAccepted">[]>;
}

const sql = (name: string) => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));

interface EventRow {
  readonly sequence: string;
  readonly event: string;
}

export function createSessionQueries(pool: Pool, session: string): SessionQueries {
  const events = async <Fact extends EventFact>(name: string, values: readonly unknown[]) => {
    const {rows} = await pool.query<EventRow>(sql(name), [session, ...values]);
    return rows.map((row) => ({...(JSON.parse(row.event) as EventOf<Fact>), sequence: Number(row.sequence)}));
  };
  return {
    recent: (facts, {limit, before}) => events("events-before", [facts, before ?? null, limit]),
    event: async (id) => {
      const {rows} = await pool.query<EventRow>(sql("event-by-id"), [session, id]);
      return rows[0] === undefined ? null : (JSON.parse(rows[0].event) as PapertapeEvent);
    },
    positions: () => events<"PositionChanged">("last-positions", []),
    openOrders: () => events<"OrderAccepted">("open-orders", [])
  };
}

/** Ids of the sessions that know an event, newest first. */
export async function sessionsWithEvent(pool: Pool, eventId: string): Promise<readonly string[]> {
  const {rows} = await pool.query<{id: string}>(sql("sessions-with-event"), [eventId]);
  return rows.map(({id}) => id);
}
