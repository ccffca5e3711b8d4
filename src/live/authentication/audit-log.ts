/**
 * The record of every action that changes something. Each entry carries the hash of the one before, and the head is kept
 * apart: a changed, removed, swapped or cut-off entry is found by `verify`.
 */
import type {Pool, PoolClient} from "pg";
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {hashValue} from "../../lib/core/hash.js";
import {isoTime} from "../../lib/core/time.js";

export interface AuditRecord {
  /** The account, or the part of the system, that did it. */
  readonly actor: string;
  /** What was done, e.g. `trading.pause`. */
  readonly action: string;
  /** What it was done to; empty where the action says it all. */
  readonly target: string;
  readonly outcome: "accepted" | "refused" | "failed";
  /** Without secrets. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends AuditRecord {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly previousHash: string;
  readonly hash: string;
}

export type AuditVerification =
  | {readonly ok: true; readonly entries: number}
  | {readonly ok: false; readonly seq: number; readonly reason: string};

interface AuditRow extends Omit<AuditRecord, "details"> {
  readonly seq: string;
  readonly at: Date;
  readonly details: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const FIRST_PREVIOUS_HASH = "0".repeat(64);

export class AuditLog {
  readonly #pool: Pool;
  readonly #clock: () => number;

  constructor(pool: Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async append(record: AuditRecord): Promise<AuditEntry> {
    const client = await this.#pool.connect();
    try {
      await client.query("begin");
      const entry = await this.#chain(client, record);
      await client.query("commit");
      return entry;
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  /** The newest first; `before` is the seq to go on from. */
  async list({limit, before}: {readonly limit: number; readonly before?: number}): Promise<readonly AuditEntry[]> {
    const {rows} = await this.#pool.query<AuditRow>(
      "select * from authentication.audit_entries where seq < $1 order by seq desc limit $2",
      [before ?? Number.MAX_SAFE_INTEGER, limit]
    );
    return rows.map(entryOf);
  }

  /** Reads the whole log in pages and recomputes every hash. */
  async verify(): Promise<AuditVerification> {
    const head = await this.#pool.query<{seq: string; hash: string}>("select seq, hash from authentication.audit_head");
    let previous = {seq: 0, hash: FIRST_PREVIOUS_HASH};
    for (;;) {
      const {rows} = await this.#pool.query<AuditRow>(
        "select * from authentication.audit_entries where seq > $1 order by seq limit 1000",
        [previous.seq]
      );
      for (const entry of rows.map(entryOf)) {
        const fault = faultOf(entry, previous);
        if (fault !== null) return {ok: false, seq: entry.seq, reason: fault};
        previous = entry;
      }
      if (rows.length === 0) break;
    }
    // Entries written since the head was read are verified too; fewer than it says is what must not be.
    const known = Number(head.rows[0]?.seq ?? 0);
    if (previous.seq < known)
      return {ok: false, seq: known, reason: `the log ends at ${previous.seq}, not at ${known}`};
    if (previous.seq === known && previous.hash !== (head.rows[0]?.hash ?? FIRST_PREVIOUS_HASH))
      return {ok: false, seq: known, reason: "the last entry is not the one the head knows"};
    return {ok: true, entries: previous.seq};
  }

  async #chain(client: PoolClient, record: AuditRecord): Promise<AuditEntry> {
    const {rows} = await client.query<{seq: string; hash: string}>(
      "select seq, hash from authentication.audit_head for update"
    );
    const [head] = rows;
    const unhashed = {
      ...record,
      details: JSON.parse(canonicalJson(record.details)),
      seq: Number(head?.seq ?? 0) + 1,
      at: this.#clock(),
      previousHash: head?.hash ?? FIRST_PREVIOUS_HASH
    };
    const entry: AuditEntry = {...unhashed, hash: hashOf(unhashed)};
    await client.query("insert into authentication.audit_entries values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
      entry.seq,
      isoTime(entry.at),
      entry.actor,
      entry.action,
      entry.target,
      entry.outcome,
      canonicalJson(entry.details),
      entry.previousHash,
      entry.hash
    ]);
    await client.query("update authentication.audit_head set seq = $1, hash = $2", [entry.seq, entry.hash]);
    return entry;
  }
}

function faultOf(entry: AuditEntry, previous: {readonly seq: number; readonly hash: string}): string | null {
  if (entry.seq !== previous.seq + 1) return `entry ${previous.seq + 1} is missing`;
  if (entry.previousHash !== previous.hash) return "it does not follow from the entry before it";
  return entry.hash === hashOf(entry) ? null : "it was changed after it was written";
}

function hashOf({seq, at, actor, action, target, outcome, details, previousHash}: Omit<AuditEntry, "hash">): string {
  return hashValue({seq, at, actor, action, target, outcome, details, previousHash});
}

function entryOf({previous_hash, seq, at, details, ...row}: AuditRow): AuditEntry {
  return {...row, seq: Number(seq), at: at.getTime(), details: JSON.parse(details), previousHash: previous_hash};
}
