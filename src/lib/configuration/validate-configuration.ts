/** Checks values against a schema and says, for a person who edits YAML, which key is wrong and what to write instead. */
import type {TSchema} from "typebox";
import {Compile} from "typebox/compile";
import {didYouMean} from "../core/closest-word.js";
import {isPlainObject, valueAt} from "./configuration-layers.js";

export interface ConfigurationProblem {
  /** Dotted, as in `http.port`. */
  readonly key: string;
  readonly message: string;
}

/** No problems, or all of them. */
export function configurationProblems(schema: TSchema, values: unknown): readonly ConfigurationProblem[] {
  const unknown = unknownKeys(schema, values, "");
  if (unknown.length > 0) return unknown;
  return Compile(schema)
    .Errors(values)
    .map((error) => {
      const key = error.instancePath.slice(1).replaceAll("/", ".");
      return {
        key,
        message: `${key || "the configuration"} ${error.message}, but it is ${JSON.stringify(key === "" ? values : valueAt(values, key))}`
      };
    });
}

/** Dotted keys of all leaves a schema allows. */
export function allowedKeys(schema: TSchema, path = ""): readonly string[] {
  const properties = propertiesOf(schema);
  if (properties === null) return [path];
  return Object.entries(properties).flatMap(([key, nested]) =>
    allowedKeys(nested, path === "" ? key : `${path}.${key}`)
  );
}

function unknownKeys(schema: TSchema, values: unknown, path: string): readonly ConfigurationProblem[] {
  const properties = propertiesOf(schema);
  if (properties === null || !isPlainObject(values)) return [];
  const known = Object.keys(properties);
  return Object.entries(values).flatMap(([key, value]) => {
    const dotted = path === "" ? key : `${path}.${key}`;
    const nested = properties[key];
    if (nested !== undefined) return unknownKeys(nested, value, dotted);
    return [
      {
        key: dotted,
        message: `there is no key ${dotted}${didYouMean(key, known) || `; known here: ${known.join(", ")}`}`
      }
    ];
  });
}

/** Null for anything but an object with named fields. */
function propertiesOf(schema: TSchema): Record<string, TSchema> | null {
  const properties = (schema as {properties?: Record<string, TSchema>}).properties;
  return properties ?? null;
}
