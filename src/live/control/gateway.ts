/**
 * The daemon's one door for people and programs: sign-in, the API, the live stream and the built notebooks, on loopback
 * unless told otherwise. Every route asks the permission table; every change is audited before it happens.
 */
import fastifyCookie from "@fastify/cookie";
import fastifyRateLimit from "@fastify/rate-limit";
import Fastify, {type FastifyInstance} from "fastify";
import {type GuardedRoute, guardRoutes} from "./access.js";
import {accountRoutes, tokenRoutes} from "./account-routes.js";
import {ApiError, sendError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {productionRoutes} from "./production-routes.js";
import {compileSchema} from "./request-schemas.js";
import {securityHeaders} from "./security-headers.js";
import {siteRoutes} from "./site-routes.js";
import {streamRoute} from "./stream-route.js";
import {configurationRoutes, systemRoutes} from "./system-routes.js";
import {commandRoutes, tradingRoutes} from "./trading-routes.js";

export interface Gateway {
  readonly server: FastifyInstance;
  /** Every route with the permission it asks for. */
  readonly routes: readonly GuardedRoute[];
  /** Resolves to the address it listens on. Port 0 takes a free one. */
  listen(where: {readonly host?: string; readonly port: number}): Promise<string>;
  /** Ends the live streams, finishes what is being answered, and closes; whoever does not read his answer is cut off. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 64 * 1024;

/** How long an answer may still take once the gateway closes. */
const FAREWELL_MS = 2000;

export async function createGateway(dependencies: GatewayDependencies): Promise<Gateway> {
  const {logger, isSecure = false, feed} = dependencies;
  const server: FastifyInstance = Fastify({
    ...(logger === undefined ? {} : {loggerInstance: logger}),
    bodyLimit: BODY_LIMIT_BYTES,
    // Reached directly or through one proxy on this machine; nobody else may say what address they come from.
    trustProxy: isSecure ? "loopback" : false,
    forceCloseConnections: "idle",
    return503OnClosing: true
  });
  server.setValidatorCompiler(compileSchema);
  server.setErrorHandler(sendError);
  // A form of another site can send plain text without asking; nothing here takes it.
  server.removeContentTypeParser("text/plain");
  const headers = securityHeaders(isSecure);
  server.addHook("onRequest", (_, reply, done) => {
    reply.headers(headers);
    done();
  });
  server.addHook("onSend", async (_, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  await server.register(fastifyCookie);
  await server.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_, {after}) =>
      new ApiError(429, "TOO_MANY_REQUESTS", `Too many requests from this address: try again in ${after}.`)
  });
  const routes = guardRoutes(server, dependencies);
  server.setNotFoundHandler((request, reply) =>
    sendError(new ApiError(404, "NOT_FOUND", `There is nothing at ${request.method} ${request.url}.`), request, reply)
  );
  systemRoutes(server, dependencies);
  configurationRoutes(server, dependencies);
  accountRoutes(server, dependencies);
  tokenRoutes(server, dependencies);
  tradingRoutes(server, dependencies);
  commandRoutes(server, dependencies);
  productionRoutes(server, dependencies);
  streamRoute(server, dependencies);
  await siteRoutes(server, dependencies);
  server.addHook("preClose", async () => feed.close());
  await server.ready();
  return {
    server,
    routes,
    listen: ({host = "127.0.0.1", port}) => server.listen({host, port}),
    close: () => closeWithin(server, FAREWELL_MS)
  };
}

/** A viewer that has stopped reading would keep the server, and with it the daemon, from ever stopping. */
async function closeWithin(server: FastifyInstance, graceMs: number): Promise<void> {
  const cutOff = setTimeout(() => server.server.closeAllConnections(), graceMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cutOff);
  }
}
