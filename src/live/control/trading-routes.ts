/** What is traded, why, and the commands that pause, resume, halt and flatten. */
import type {FastifyInstance} from "fastify";
import type {Permission} from "../ports/identity.js";
import {requireIdentity} from "./account-routes.js";
import {ApiError} from "./api-error.js";
import {audited} from "./audited.js";
import type {Command, GatewayDependencies, Page} from "./gateway-dependencies.js";
import {CommandBody, ExplainParameters, PageQuery, pageOf} from "./request-schemas.js";

export function tradingRoutes(server: FastifyInstance, {queries}: GatewayDependencies): void {
  const permission: Permission = "trading.view";
  server.get("/api/positions", {config: {permission}}, async () => ({positions: await queries.positions()}));
  const lists: Readonly<Record<string, (page: Page) => Promise<readonly unknown[]>>> = {
    orders: (page) => queries.orders(page),
    fills: (page) => queries.fills(page),
    decisions: (page) => queries.decisions(page)
  };
  for (const [name, list] of Object.entries(lists))
    server.get<{Querystring: PageQuery}>(
      `/api/${name}`,
      {config: {permission}, schema: {querystring: PageQuery}},
      async ({query}) => ({[name]: await list(pageOf(query))})
    );
  server.get<{Params: ExplainParameters}>(
    "/api/explain/:id",
    {config: {permission}, schema: {params: ExplainParameters}},
    async ({params}) => {
      const explanation = await queries.explain(params.id);
      if (explanation === null)
        throw new ApiError(404, "NOT_FOUND", `There is no fill, order or decision "${params.id}".`);
      return explanation;
    }
  );
}

export function commandRoutes(server: FastifyInstance, {control, authentication}: GatewayDependencies): void {
  const commands: Readonly<Record<"pause" | "resume" | "halt" | "flatten", (command: Command) => Promise<void>>> = {
    pause: (command) => control.pause(command),
    resume: (command) => control.resume(command),
    halt: (command) => control.halt(command),
    flatten: (command) => control.flatten(command)
  };
  for (const name of ["pause", "resume", "halt", "flatten"] as const)
    server.post<{Body: CommandBody}>(
      `/api/trading/${name}`,
      {config: {permission: `trading.${name}`}, schema: {body: CommandBody}},
      async (request, reply) => {
        const {username} = requireIdentity(request);
        const {reason} = request.body;
        const record = {actor: username, action: `trading.${name}`, target: "", details: {reason, address: request.ip}};
        await audited(authentication.audit, record, () => commands[name]({by: username, reason}));
        reply.code(202);
        return {accepted: name};
      }
    );
}
