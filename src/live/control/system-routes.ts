/** Health, metrics, status, configuration and the audit log. */
import type {FastifyInstance} from "fastify";
import {requireIdentity} from "./account-routes.js";
import {ApiError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {ConfigurationBody, PageQuery, pageOf} from "./request-schemas.js";

export function systemRoutes(server: FastifyInstance, dependencies: GatewayDependencies): void {
  const {readiness, metrics, status, authentication} = dependencies;

  server.get("/health/live", {config: {permission: "health.view"}}, () => ({status: "live"}));

  server.get("/health/ready", {config: {permission: "health.view"}}, async (request, reply) => {
    const {ready, components, breakers} = await readiness();
    reply.code(ready ? 200 : 503);
    // Which part is down, and why, is for those who may see the status.
    const maySee = dependencies.isAllowed(request.identity?.role ?? null, "status.view");
    return {status: ready ? "ready" : "not-ready", ...(maySee ? {components, breakers} : {})};
  });

  server.get("/metrics", {config: {permission: "metrics.view"}}, async (_, reply) => {
    const {contentType, text} = await metrics();
    return reply.type(contentType).send(text);
  });

  server.get("/api/status", {config: {permission: "status.view"}}, () => status());

  server.get<{Querystring: PageQuery}>(
    "/api/quarantine",
    {config: {permission: "status.view"}, schema: {querystring: PageQuery}},
    async ({query}) => ({rows: await dependencies.quarantine(pageOf(query).limit)})
  );

  server.get<{Querystring: PageQuery}>(
    "/api/audit",
    {config: {permission: "audit.view"}, schema: {querystring: PageQuery}},
    async ({query}) => ({entries: await authentication.audit.list(pageOf(query))})
  );
}

export function configurationRoutes(server: FastifyInstance, dependencies: GatewayDependencies): void {
  const {configuration, authentication} = dependencies;

  server.get("/api/configuration", {config: {permission: "configuration.view"}}, () => configuration.read());

  server.put<{Body: ConfigurationBody}>(
    "/api/configuration",
    {config: {permission: "configuration.change"}, schema: {body: ConfigurationBody}},
    async (request) => {
      const {username} = requireIdentity(request);
      const {key, to} = request.body;
      const record = {actor: username, action: "configuration.change", target: key, details: {to, address: request.ip}};
      await authentication.audit.append({...record, outcome: "accepted"});
      const outcome = await configuration.change({key, to, by: username});
      if (outcome.ok) return {changed: key};
      await authentication.audit.append({
        ...record,
        outcome: "refused",
        details: {...record.details, why: outcome.reason}
      });
      throw new ApiError(422, "CONFIGURATION_REFUSED", outcome.reason);
    }
  );
}
