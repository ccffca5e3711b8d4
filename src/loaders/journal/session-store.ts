/** The sessions of the journal: what each one is, whether it has ended, and where its tape stands. */
import type {Pool, PoolClient} from "pg";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {JournalSession, SessionDescription} from "../../lib/integration/ports/journal.js";
import {readSqlFile} from "../database/read-sql.js";
import {genesisHash} from "./event-chain.js";
import {endedSession, unknownSession} from "./journal-failure.js";

/** A session with the number that the other tables know it by. */
export interface StoredSession extends JournalSession {
  readonly number: number;
}

interface SessionRow extends Omit<StoredSession, "configuration" | "head"> {
  /** Canonical JSON. */
  readonly configuration: string;
  readonly sequence: number;
  readonly hash: string;
}

export async function openSession(pool: Pool, description: SessionDescription): Promise<StoredSession> {
  const {id, kind, strategy, configuration, codeCommit, startedAt} = description;
  await pool.query(journalSql("open-session"), [
    ...[id, kind, strategy, canonicalJson(configuration), codeCommit, startedAt],
    genesisHash(description)
  ]);
  const session = await findSession(pool, id);
  // The code may have been updated since, and it starts later: only what makes the tape another one is compared.
  const differs = (["kind", "strategy", "configuration"] as const).find(
    (field) => canonicalJson(session[field]) !== canonicalJson(description[field])
  );
  if (differs !== undefined)
    throw new OperatingError(`Session "${id}" was begun with another ${differs}; begin one with another id.`, {
      code: "JOURNAL_SESSION_DIFFERS",
      details: {session: id, differs}
    });
  if (session.endedAt !== null) throw endedSession(id);
  return session;
}

/** @throws OperatingError JOURNAL_SESSION_UNKNOWN */
export async function findSession(client: Pool | PoolClient, id: string): Promise<StoredSession> {
  const {rows} = await client.query<SessionRow>(journalSql("list-sessions"), [id]);
  if (rows[0] === undefined) throw unknownSession(id);
  return toSession(rows[0]);
}

/** Newest first. */
export async function listSessions(pool: Pool): Promise<readonly StoredSession[]> {
  const {rows} = await pool.query<SessionRow>(journalSql("list-sessions"), [null]);
  return rows.map(toSession);
}

/** Ending twice keeps the first end. */
export async function endSession(pool: Pool, id: string, {at, reason}: {at: number; reason: string}): Promise<void> {
  const {rowCount} = await pool.query(
    "update journal_sessions set ended_at = at_ms($2), end_reason = $3 where id = $1 and ended_at is null",
    [id, at, reason]
  );
  if (rowCount === 0) await findSession(pool, id);
}

function toSession({sequence, hash, configuration, ...rest}: SessionRow): StoredSession {
  return {...rest, configuration: JSON.parse(configuration), head: {sequence, hash}};
}

export const journalSql = (name: string): string => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));
