/** Points in time and spans, both in milliseconds. All times are UTC. */
import {assert} from "./assert.js";
import type {Brand} from "./brand.js";

/** Milliseconds since 1970-01-01T00:00:00Z, a whole number. */
export type EpochMs = Brand<number, "EpochMs">;
/** A span in milliseconds, a whole number of at least 0. */
export type DurationMs = Brand<number, "DurationMs">;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;
/** A market that never closes trades 365 days a year (METHODS C6). */
export const YEAR_MS = 365 * DAY_MS;

export function epochMs(value: number): EpochMs {
  assert(Number.isSafeInteger(value), `an epoch in milliseconds is a whole number, not ${value}`);
  return value as EpochMs;
}

export function durationMs(value: number): DurationMs {
  assert(
    Number.isSafeInteger(value) && value >= 0,
    `a duration in milliseconds is a whole number of at least 0, not ${value}`
  );
  return value as DurationMs;
}

/** ISO 8601 in UTC, e.g. `2026-01-31T13:00:00.000Z`. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** Parses ISO 8601 text (a date alone is midnight UTC); null when it is not a time. */
export function parseIsoTime(text: string): EpochMs | null {
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?)?$/;
  if (!shape.test(text)) return null;
  const time = Date.parse(text.includes("T") && !text.endsWith("Z") ? `${text}Z` : text);
  return Number.isNaN(time) ? null : (time as EpochMs);
}
