/** Who armed real trading, for which session and venue, and until when. Every arming stays on record. */
import type {Pool} from "pg";
import {readSqlFile} from "../../loaders/database/read-sql.js";
import type {Arming} from "./production-lock.js";

export interface ArmingStore {
  arm(arming: Arming & {readonly reason: string}): Promise<void>;
  /** Takes back what is in force; what has expired is taken back too, so that nothing may be reduced any more. */
  disarm(by: string): Promise<void>;
  /** The newest that was not taken back, expired or not. */
  last(): Promise<Arming | null>;
}

const sql = (name: string) => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));

interface ArmingRow extends Omit<Arming, "armedAt" | "expiresAt"> {
  readonly armedAt: Date;
  readonly expiresAt: Date;
}

export function createArmingStore(
  pool: Pool,
  {session, exchange}: {readonly session: string; readonly exchange: string}
): ArmingStore {
  return {
    arm: async ({armedBy, reason, armedAt, expiresAt}) => {
      const text =
        "insert into production.armings (session, exchange, armed_by, reason, armed_at, expires_at) values ($1, $2, $3, $4, $5, $6)";
      await pool.query(text, [session, exchange, armedBy, reason, new Date(armedAt), new Date(expiresAt)]);
    },
    disarm: async (by) => {
      await pool.query(sql("disarm"), [session, exchange, by]);
    },
    last: async () => {
      const {rows} = await pool.query<ArmingRow>(sql("last-arming"), [session, exchange]);
      const [row] = rows;
      if (row === undefined) return null;
      return {...row, armedAt: row.armedAt.getTime(), expiresAt: row.expiresAt.getTime()};
    }
  };
}
