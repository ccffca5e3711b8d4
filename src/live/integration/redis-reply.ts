/** Redis answers in nested lists of unknown shape; they become values here, once. */
import {OperatingError} from "../../lib/core/operating-error.js";

export interface RedisEntry {
  readonly position: string;
  /** Null for an entry that was removed while it was still unacknowledged. */
  readonly text: string | null;
}

/** Entries of one stream out of an XREAD or XREADGROUP reply, which is null when nothing came. */
export function entriesOfRead(reply: unknown): RedisEntry[] {
  if (reply === null) return [];
  const [stream] = listOf(reply);
  return stream === undefined ? [] : entriesOf(listOf(stream)[1]);
}

/** Entries of an XRANGE reply: `[position, [field, value, ...] | null]`. */
export function entriesOf(reply: unknown): RedisEntry[] {
  return listOf(reply).map((item) => {
    const [position, fields] = listOf(item);
    return {position: textOf(position), text: fields === null ? null : eventField(fields)};
  });
}

/** `[name, value, ...]` as a map. */
export function fieldsOf(reply: unknown): ReadonlyMap<string, unknown> {
  const list = listOf(reply);
  const fields = new Map<string, unknown>();
  for (let at = 0; at + 1 < list.length; at += 2) fields.set(textOf(list[at]), list[at + 1]);
  return fields;
}

export function listOf(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw unexpected(reply, "a list");
  return reply;
}

export function textOf(reply: unknown): string {
  if (typeof reply !== "string") throw unexpected(reply, "a text");
  return reply;
}

export function numberOf(reply: unknown): number {
  if (typeof reply !== "number") throw unexpected(reply, "a number");
  return reply;
}

function eventField(fields: unknown): string {
  const value = fieldsOf(fields).get("e");
  return typeof value === "string" ? value : "";
}

function unexpected(reply: unknown, expected: string): OperatingError {
  return new OperatingError(`Redis answered ${JSON.stringify(reply)?.slice(0, 80)} where ${expected} was expected.`, {
    code: "REDIS_REPLY_UNEXPECTED"
  });
}
