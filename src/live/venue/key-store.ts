/** Sealed exchange keys in the database: added, listed by name, removed; opened only by whoever has the passphrase. */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {type ExchangeKeys, openKeys, PASSPHRASE_VARIABLE, sealKeys} from "./key-vault.js";

export interface ListedKeys {
  readonly exchange: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly addedAt: number;
}

export interface KeyStore {
  /** @throws OperatingError KEYS_EXIST, KEY_PASSPHRASE_MISSING, KEY_PASSPHRASE_WEAK */
  add(owner: {readonly exchange: string; readonly name: string}, keys: ExchangeKeys): Promise<void>;
  list(): Promise<readonly ListedKeys[]>;
  /** False when there were none. */
  remove(owner: {readonly exchange: string; readonly name: string}): Promise<boolean>;
  /** The newest of an exchange. @throws OperatingError KEYS_MISSING, KEY_PASSPHRASE_MISSING, KEYS_UNREADABLE */
  open(exchange: string): Promise<ExchangeKeys>;
}

/** @param passphrase null where the environment has none. */
export function createKeyStore(pool: Pool, passphrase: string | null): KeyStore {
  /** Deriving a key is slow by intent, and the lock asks before each order. */
  const opened = new Map<string, ExchangeKeys>();
  return {
    add: async (owner, keys) => {
      const sealed = sealKeys(keys, owner, requirePassphrase(passphrase));
      const text =
        "insert into production.exchange_keys (exchange, name, sealed) values ($1, $2, $3) on conflict do nothing";
      const {rowCount} = await pool.query(text, [owner.exchange, owner.name, sealed]);
      if (rowCount === 0)
        throw new OperatingError(`There are keys "${owner.name}" of ${owner.exchange} already: remove them first.`, {
          code: "KEYS_EXIST",
          details: {...owner, input: true}
        });
    },
    list: async () => {
      const {rows} = await pool.query<{exchange: string; name: string; added_at: Date}>(
        "select exchange, name, added_at from production.exchange_keys order by exchange, name"
      );
      return rows.map(({exchange, name, added_at}) => ({exchange, name, addedAt: added_at.getTime()}));
    },
    remove: async ({exchange, name}) => {
      const text = "delete from production.exchange_keys where exchange = $1 and name = $2";
      return ((await pool.query(text, [exchange, name])).rowCount ?? 0) > 0;
    },
    open: async (exchange) => {
      const {rows} = await pool.query<{name: string; sealed: string}>(
        "select name, sealed from production.exchange_keys where exchange = $1 order by added_at desc limit 1",
        [exchange]
      );
      const [row] = rows;
      if (row === undefined)
        throw new OperatingError(
          `There are no keys of ${exchange}: add them with \`papertape keys add ${exchange}\`.`,
          {
            code: "KEYS_MISSING",
            details: {exchange}
          }
        );
      const known = opened.get(row.sealed);
      if (known !== undefined) return known;
      const keys = openKeys(row.sealed, {exchange, name: row.name}, requirePassphrase(passphrase));
      opened.set(row.sealed, keys);
      return keys;
    }
  };
}

function requirePassphrase(passphrase: string | null): string {
  if (passphrase !== null && passphrase !== "") return passphrase;
  throw new OperatingError(`${PASSPHRASE_VARIABLE} is not set: exchange keys are sealed with it and opened by it.`, {
    code: "KEY_PASSPHRASE_MISSING",
    details: {input: true}
  });
}
