/** The journal in PostgreSQL. One instance a process: it remembers where the sessions it writes stand. */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {validateEvent} from "../../lib/events/validate-event.js";
import type {
  CommitOutcome,
  Journal,
  JournalCommit,
  JournaledEvent,
  JournalPosition,
  JournalReadOptions
} from "../../lib/integration/ports/journal.js";
import {commitEvents, type KnownSession} from "./commit-events.js";
import {reachable} from "./journal-failure.js";
import {endSession, findSession, journalSql, listSessions, openSession} from "./session-store.js";
import {TimeRoom} from "./time-room.js";
import {verifyChain} from "./verify-chain.js";

const READ_BATCH = 2_000;

export function createPostgresJournal(pool: Pool): Journal {
  const tables = {pool, room: new TimeRoom(pool)};
  const known = new Map<string, KnownSession>();
  /** Commits of one session go one after the other, in the order they were asked for. */
  const last = new Map<string, Promise<unknown>>();
  const commit = async (wanted: JournalCommit): Promise<CommitOutcome> => {
    const result = await commitEvents(tables, wanted, known.get(wanted.session) ?? null);
    known.set(wanted.session, result.known);
    return result.outcome;
  };
  const commitInTurn = (wanted: JournalCommit): Promise<CommitOutcome> => {
    const before = last.get(wanted.session) ?? Promise.resolve();
    const mine = before.then(() => commit(wanted));
    const settled = mine.catch(() => {});
    last.set(wanted.session, settled);
    return mine;
  };
  return {
    openSession: (description) => reachable(() => openSession(pool, description)),
    endSession: (session, end) => {
      known.delete(session);
      return reachable(() => endSession(pool, session, end));
    },
    listSessions: () => reachable(() => listSessions(pool)),
    commit: async (wanted) => {
      try {
        return await reachable(() => commitInTurn(wanted));
      } catch (error) {
        // What we remember may be what is wrong.
        known.delete(wanted.session);
        throw error;
      }
    },
    read: (session, options = {}) => readEvents(pool, session, options),
    head: async (session) => (await reachable(() => findSession(pool, session))).head,
    inputs: (session) => reachable(() => loadInputs(pool, session)),
    loadState: (session) => reachable(() => loadState(pool, session)),
    verify: (session) => reachable(async () => verifyChain(pool, await findSession(pool, session)))
  };
}

async function* readEvents(
  pool: Pool,
  session: string,
  {afterSequence = 0, limit = Number.POSITIVE_INFINITY, facts}: JournalReadOptions
): AsyncGenerator<readonly JournaledEvent[]> {
  const {number} = await reachable(() => findSession(pool, session));
  let after = afterSequence;
  let left = limit;
  while (left > 0) {
    const values = [number, after, Math.min(left, READ_BATCH), facts ?? null];
    const {rows} = await reachable(() =>
      pool.query<{sequence: number; hash: string; event: string}>({
        name: "read-events",
        text: journalSql("read-events"),
        values
      })
    );
    if (rows.length === 0) return;
    yield rows.map((row) => ({sequence: row.sequence, hash: row.hash, event: parseEvent(session, row)}));
    after = rows[rows.length - 1]?.sequence ?? after;
    left -= rows.length;
  }
}

function parseEvent(session: string, {sequence, event}: {sequence: number; event: string}) {
  const validation = validateEvent(JSON.parse(event));
  if (validation.ok) return validation.event;
  throw new OperatingError(`Event ${sequence} of session "${session}" cannot be read: ${validation.reason}.`, {
    code: "JOURNAL_EVENT_INVALID",
    details: {session, sequence}
  });
}

async function loadInputs(pool: Pool, session: string): Promise<Readonly<Record<string, string>>> {
  const {rows} = await pool.query<{source: string; position: string}>({
    name: "load-inputs",
    text: journalSql("load-inputs"),
    values: [session]
  });
  return Object.fromEntries(rows.map(({source, position}) => [source, position]));
}

/** One snapshot of the three tables: a commit between two of the reads would not fit together. */
async function loadState(pool: Pool, session: string): Promise<JournalPosition> {
  const {rows} = await pool.query<LoadedPosition>(journalSql("load-state"), [session]);
  const row = rows[0];
  if (row === undefined) return {head: (await findSession(pool, session)).head, inputs: {}, states: {}};
  const states = row.states.map(({component, sequence, state}) => [component, {sequence, state: JSON.parse(state)}]);
  return {
    head: {sequence: row.sequence, hash: row.hash},
    inputs: Object.fromEntries(row.inputs.map(({source, position}) => [source, position])),
    states: Object.fromEntries(states)
  };
}

interface LoadedPosition {
  readonly sequence: number;
  readonly hash: string;
  readonly inputs: readonly {source: string; position: string}[];
  readonly states: readonly {component: string; sequence: number; state: string}[];
}
