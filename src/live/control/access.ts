/**
 * The door that every request passes: is it addressed to us, who is it, does it come from our own pages if it changes
 * something, and does the permission table allow it. A route without a permission cannot be registered.
 */
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {Identity, Permission} from "../ports/identity.js";
import {ApiError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {SESSION_COOKIE, setSessionCookie} from "./session-cookie.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the caller must be allowed to do. */
    permission?: Permission;
  }
  interface FastifyRequest {
    identity: Identity | null;
  }
}

export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly permission: Permission;
}

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** What a person may do who has yet to change the password they were given. */
const BEFORE_PASSWORD_CHANGE: ReadonlySet<Permission> = new Set<Permission>([
  "health.view",
  "sign-in.use",
  "account.view",
  "account.change-password",
  "account.sign-out"
]);

/** Returns the list that all routes registered from now on are entered in. */
export function guardRoutes(server: FastifyInstance, dependencies: GatewayDependencies): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  server.decorateRequest("identity", null);
  server.addHook("onRoute", ({method, url, config}) => {
    const permission = config?.permission;
    if (permission === undefined) throw new Error(`Route ${method} ${url} names no permission.`);
    for (const name of [method].flat()) routes.push({method: name, url, permission});
  });
  server.addHook("onRequest", async (request, reply) => {
    // A request for something that is not there has no permission to ask for.
    if (request.is404) return;
    requireOwnHost(request, dependencies);
    request.identity = await identify(request, dependencies, reply);
    requireOwnOrigin(request);
    await requirePermission(request, reply, dependencies);
  });
  return routes;
}

/** Against names that were made to point at this machine to get a browser to talk to it. */
function requireOwnHost(request: FastifyRequest, {allowedHosts = LOOPBACK_NAMES}: GatewayDependencies): void {
  const name = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!allowedHosts.includes(name))
    throw new ApiError(
      421,
      "HOST_UNKNOWN",
      `This gateway does not answer for "${name}", but for ${allowedHosts.join(", ")}.`
    );
}

/** Whether the caller of a request that is still being answered would pass now. */
export async function mayStill(request: FastifyRequest, dependencies: GatewayDependencies): Promise<boolean> {
  const permission = request.routeOptions.config.permission;
  const identity = await identify(request, dependencies, null);
  return permission !== undefined && identity !== null && dependencies.isAllowed(identity.role, permission);
}

async function identify(
  request: FastifyRequest,
  {authentication, isSecure = false}: GatewayDependencies,
  reply: FastifyReply | null
): Promise<Identity | null> {
  const bearer = bearerOf(request);
  if (bearer !== null) return authentication.tokens.identify(bearer);
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return null;
  const session = await authentication.identifySession(token);
  if (session === null) return null;
  if (session.isRenewed && reply !== null) setSessionCookie(reply, {token, expiresAt: session.expiresAt, isSecure});
  return session.identity;
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** A browser sends our cookie from anywhere that links here; a change must come from a page of ours. */
function requireOwnOrigin(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method)) return;
  const {origin, host} = request.headers;
  const site = request.headers["sec-fetch-site"];
  const isOurs = origin === undefined ? isDirect(request, site) : hostOfOrigin(origin) === host;
  if (!isOurs)
    throw new ApiError(
      403,
      "ORIGIN_FOREIGN",
      "A request that changes something must come from a page of this gateway."
    );
}

/** Without an origin it is no browser's cross-site request; with our cookie it must at least be said to be same-site. */
function isDirect(request: FastifyRequest, site: string | string[] | undefined): boolean {
  if (site !== undefined) return site === "same-origin" || site === "none";
  return request.cookies[SESSION_COOKIE] === undefined;
}

function hostOfOrigin(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

async function requirePermission(
  request: FastifyRequest,
  reply: FastifyReply,
  {isAllowed}: GatewayDependencies
): Promise<void> {
  const permission = request.routeOptions.config.permission;
  const {identity} = request;
  if (permission === undefined) throw new ApiError(500, "INTERNAL", "This route names no permission.");
  if (!isAllowed(identity?.role ?? null, permission)) {
    if (identity !== null)
      throw new ApiError(403, "FORBIDDEN", `The role ${identity.role} may not do this (it needs ${permission}).`);
    if (wantsPage(request)) return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
    throw new ApiError(401, "UNAUTHENTICATED", "Sign in first, or send an access token.");
  }
  if (identity?.mustChangePassword !== true || BEFORE_PASSWORD_CHANGE.has(permission)) return;
  if (wantsPage(request)) return reply.redirect("/sign-in?change", 303);
  throw new ApiError(403, "PASSWORD_CHANGE_REQUIRED", "Change the one-time password first.");
}

function wantsPage(request: FastifyRequest): boolean {
  const isRead = SAFE_METHODS.has(request.method) && !request.url.startsWith("/api/");
  return isRead && (request.headers.accept ?? "").includes("text/html");
}
