/** Reads a session's whole chain and says whether it is as it was written, and if not which event is not. */
import type {Pool} from "pg";
import type {JournalFault, JournalVerification} from "../../lib/integration/ports/journal.js";
import {chainHash, genesisHash} from "./event-chain.js";
import {journalSql, type StoredSession} from "./session-store.js";

interface ChainRow {
  readonly sequence: number;
  readonly hash: string;
  readonly event: string;
  readonly eventId: string;
  readonly fact: string;
  readonly correlationId: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

type Fault = Exclude<JournalVerification, {ok: true}>;

const BATCH = 5_000;

export async function verifyChain(pool: Pool, session: StoredSession): Promise<JournalVerification> {
  let hash = genesisHash(session);
  let sequence = 0;
  for await (const batch of chainRows(pool, session.number, 0)) {
    for (const row of batch) {
      const found = await checkRow(pool, {session, row, hash, sequence});
      if (found !== null) return found;
      hash = row.hash;
      sequence = row.sequence;
    }
  }
  if (sequence === session.head.sequence && hash === session.head.hash)
    return {ok: true, events: sequence, head: session.head};
  if (sequence < session.head.sequence)
    return fault("removed", {
      sequence: sequence + 1,
      eventId: null,
      reason: `the session ends at event ${session.head.sequence}, but event ${sequence + 1} is not there`
    });
  return fault("cut-off", {
    sequence,
    eventId: null,
    reason: `the session says it ends at event ${session.head.sequence} with hash ${session.head.hash}, the chain with ${hash}`
  });
}

interface Place {
  readonly session: StoredSession;
  readonly row: ChainRow;
  /** Hash and sequence of the event before. */
  readonly hash: string;
  readonly sequence: number;
}

async function checkRow(pool: Pool, place: Place): Promise<Fault | null> {
  const {row, hash, sequence} = place;
  if (row.sequence !== sequence + 1)
    return fault("removed", {
      sequence: sequence + 1,
      eventId: null,
      reason: `event ${sequence + 1} is not there: after event ${sequence} comes ${row.sequence}`
    });
  if (chainHash(hash, row.event) !== row.hash) return explainBreak(pool, place);
  return checkLabels(row);
}

/** The chain breaks at a row: by what follows, tell a changed event from one that is in another's place. */
async function explainBreak(pool: Pool, {session, row, hash}: Place): Promise<Fault> {
  const {sequence, eventId} = row;
  for await (const batch of chainRows(pool, session.number, sequence))
    for (const later of batch) {
      const expected = chainHash(hash, later.event);
      // The row moved with its hash, or only its text did.
      if (expected === later.hash || expected === row.hash)
        return fault("swapped", {
          sequence,
          eventId,
          reason: `event ${sequence} (${eventId}) stands where event ${later.sequence} (${later.eventId}) belongs`
        });
    }
  const {rows} = await pool.query<{stored: number}>(
    "select count(*)::float8 as stored from journal_events where session = $1",
    [session.number]
  );
  if ((rows[0]?.stored ?? 0) < session.head.sequence)
    return fault("removed", {
      sequence,
      eventId: null,
      reason: `event ${sequence} is not there: the ones after it, from ${eventId} on, were moved up`
    });
  const first = sequence === 1 ? ", or the session's description was" : "";
  return fault("altered", {
    sequence,
    eventId,
    reason: `event ${sequence} (${eventId}) or its hash was altered${first}: from the event before it follows ${chainHash(hash, row.event)}, stored is ${row.hash}`
  });
}

/** The columns that people search by are not hashed; they must say what the event says. */
function checkLabels(row: ChainRow): Fault | null {
  const event = JSON.parse(row.event);
  const labels = {
    eventId: event.id,
    fact: event.fact,
    correlationId: event.correlationId,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt
  };
  for (const [label, value] of Object.entries(labels))
    if (row[label as keyof ChainRow] !== value)
      return fault("mislabelled", {
        sequence: row.sequence,
        eventId: event.id,
        reason: `event ${row.sequence} (${event.id}) is kept under ${label} ${row[label as keyof ChainRow]}, but says ${value}`
      });
  return null;
}

function fault(kind: JournalFault, found: Pick<Fault, "sequence" | "eventId" | "reason">): Fault {
  return {ok: false, fault: kind, ...found};
}

async function* chainRows(pool: Pool, session: number, after: number): AsyncGenerator<readonly ChainRow[]> {
  let sequence = after;
  for (;;) {
    const {rows} = await pool.query<ChainRow>(journalSql("read-chain"), [session, sequence, BATCH]);
    if (rows.length === 0) return;
    yield rows;
    sequence = rows[rows.length - 1]?.sequence ?? sequence;
  }
}
