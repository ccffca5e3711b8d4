/**
 * State as JSON and back: decimals become their text, maps lists of pairs, and numbers that JSON cannot carry their
 * names. What is decoded equals what was encoded in value.
 */
import {assert} from "../core/assert.js";
import {type Decimal, parseDecimal, toText} from "../core/decimal.js";

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** @throws InvariantError for a function, a symbol or a bare bigint. */
export function encodeState(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : {$number: String(value)};
  if (Array.isArray(value)) return value.map(encodeState);
  if (value instanceof Map) return {$map: [...value].map(([key, item]) => [encodeState(key), encodeState(item)])};
  assert(typeof value === "object", `a ${typeof value} cannot be part of a state`);
  if (isDecimal(value)) return {$decimal: toText(value)};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeState(item)]));
}

export function decodeState(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (isList(json)) return json.map(decodeState);
  if (typeof json.$decimal === "string") return parseDecimal(json.$decimal);
  if (typeof json.$number === "string") return Number(json.$number);
  const pairs = json.$map;
  if (pairs !== undefined && isList(pairs)) {
    return new Map(pairs.map((pair) => decodeState(pair) as [unknown, unknown]));
  }
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, decodeState(item)]));
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function isDecimal(value: object): value is Decimal {
  return "units" in value && typeof value.units === "bigint";
}
