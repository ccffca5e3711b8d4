/**
 * One text for one value: keys sorted, no white space, so that equal values hash alike on every machine.
 * Follows RFC 8785 for numbers and strings; NaN and infinities, which JSON cannot carry, are refused.
 */
import {assert} from "./assert.js";

/** @throws InvariantError for a number that is not finite, a function, a symbol or a bigint. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    assert(Number.isFinite(value), () => `canonical JSON cannot carry ${value}; use null for an undefined figure`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  assert(typeof value === "object", `canonical JSON cannot carry a ${typeof value}`);
  return canonicalObject(value as Record<string, unknown>);
}

function canonicalObject(object: Record<string, unknown>): string {
  const parts: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(value)}`);
  }
  return `{${parts.join(",")}}`;
}
