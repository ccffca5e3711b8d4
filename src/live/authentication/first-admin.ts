/** The first start makes an account to sign in with; its password is shown once and must be changed at first sign-in. */
import type {Pool} from "pg";
import {Accounts} from "./accounts.js";
import {AuditLog} from "./audit-log.js";
import {oneTimePassword} from "./random-token.js";

const USERNAME = "admin";
/** Any number that no other advisory lock of ours has. */
const LOCK = 11_001;

export interface FirstAdmin {
  readonly username: string;
  readonly oneTimePassword: string;
}

/** Null where there is an account already. Of several processes that start at once, one makes it. */
export async function ensureFirstAdmin(pool: Pool): Promise<FirstAdmin | null> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const {rows} = await client.query<{count: string}>("select count(*) from authentication.users");
    if (rows[0]?.count !== "0") return null;
    const password = oneTimePassword();
    await new AuditLog(pool, Date.now).append({
      actor: "system",
      action: "accounts.create",
      target: USERNAME,
      outcome: "accepted",
      details: {role: "admin"}
    });
    await new Accounts(pool).create({username: USERNAME, password, role: "admin", mustChangePassword: true});
    return {username: USERNAME, oneTimePassword: password};
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
    client.release();
  }
}
