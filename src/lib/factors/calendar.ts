/** Where in the day and in the week a time lies, in UTC, as an angle. */
import {DAY_MS, WEEK_MS} from "../core/time.js";

/** 1970-01-05, a Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Radians since midnight, a full turn a day. */
export function dayAngle(time: number): number {
  return (2 * Math.PI * (time % DAY_MS)) / DAY_MS;
}

/** Radians since Monday midnight, a full turn a week. */
export function weekAngle(time: number): number {
  // The remainder of a time before the first Monday is negative: one more week makes it an hour of its week.
  const sinceMonday = (((time - FIRST_MONDAY_MS) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  return (2 * Math.PI * sinceMonday) / WEEK_MS;
}
