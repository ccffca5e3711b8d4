/**
 * Sessions of people. Lucia keeps them behind this interface, so that it can be replaced in this one file. The browser
 * holds the token, the table its hash: who reads the table cannot sign in with it.
 */
import {NodePostgresAdapter} from "@lucia-auth/adapter-postgresql";
import {Lucia, TimeSpan} from "lucia";
import type {Pool} from "pg";
import {randomToken, tokenHash} from "./random-token.js";

export interface OpenSession {
  readonly userId: string;
  readonly expiresAt: number;
  /** True when its end was just put off: the browser should be told. */
  readonly isRenewed: boolean;
}

export interface Sessions {
  /** `token` is what the browser is to hold; it is not kept here. */
  open(userId: string): Promise<{readonly token: string; readonly expiresAt: number}>;
  /** Null when the token is unknown or its session has ended. Puts off the end in the second half of its life. */
  find(token: string): Promise<OpenSession | null>;
  close(token: string): Promise<void>;
  closeAll(userId: string): Promise<void>;
  removeExpired(): Promise<void>;
}

export function createSessions(pool: Pool, {hours}: {readonly hours: number}): Sessions {
  const tables = {user: "authentication.users", session: "authentication.session"};
  const lucia = new Lucia(new NodePostgresAdapter(pool, tables), {
    sessionExpiresIn: new TimeSpan(hours * 3_600, "s")
  });
  return {
    open: async (userId) => {
      const token = randomToken("");
      const session = await lucia.createSession(userId, {}, {sessionId: tokenHash(token)});
      return {token, expiresAt: session.expiresAt.getTime()};
    },
    find: async (token) => {
      const {session} = await lucia.validateSession(tokenHash(token));
      if (session === null) return null;
      return {userId: session.userId, expiresAt: session.expiresAt.getTime(), isRenewed: session.fresh};
    },
    close: (token) => lucia.invalidateSession(tokenHash(token)),
    closeAll: (userId) => lucia.invalidateUserSessions(userId),
    removeExpired: () => lucia.deleteExpiredSessions()
  };
}
