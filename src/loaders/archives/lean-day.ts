/** LEAN's files hold one day each: the name says which, the lines count milliseconds from its beginning. */
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";

export interface LeanDay {
  /** Epoch milliseconds of its beginning. */
  readonly start: number;
  readonly content: "trade" | "quote";
  readonly stepMs: number;
}

const NAME = /^(\d{4})(\d{2})(\d{2})_\w+?_(minute|second|hour|daily)_(trade|quote)/;
const LENGTHS: Readonly<Record<string, Timeframe>> = {second: "1s", minute: "1m", hour: "1h", daily: "1d"};

/** Null for a name that is none of LEAN's. */
export function leanDay(entryName: string): LeanDay | null {
  const parts = NAME.exec(entryName);
  if (parts === null) return null;
  const [, year, month, day, length = "", content] = parts;
  return {
    start: Date.UTC(Number(year), Number(month) - 1, Number(day)),
    content: content === "quote" ? "quote" : "trade",
    stepMs: timeframeMs(LENGTHS[length] ?? "1d")
  };
}
