/**
 * Signing in, being recognised, changing a password. Wrong name and wrong password look the same from outside and take
 * the same time; attempts are limited by account and by address. Whatever changes something is in the audit log first.
 */
import type {Pool} from "pg";
import type {Identity, Role} from "../ports/identity.js";
import {AccessTokens} from "./access-tokens.js";
import {type Account, Accounts, normalUsername} from "./accounts.js";
import {AuditLog, type AuditRecord} from "./audit-log.js";
import {isPassword, passwordFault} from "./passwords.js";
import {lesserRole} from "./permissions.js";
import {createSessions, type Sessions} from "./sessions.js";

export interface AuthenticationOptions {
  readonly pool: Pool;
  /** Of access tokens; see `readSigningKey`. */
  readonly signingKey: Uint8Array;
  readonly sessionHours?: number;
  readonly tokenMinutes?: number;
  /** Epoch milliseconds; the machine's clock by default. */
  readonly clock?: () => number;
}

export type SignInOutcome =
  | {readonly ok: true; readonly token: string; readonly expiresAt: number; readonly identity: Identity}
  | {readonly ok: false; readonly reason: "wrong-credentials"}
  | {readonly ok: false; readonly reason: "too-many-attempts"; readonly retryAfterMs: number};

export type PasswordChangeOutcome =
  | {readonly ok: true; readonly token: string; readonly expiresAt: number}
  | {
      readonly ok: false;
      readonly reason: "wrong-password" | "too-many-attempts" | "unfit-password";
      readonly message: string;
    };

/** Attempts before an account, or an address that may have many people behind it, has to wait. */
const ATTEMPTS = {account: 5, address: 30};

export class Authentication {
  readonly accounts: Accounts;
  readonly audit: AuditLog;
  readonly tokens: AccessTokens;
  readonly #pool: Pool;
  readonly #sessions: Sessions;

  constructor({pool, signingKey, sessionHours = 168, tokenMinutes = 15, clock = Date.now}: AuthenticationOptions) {
    this.#pool = pool;
    this.accounts = new Accounts(pool);
    this.audit = new AuditLog(pool, clock);
    this.#sessions = createSessions(pool, {hours: sessionHours});
    this.tokens = new AccessTokens({pool, accounts: this.accounts, key: signingKey, minutes: tokenMinutes, clock});
  }

  async signIn(credentials: {
    readonly username: string;
    readonly password: string;
    readonly address: string;
  }): Promise<SignInOutcome> {
    const {username, password, address} = credentials;
    const retryAfterMs = await this.#countAttempt({username, address});
    if (retryAfterMs > 0) return {ok: false, reason: "too-many-attempts", retryAfterMs};
    const {account, hash} = await this.accounts.withHash(username);
    if (!(await isPassword(hash, password)) || account === null) {
      await this.#record(
        {actor: "nobody", action: "sign-in", target: normalUsername(username).slice(0, 64)},
        address,
        "refused"
      );
      return {ok: false, reason: "wrong-credentials"};
    }
    await this.#forgetAttempts(account.username);
    await this.#record({actor: account.username, action: "sign-in", target: account.username}, address, "accepted");
    const session = await this.#sessions.open(account.id);
    return {ok: true, ...session, identity: identityOf(account)};
  }

  async signOut(token: string): Promise<void> {
    await this.#sessions.close(token);
  }

  /** Null when the session has ended or its account is disabled. */
  async identifySession(token: string): Promise<{identity: Identity; expiresAt: number; isRenewed: boolean} | null> {
    const session = await this.#sessions.find(token);
    if (session === null) return null;
    const account = await this.accounts.byId(session.userId);
    if (account === null || account.isDisabled) return null;
    return {identity: identityOf(account), expiresAt: session.expiresAt, isRenewed: session.isRenewed};
  }

  /** All sessions of the account end; the outcome holds a new one. */
  async changePassword(change: {
    readonly identity: Identity;
    readonly current: string;
    readonly next: string;
    readonly address: string;
  }): Promise<PasswordChangeOutcome> {
    const {identity, current, next, address} = change;
    const {username, userId} = identity;
    if ((await this.#countAttempt({username, address})) > 0)
      return {ok: false, reason: "too-many-attempts", message: "Too many attempts: wait a little and try again."};
    const {hash} = await this.accounts.withHash(username);
    const entry = {actor: username, action: "password.change", target: username};
    if (!(await isPassword(hash, current))) {
      await this.#record(entry, address, "refused");
      return {ok: false, reason: "wrong-password", message: "The current password is not right."};
    }
    const fault = next === current ? "The new password is the same as the current one." : passwordFault(next, username);
    if (fault !== null) return {ok: false, reason: "unfit-password", message: fault};
    await this.#forgetAttempts(username);
    await this.#record(entry, address, "accepted");
    await this.accounts.setPassword(userId, next, {mustChange: false});
    await this.#sessions.closeAll(userId);
    return {ok: true, ...(await this.#sessions.open(userId))};
  }

  /** A token for a program of this person, who cannot give it more than is theirs. */
  async createApiToken(wish: {
    readonly identity: Identity;
    readonly name: string;
    readonly role: Role;
    readonly days: number;
  }): Promise<{readonly id: string; readonly token: string; readonly expiresAt: number; readonly role: Role}> {
    const {identity, name, days} = wish;
    const role = lesserRole(wish.role, identity.role);
    await this.audit.append({
      actor: identity.username,
      action: "tokens.create",
      target: name,
      outcome: "accepted",
      details: {role, days}
    });
    return {...(await this.tokens.createApiToken({userId: identity.userId, name, role, days})), role};
  }

  removeExpiredSessions(): Promise<void> {
    return this.#sessions.removeExpired();
  }

  /** Milliseconds to wait; 0 when the attempt may go on. */
  async #countAttempt({username, address}: {username: string; address: string}): Promise<number> {
    const text =
      "select authentication.count_attempt($1, $2) as by_account, authentication.count_attempt($3, $4) as by_address";
    const values = [accountSubject(username), ATTEMPTS.account, `address:${address}`, ATTEMPTS.address];
    const {rows} = await this.#pool.query<{by_account: number; by_address: number}>(text, values);
    return Math.ceil(Math.max(rows[0]?.by_account ?? 0, rows[0]?.by_address ?? 0));
  }

  async #forgetAttempts(username: string): Promise<void> {
    await this.#pool.query("delete from authentication.sign_in_attempts where subject = $1", [
      accountSubject(username)
    ]);
  }

  async #record(
    entry: Pick<AuditRecord, "actor" | "action" | "target">,
    address: string,
    outcome: AuditRecord["outcome"]
  ): Promise<void> {
    await this.audit.append({...entry, outcome, details: {address}});
  }
}

function accountSubject(username: string): string {
  // Bounded: the name comes from outside and becomes a key.
  return `account:${normalUsername(username).slice(0, 64)}`;
}

function identityOf({id, username, role, mustChangePassword}: Account): Identity {
  return {userId: id, username, role, via: "session", mustChangePassword};
}
