/** What requests may hold. Compiled by typebox, the validator of all other doors too; unknown fields are refused. */
import type {FastifySchemaCompiler} from "fastify";
import Type, {type Static, type TSchema} from "typebox";
import {Compile} from "typebox/compile";
import {ROLES} from "../ports/identity.js";

const closed = {additionalProperties: false};
const Text = (maxLength: number) => Type.String({minLength: 1, maxLength});

export const SignInBody = Type.Object({username: Text(64), password: Text(256)}, closed);
export const PasswordBody = Type.Object({current: Text(256), next: Text(256)}, closed);
export const ApiTokenBody = Type.Object(
  {name: Text(64), role: Type.Enum([...ROLES]), days: Type.Number({minimum: 1, maximum: 366, multipleOf: 1})},
  closed
);
export const CommandBody = Type.Object({reason: Text(500)}, closed);
export const ArmBody = Type.Object(
  {hours: Type.Number({exclusiveMinimum: 0, maximum: 168}), reason: Text(500)},
  closed
);
export const ConfigurationBody = Type.Object(
  {key: Type.String({pattern: "^[a-zA-Z][a-zA-Z0-9]*(\\.[a-zA-Z0-9_-]+)*$", maxLength: 200}), to: Type.Unknown()},
  {...closed, required: ["key", "to"]}
);
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.String({pattern: "^[1-9]\\d{0,2}$"})),
    before: Type.Optional(Type.String({pattern: "^\\d{1,15}$"}))
  },
  closed
);
export const ExplainParameters = Type.Object({id: Text(300)}, closed);

export type SignInBody = Static<typeof SignInBody>;
export type PasswordBody = Static<typeof PasswordBody>;
export type ApiTokenBody = Static<typeof ApiTokenBody>;
export type CommandBody = Static<typeof CommandBody>;
export type ArmBody = Static<typeof ArmBody>;
export type ConfigurationBody = Static<typeof ConfigurationBody>;
export type PageQuery = Static<typeof PageQuery>;
export type ExplainParameters = Static<typeof ExplainParameters>;

const DEFAULT_LIMIT = 100;

export function pageOf({limit, before}: PageQuery): {limit: number; before?: number} {
  return {limit: Number(limit ?? DEFAULT_LIMIT), ...(before === undefined ? {} : {before: Number(before)})};
}

export const compileSchema: FastifySchemaCompiler<TSchema> = ({schema, httpPart}) => {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return {value};
    const faults = validator.Errors(value).map(({instancePath, message}) => `${instancePath || "/"} ${message}`);
    return {error: new Error(`The ${httpPart ?? "request"} is not as expected: ${faults.slice(0, 3).join("; ")}.`)};
  };
};
