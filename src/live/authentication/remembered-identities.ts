/**
 * Who was recognised a moment ago stays recognised while the database is away, so that the dashboard can say what is
 * wrong. For looking only: every change asks for an entry in the audit log first, and that needs the database.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Identity} from "../ports/identity.js";
import {tokenHash} from "./random-token.js";

export interface IdentitySource {
  identifySession(token: string): Promise<{
    readonly identity: Identity;
    readonly expiresAt: number;
    readonly isRenewed: boolean;
  } | null>;
  identifyProgram(token: string): Promise<Identity | null>;
}

export interface RememberedIdentitiesOptions {
  readonly source: IdentitySource;
  readonly isDatabaseAway: (error: unknown) => boolean;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly keepMs?: number;
}

/** A session that was ended elsewhere may look on for so long, and only while the database is away. */
const KEEP_MS = 5 * 60_000;
const KEPT_IDENTITIES = 1_000;

/** @throws OperatingError DATABASE_UNREACHABLE for somebody who was not seen lately. */
export function rememberIdentities(options: RememberedIdentitiesOptions): IdentitySource {
  const {source} = options;
  const sessions = memoryOf<NonNullable<Awaited<ReturnType<IdentitySource["identifySession"]>>>>(options);
  const programs = memoryOf<Identity>(options);
  return {
    identifySession: async (token) => {
      const found = await sessions(token, () => source.identifySession(token));
      // Nothing was put off: the browser keeps what it has.
      return found === null || !found.isOld ? (found?.value ?? null) : {...found.value, isRenewed: false};
    },
    identifyProgram: async (token) => (await programs(token, () => source.identifyProgram(token)))?.value ?? null
  };
}

function memoryOf<Value>({isDatabaseAway, clock, keepMs = KEEP_MS}: RememberedIdentitiesOptions) {
  const seen = new Map<string, {readonly value: Value; readonly at: number}>();
  return async (token: string, ask: () => Promise<Value | null>) => {
    const key = tokenHash(token);
    try {
      const value = await ask();
      seen.delete(key);
      if (value === null) return null;
      seen.set(key, {value, at: clock()});
      if (seen.size > KEPT_IDENTITIES) seen.delete(seen.keys().next().value ?? "");
      return {value, isOld: false};
    } catch (cause) {
      if (!isDatabaseAway(cause)) throw cause;
      const known = seen.get(key);
      if (known !== undefined && clock() - known.at <= keepMs) return {value: known.value, isOld: true};
      throw new OperatingError("The database does not answer, so nobody can be recognised for the moment.", {
        code: "DATABASE_UNREACHABLE",
        retryable: true,
        cause
      });
    }
  };
}
