/**
 * One text for one value: keys sorted, no white space, so that equal values hash alike on every machine.
 * Follows RFC 8785 for numbers and strings; NaN and infinities, which JSON cannot carry, are refused.
 */
import {assert} from "./assert.js";

/** @throws InvariantError for a number that is not finite, a function, a symbol or a bigint. */
export function canonicalJson(value: unknown): string {
  // The engine's own writer is several times as fast as any other; it keeps the order in which keys were put in.
  const copy = sortedCopy(value);
  return copy === undefined ? written(value) : JSON.stringify(copy);
}

/** @returns the same with its keys in order; undefined where an object cannot hold them in order */
function sortedCopy(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") {
    assert(Number.isFinite(value), () => `canonical JSON cannot carry ${value}; use null for an undefined figure`);
    return value;
  }
  assert(typeof value === "object", () => `canonical JSON cannot carry a ${typeof value}`);
  return Array.isArray(value) ? copiedItems(value) : copiedFields(value as Record<string, unknown>);
}

function copiedItems(items: readonly unknown[]): unknown {
  const copies: unknown[] = [];
  for (const item of items) {
    const copy = sortedCopy(item ?? null);
    if (copy === undefined) return undefined;
    copies.push(copy);
  }
  return copies;
}

function copiedFields(object: Record<string, unknown>): unknown {
  const {sorted, canBeHeld} = orderOf(Object.keys(object));
  if (!canBeHeld) return undefined;
  const copies: Record<string, unknown> = {};
  for (const key of sorted) {
    const value = object[key];
    if (value === undefined) continue;
    const copy = sortedCopy(value);
    if (copy === undefined) return undefined;
    copies[key] = copy;
  }
  return copies;
}

/** The same text, put together by hand. */
function written(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  const object = value as Record<string, unknown>;
  const fields = orderOf(Object.keys(object)).sorted.filter((key) => object[key] !== undefined);
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(",")}}`;
}

/** The keys of one kind of object: as they were put in, and in order. */
interface KeyOrder {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  /** False for keys that an object puts first whenever they came, and for one that is no key. */
  readonly canBeHeld: boolean;
}

/** Orders remembered for each number of keys: sorting costs more than the rest, and most objects are of few kinds. */
const ORDERS_KEPT = 16;
const orders: KeyOrder[][] = [];

function orderOf(keys: readonly string[]): KeyOrder {
  let known = orders[keys.length];
  if (known === undefined) {
    known = [];
    orders[keys.length] = known;
  }
  for (const order of known) if (isSame(order.keys, keys)) return order;
  const order = {
    keys,
    sorted: [...keys].sort(),
    canBeHeld: !keys.some((key) => /^\d+$/.test(key) || key === "__proto__")
  };
  if (known.length < ORDERS_KEPT) known.push(order);
  return order;
}

function isSame(first: readonly string[], second: readonly string[]): boolean {
  for (let index = 0; index < first.length; index++) if (first[index] !== second[index]) return false;
  return true;
}
