/** The accounts of people, by name. Who may call what is decided above. */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Role} from "../ports/identity.js";
import {hashPassword} from "./passwords.js";
import {randomId} from "./random-token.js";

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
  readonly isDisabled: boolean;
}

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
}

interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly must_change_password: boolean;
  readonly disabled_at: Date | null;
  readonly password_hash: string;
}

const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export function normalUsername(username: string): string {
  return username.trim().toLowerCase();
}

export class Accounts {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** @throws OperatingError ACCOUNT_NAME_INVALID, ACCOUNT_EXISTS */
  async create({username, password, role, mustChangePassword}: NewAccount): Promise<Account> {
    const name = normalUsername(username);
    if (!USERNAME.test(name))
      throw new OperatingError(
        `"${username}" cannot be an account's name: it begins with a letter or digit and has up to 64 letters, digits, dots, dashes and underscores.`,
        {code: "ACCOUNT_NAME_INVALID"}
      );
    const id = randomId();
    const {rowCount} = await this.#pool.query(
      "insert into authentication.users (id, username, password_hash, role, must_change_password) values ($1, $2, $3, $4, $5) on conflict (username) do nothing",
      [id, name, await hashPassword(password), role, mustChangePassword]
    );
    if (rowCount === 0) throw new OperatingError(`There is an account "${name}" already.`, {code: "ACCOUNT_EXISTS"});
    return {id, username: name, role, mustChangePassword, isDisabled: false};
  }

  async byId(id: string): Promise<Account | null> {
    const {rows} = await this.#pool.query<AccountRow>("select * from authentication.users where id = $1", [id]);
    return rows[0] === undefined ? null : accountOf(rows[0]);
  }

  /** The hash is null where there is no such account, or a disabled one. */
  async withHash(username: string): Promise<{account: Account | null; hash: string | null}> {
    const text = "select * from authentication.users where username = $1 and disabled_at is null";
    const {rows} = await this.#pool.query<AccountRow>(text, [normalUsername(username)]);
    const [row] = rows;
    return row === undefined ? {account: null, hash: null} : {account: accountOf(row), hash: row.password_hash};
  }

  async list(): Promise<readonly Account[]> {
    const {rows} = await this.#pool.query<AccountRow>("select * from authentication.users order by username");
    return rows.map(accountOf);
  }

  async setPassword(id: string, password: string, {mustChange}: {readonly mustChange: boolean}): Promise<void> {
    await this.#pool.query(
      "update authentication.users set password_hash = $2, must_change_password = $3 where id = $1",
      [id, await hashPassword(password), mustChange]
    );
  }

  async setRole(id: string, role: Role): Promise<void> {
    await this.#pool.query("update authentication.users set role = $2 where id = $1", [id, role]);
  }

  /** Its sessions end and its tokens are no longer taken: both look at the account each time. */
  async disable(id: string): Promise<void> {
    await this.#pool.query("update authentication.users set disabled_at = clock_timestamp() where id = $1", [id]);
  }
}

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    username: row.username,
    role: row.role,
    mustChangePassword: row.must_change_password,
    isDisabled: row.disabled_at !== null
  };
}
