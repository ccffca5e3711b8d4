/**
 * One commit of the journal: chain the events, move the session's head, write all or nothing. Few events go in one
 * statement, which is one round trip; many behind it by COPY, which is half the work.
 */
import type {Pool, PoolClient} from "pg";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {eventText} from "../../lib/events/event-text.js";
import type {CommitOutcome, JournalCommit, JournalHead} from "../../lib/integration/ports/journal.js";
import {inTransaction} from "../database/transaction.js";
import {appendEvents} from "./append-events.js";
import {type CommitRows, commitStatement} from "./commit-statement.js";
import {chainEvents} from "./event-chain.js";
import {endedSession, eventConflict, fenced, isUniqueViolation, isWithoutRoom} from "./journal-failure.js";
import {findSession} from "./session-store.js";
import type {TimeRoom} from "./time-room.js";

/** What a process remembers of a session between commits. */
export interface KnownSession {
  readonly number: number;
  readonly head: JournalHead;
}

/** Where a journal is kept. */
export interface JournalTables {
  readonly pool: Pool;
  readonly room: TimeRoom;
}

/** A head that moved, or events that were there already, are looked at again this often. */
const ATTEMPTS = 5;
/** At so many both ways take the same time; a slice is a tenth of it. */
export const MOST_IN_A_STATEMENT = 500;

/**
 * @param known from the last commit; looked up when null.
 * @throws OperatingError as `Journal.commit` says.
 */
export async function commitEvents(
  tables: JournalTables,
  commit: JournalCommit,
  known: KnownSession | null
): Promise<{readonly outcome: CommitOutcome; readonly known: KnownSession}> {
  const {pool} = tables;
  const once = onceEach(commit);
  let events = once;
  let session = known ?? (await lookUp(pool, commit.session));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const {expectedSequence} = commit;
    if (expectedSequence !== undefined && session.head.sequence !== expectedSequence) {
      events = await withoutStored(pool, {commit, number: session.number, events: once});
      // Our own commit, whose answer we never got, is all there and nothing after it; anything else is somebody else's.
      const ours = session.head.sequence === expectedSequence + once.length && events.length === 0;
      if (!ours) throw fenced({session: commit.session, expected: expectedSequence, found: session.head.sequence});
    }
    const result = await attemptCommit(tables, {commit, session, events});
    if (result === "no-room") continue;
    if (result !== "head-moved" && result !== "already-there") {
      const duplicates = commit.events.length - events.length;
      return {outcome: {head: result, appended: events.length, duplicates}, known: {...session, head: result}};
    }
    session = await lookUp(pool, commit.session);
    if (result === "already-there") events = await withoutStored(pool, {commit, number: session.number, events: once});
  }
  throw fenced({session: commit.session, expected: known?.head.sequence ?? 0, found: session.head.sequence});
}

async function lookUp(pool: Pool, id: string): Promise<KnownSession> {
  const {number, head, endedAt} = await findSession(pool, id);
  if (endedAt !== null) throw endedSession(id);
  return {number, head};
}

/** Events given twice in one commit count once. */
function onceEach({session, events}: JournalCommit): readonly PapertapeEvent[] {
  const seen = new Map<string, PapertapeEvent>();
  for (const event of events) {
    const first = seen.get(event.id);
    if (first === undefined) seen.set(event.id, event);
    else if (first !== event && eventText(first) !== eventText(event))
      throw eventConflict({session, eventId: event.id});
  }
  return [...seen.values()];
}

interface Attempt {
  readonly commit: JournalCommit;
  readonly session: KnownSession;
  readonly events: readonly PapertapeEvent[];
}

async function attemptCommit(
  {pool, room}: JournalTables,
  {commit, session, events}: Attempt
): Promise<JournalHead | "head-moved" | "already-there" | "no-room"> {
  const chained = chainEvents(session.head.hash, events);
  const last = chained[chained.length - 1];
  const head: JournalHead =
    last === undefined ? session.head : {sequence: session.head.sequence + chained.length, hash: last.hash};
  const states = Object.entries(commit.states ?? {}).map(([component, state]) => [component, canonicalJson(state)]);
  const move = {
    ...{session: session.number, from: session.head, to: head},
    ...{inputs: commit.inputs, states: Object.fromEntries(states)}
  };
  await room.make(events);
  try {
    // Also when nothing is appended: the lock on the head keeps a second writer from coming between.
    const isMoved = await (chained.length <= MOST_IN_A_STATEMENT
      ? moveHead(pool, {...move, chained})
      : inTransaction(pool, async (client) => {
          if (!(await moveHead(client, {...move, chained: []}))) return false;
          await appendEvents(client, {session: session.number, sequence: session.head.sequence}, chained);
          return true;
        }));
    return isMoved ? head : "head-moved";
  } catch (error) {
    if (isUniqueViolation(error)) return "already-there";
    if (!isWithoutRoom(error)) throw error;
    room.forget();
    return "no-room";
  }
}

async function moveHead(client: Pool | PoolClient, rows: CommitRows): Promise<boolean> {
  const {rowCount} = await client.query(commitStatement(rows));
  return rowCount !== 0;
}

/** The events that the journal does not have yet. */
async function withoutStored(
  pool: Pool,
  {commit, number, events}: {commit: JournalCommit; number: number; events: readonly PapertapeEvent[]}
): Promise<readonly PapertapeEvent[]> {
  const {rows} = await pool.query<{event_id: string; event: string}>(
    "select event_id, event from journal_events where session = $1 and event_id = any ($2)",
    [number, events.map(({id}) => id)]
  );
  const stored = new Map(rows.map(({event_id, event}) => [event_id, event]));
  return events.filter((event) => {
    const text = stored.get(event.id);
    if (text !== undefined && text !== eventText(event))
      throw eventConflict({session: commit.session, eventId: event.id});
    return text === undefined;
  });
}
