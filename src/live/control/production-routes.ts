/** Real trading: how it stands, arming by an admin in person, and disarming by whoever may trade. */
import type {FastifyInstance} from "fastify";
import {requireIdentity} from "./account-routes.js";
import {ApiError} from "./api-error.js";
import {audited} from "./audited.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {ArmBody, CommandBody} from "./request-schemas.js";

export function productionRoutes(server: FastifyInstance, {production, authentication}: GatewayDependencies): void {
  server.get("/api/production", {config: {permission: "status.view"}}, () => production.view());

  server.post<{Body: ArmBody}>(
    "/api/production/arm",
    {config: {permission: "production.arm"}, schema: {body: ArmBody}},
    async (request) => {
      const {username, via} = requireIdentity(request);
      // A program may trade within what was armed; to arm is a person's decision.
      if (via !== "session") throw new ApiError(403, "SESSION_REQUIRED", "Arming is for people who are signed in.");
      const {hours, reason} = request.body;
      const details = {hours, reason, address: request.ip};
      const record = {actor: username, action: "production.arm", target: "", details};
      const expiresAt = await audited(authentication.audit, record, () =>
        production.arm({hours, by: username, reason})
      );
      return {armed: true, expiresAt};
    }
  );

  server.post<{Body: CommandBody}>(
    "/api/production/disarm",
    {config: {permission: "production.disarm"}, schema: {body: CommandBody}},
    async (request) => {
      const {username} = requireIdentity(request);
      const details = {reason: request.body.reason, address: request.ip};
      const record = {actor: username, action: "production.disarm", target: "", details};
      await audited(authentication.audit, record, () => production.disarm(username));
      return {armed: false};
    }
  );
}
