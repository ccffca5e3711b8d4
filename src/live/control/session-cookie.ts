/** The cookie that a session's token travels in: out of reach of scripts, and not sent by other sites' forms. */
import type {FastifyReply} from "fastify";

export const SESSION_COOKIE = "papertape_session";

export interface SessionCookie {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly isSecure: boolean;
}

const attributes = (isSecure: boolean) => ({path: "/", httpOnly: true, sameSite: "lax", secure: isSecure}) as const;

export function setSessionCookie(reply: FastifyReply, {token, expiresAt, isSecure}: SessionCookie): void {
  reply.setCookie(SESSION_COOKIE, token, {...attributes(isSecure), expires: new Date(expiresAt)});
}

export function clearSessionCookie(reply: FastifyReply, isSecure: boolean): void {
  reply.clearCookie(SESSION_COOKIE, attributes(isSecure));
}
