/** YAML files, read once at the rim. What is wrong in one is told with its line. */
import {existsSync, readFileSync} from "node:fs";
import {parseDocument} from "yaml";
import {OperatingError} from "../../lib/core/operating-error.js";

/** The file's object; an empty one where the file is empty; null where there is no file. */
export function readYaml(path: string): Record<string, unknown> | null {
  if (!existsSync(path)) return null;
  const document = parseDocument(readFileSync(path, "utf8"), {strict: true});
  const problem = document.errors[0];
  if (problem !== undefined)
    throw new OperatingError(`${path} is not valid YAML: ${problem.message}`, {
      code: "YAML_INVALID",
      details: {path, input: true}
    });
  const value: unknown = document.toJS() ?? {};
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new OperatingError(`${path} must hold keys and values, like "http: {port: 4280}"`, {
      code: "YAML_NOT_KEYS",
      details: {path, input: true}
    });
  return value as Record<string, unknown>;
}
