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
  return (2 * Math.PI * ((time - FIRST_MONDAY_MS) % WEEK_MS)) / WEEK_MS;
}
