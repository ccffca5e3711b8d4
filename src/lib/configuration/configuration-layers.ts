/**
 * Layers of configuration, later wins: built-in defaults, environment, user, runtime. Objects merge key by key, all
 * else replaces. Every key remembers the layer that set it.
 */
import {assert} from "../core/assert.js";

export interface ConfigurationLayer {
  /** As a person knows it: `config/default.yaml`, `environment variable DATABASE_URL`, `runtime`. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface MergedConfiguration {
  readonly values: Record<string, unknown>;
  /** Dotted key of every leaf, to the name of the layer that set it. */
  readonly origins: ReadonlyMap<string, string>;
}

export function mergeLayers(layers: readonly ConfigurationLayer[]): MergedConfiguration {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  for (const layer of layers) mergeInto({target: values, source: layer.values, path: "", layer: layer.name, origins});
  return {values, origins};
}

interface Merge {
  readonly target: Record<string, unknown>;
  readonly source: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly layer: string;
  readonly origins: Map<string, string>;
}

function mergeInto({target, source, path, layer, origins}: Merge): void {
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue;
    const dotted = path === "" ? key : `${path}.${key}`;
    if (isPlainObject(value)) {
      const existing = target[key];
      const nested = isPlainObject(existing) ? existing : {};
      target[key] = nested;
      mergeInto({target: nested, source: value, path: dotted, layer, origins});
    } else {
      target[key] = value;
      for (const other of origins.keys()) if (other.startsWith(`${dotted}.`)) origins.delete(other);
      origins.set(dotted, layer);
    }
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted key; undefined when there is none. */
export function valueAt(values: unknown, dotted: string): unknown {
  let value = values;
  for (const key of dotted.split("."))
    value = isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** The same values with one dotted key set; nothing given is changed. */
export function withValueAt(
  values: Readonly<Record<string, unknown>>,
  dotted: string,
  value: unknown
): Record<string, unknown> {
  const [key, ...rest] = dotted.split(".");
  assert(
    key !== undefined && key !== "" && key !== "__proto__",
    `a configuration key is like http.port, not "${dotted}"`
  );
  if (rest.length === 0) return {...values, [key]: value};
  const nested = values[key];
  return {...values, [key]: withValueAt(isPlainObject(nested) ? nested : {}, rest.join("."), value)};
}
