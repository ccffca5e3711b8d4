/**
 * Who runs a sweep holds a lock of the database as long as it does. A process that is killed loses it with its connection,
 * on whatever machine it was: so a sweep that says it runs and is not held was interrupted.
 */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";

/** First of the two numbers of each sweep's lock; the second is a hash of its id. */
const SWEEP_LOCKS = 5_180_422;

/** @returns lets it go. @throws OperatingError SWEEP_RUNNING when another process has it */
export async function holdSweep(pool: Pool, id: string): Promise<() => void> {
  const client = await pool.connect();
  // A server that goes away takes the lock with it; the trials' own writing tells of it.
  client.on("error", () => {});
  const letGo = () => client.release(true);
  try {
    const {rows} = await client.query<{held: boolean}>("select pg_try_advisory_lock($1, hashtext($2)) as held", [
      SWEEP_LOCKS,
      id
    ]);
    if (rows[0]?.held === true) return letGo;
  } catch (error) {
    letGo();
    throw error;
  }
  letGo();
  throw new OperatingError(`sweep ${id} runs in another process: wait for it, or stop that one first`, {
    code: "SWEEP_RUNNING",
    details: {id, input: true}
  });
}

/** Ids among those given that somebody runs. */
export async function heldSweeps(pool: Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const {rows} = await pool.query<{id: string}>(
    `select id from unnest($2::text[]) as id where exists (
      select from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
        and classid = $1::bigint::oid and objid = (hashtext(id)::bigint & 4294967295)::oid and objsubid = 2)`,
    [SWEEP_LOCKS, ids]
  );
  return new Set(rows.map(({id}) => id));
}
