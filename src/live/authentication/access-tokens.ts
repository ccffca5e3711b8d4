/**
 * What programs sign their calls with: a long-lived API token, made once and kept by its owner, is exchanged for an
 * access token (a JWT, HS256) that is good for minutes. The account is looked at each time, so that disabling works now.
 */
import {jwtVerify, SignJWT} from "jose";
import type {Pool} from "pg";
import type {Identity, Role} from "../ports/identity.js";
import type {Accounts} from "./accounts.js";
import {isRole, lesserRole} from "./permissions.js";
import {randomId, randomToken, tokenHash} from "./random-token.js";

export interface AccessTokensOptions {
  readonly pool: Pool;
  readonly accounts: Accounts;
  readonly key: Uint8Array;
  readonly minutes: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export interface NewApiToken {
  readonly userId: string;
  readonly name: string;
  /** What the program may do at most; its owner's role bounds it too. */
  readonly role: Role;
  readonly days: number;
}

const ISSUER = "papertape";
const AUDIENCE = "papertape-api";
const ALGORITHM = "HS256";
const DAY_MS = 86_400_000;
/** In place of an API token's id, which is never this short. */
const AT_THE_MACHINE = "local";
const LOCAL_SECONDS = 30;

/**
 * A token for the command line beside the daemon, which may look and no more: whoever can read the signing key is at the
 * machine. Needs no database, so that the daemon can be asked how it is while its database is away.
 */
export function localAccessToken(key: Uint8Array, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1_000);
  return signed(
    {role: "viewer", token: AT_THE_MACHINE},
    {key, subject: AT_THE_MACHINE, issuedAt, seconds: LOCAL_SECONDS}
  );
}

function signed(
  claims: {readonly role: Role; readonly token: string},
  {key, subject, issuedAt, seconds}: {key: Uint8Array; subject: string; issuedAt: number; seconds: number}
): Promise<string> {
  return new SignJWT({...claims})
    .setProtectedHeader({alg: ALGORITHM, typ: "JWT"})
    .setSubject(subject)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(key);
}

export class AccessTokens {
  readonly #options: AccessTokensOptions;

  constructor(options: AccessTokensOptions) {
    this.#options = options;
  }

  /** The token is shown to its owner once; the table holds its hash. */
  async createApiToken({
    userId,
    name,
    role,
    days
  }: NewApiToken): Promise<{id: string; token: string; expiresAt: number}> {
    const {pool, clock} = this.#options;
    const [id, token, expiresAt] = [randomId(), randomToken("pt_"), clock() + days * DAY_MS];
    await pool.query(
      "insert into authentication.api_tokens (id, token_hash, user_id, name, role, expires_at) values ($1, $2, $3, $4, $5, $6)",
      [id, tokenHash(token), userId, name, role, new Date(expiresAt)]
    );
    return {id, token, expiresAt};
  }

  async revoke(id: string): Promise<void> {
    const {pool, clock} = this.#options;
    await pool.query("update authentication.api_tokens set revoked_at = $2 where id = $1", [id, new Date(clock())]);
  }

  /** Null when the API token is unknown, revoked or over, or its account disabled. */
  async exchange(apiToken: string): Promise<{accessToken: string; expiresAt: number; identity: Identity} | null> {
    const {pool, clock, minutes, key} = this.#options;
    const now = clock();
    const {rows} = await pool.query<{id: string; user_id: string; role: Role}>(
      "update authentication.api_tokens set last_used_at = $2 where token_hash = $1 and revoked_at is null and expires_at > $2 returning id, user_id, role",
      [tokenHash(apiToken), new Date(now)]
    );
    const [row] = rows;
    const identity = row === undefined ? null : await this.#identity({userId: row.user_id, role: row.role});
    if (row === undefined || identity === null) return null;
    const issuedAt = Math.floor(now / 1_000);
    const seconds = minutes * 60;
    const claims = {role: row.role, token: row.id};
    const accessToken = await signed(claims, {key, subject: row.user_id, issuedAt, seconds});
    return {accessToken, expiresAt: (issuedAt + seconds) * 1_000, identity};
  }

  /** Null for a token that we did not sign so, that is over, or whose account or API token is gone. */
  async identify(accessToken: string): Promise<Identity | null> {
    const {key, clock, pool} = this.#options;
    try {
      const {payload} = await jwtVerify(accessToken, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ["exp", "sub", "iat"],
        currentDate: new Date(clock())
      });
      const {sub, role, token} = payload;
      if (sub === undefined || typeof role !== "string" || !isRole(role) || typeof token !== "string") return null;
      if (token === AT_THE_MACHINE) return localIdentity();
      const text = "select from authentication.api_tokens where id = $1 and revoked_at is null";
      const {rowCount} = await pool.query(text, [token]);
      return rowCount === 0 ? null : await this.#identity({userId: sub, role});
    } catch (error) {
      // jose's own errors say that the token is not good; others, such as a database away, are not the token's fault.
      if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_J")) return null;
      throw error;
    }
  }

  async #identity({userId, role}: {userId: string; role: Role}): Promise<Identity | null> {
    const account = await this.#options.accounts.byId(userId);
    if (account === null || account.isDisabled) return null;
    const {username, mustChangePassword} = account;
    return {userId, username, role: lesserRole(role, account.role), via: "token", mustChangePassword};
  }
}

function localIdentity(): Identity {
  return {userId: AT_THE_MACHINE, username: "command line", role: "viewer", via: "token", mustChangePassword: false};
}
