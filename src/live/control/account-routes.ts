/** Signing in and out, the password, tokens for programs, and who one is. */
import type {FastifyInstance, FastifyRequest} from "fastify";
import type {Identity} from "../ports/identity.js";
import {bearerOf} from "./access.js";
import {ApiError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {ApiTokenBody, PasswordBody, SignInBody} from "./request-schemas.js";
import {clearSessionCookie, SESSION_COOKIE, setSessionCookie} from "./session-cookie.js";

/** Besides the limits that the accounts keep: what one address may ask for at all. */
const rateLimit = {max: 60, timeWindow: "1 minute"};

export function accountRoutes(server: FastifyInstance, dependencies: GatewayDependencies): void {
  const {authentication, isSecure = false} = dependencies;

  server.post<{Body: SignInBody}>(
    "/api/sign-in",
    {config: {permission: "sign-in.use", rateLimit}, schema: {body: SignInBody}},
    async ({body, ip}, reply) => {
      const outcome = await authentication.signIn({...body, address: ip});
      if (!outcome.ok) {
        if (outcome.reason === "wrong-credentials")
          throw new ApiError(401, "CREDENTIALS_WRONG", "The name or the password is not right.");
        const seconds = Math.ceil(outcome.retryAfterMs / 1_000);
        reply.header("retry-after", seconds);
        throw new ApiError(429, "TOO_MANY_ATTEMPTS", `Too many attempts: try again in ${seconds} seconds.`);
      }
      setSessionCookie(reply, {...outcome, isSecure});
      return {account: accountOf(outcome.identity)};
    }
  );

  server.post("/api/sign-out", {config: {permission: "account.sign-out"}}, async (request, reply) => {
    const identity = requireIdentity(request);
    const token = request.cookies[SESSION_COOKIE];
    await authentication.audit.append({
      actor: identity.username,
      action: "sign-out",
      target: identity.username,
      outcome: "accepted",
      details: {address: request.ip}
    });
    if (token !== undefined) await authentication.signOut(token);
    clearSessionCookie(reply, isSecure);
    return {signedOut: true};
  });

  server.post<{Body: PasswordBody}>(
    "/api/password",
    {config: {permission: "account.change-password", rateLimit}, schema: {body: PasswordBody}},
    async (request, reply) => {
      const identity = requireIdentity(request);
      // A program that was given a token was not given the account.
      if (identity.via !== "session")
        throw new ApiError(403, "SESSION_REQUIRED", "A password is changed by its owner, signed in with it.");
      const outcome = await authentication.changePassword({identity, ...request.body, address: request.ip});
      if (!outcome.ok) throw new ApiError(422, "PASSWORD_REFUSED", outcome.message);
      setSessionCookie(reply, {...outcome, isSecure});
      return {changed: true};
    }
  );

  server.get("/api/me", {config: {permission: "account.view"}}, (request) => accountOf(requireIdentity(request)));
}

export function tokenRoutes(server: FastifyInstance, {authentication}: GatewayDependencies): void {
  server.post("/api/token", {config: {permission: "tokens.exchange", rateLimit}}, async (request) => {
    const apiToken = bearerOf(request);
    const exchanged = apiToken === null ? null : await authentication.tokens.exchange(apiToken);
    if (exchanged === null)
      throw new ApiError(401, "API_TOKEN_WRONG", "Send a valid API token as `Authorization: Bearer pt_...`.");
    return {accessToken: exchanged.accessToken, tokenType: "Bearer", expiresAt: exchanged.expiresAt};
  });

  server.post<{Body: ApiTokenBody}>(
    "/api/tokens",
    {config: {permission: "tokens.create", rateLimit}, schema: {body: ApiTokenBody}},
    async (request, reply) => {
      const identity = requireIdentity(request);
      if (identity.via !== "session")
        throw new ApiError(403, "SESSION_REQUIRED", "API tokens are made by people who are signed in.");
      reply.code(201);
      return authentication.createApiToken({identity, ...request.body});
    }
  );
}

export function requireIdentity(request: FastifyRequest): Identity {
  if (request.identity === null) throw new ApiError(401, "UNAUTHENTICATED", "Sign in first, or send an access token.");
  return request.identity;
}

function accountOf({username, role, via, mustChangePassword}: Identity) {
  return {username, role, via, mustChangePassword};
}
