/** Reads what was typed after options, and says what is expected where it is not that. */
import {didYouMean} from "../lib/core/closest-word.js";
import {parseIsoTime} from "../lib/core/time.js";
import {isTimeframe, TIMEFRAMES, type Timeframe} from "../lib/vocabulary/timeframe.js";
import {type CommandOptions, wrongInput} from "./run-command.js";

export function textOption(options: CommandOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts of an option that takes several; undefined when it was not given. */
export function listOption(options: CommandOptions, name: string): readonly string[] | undefined {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : undefined;
}

/** Epoch milliseconds; undefined when it was not given. */
export function timeOption(options: CommandOptions, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const time = parseIsoTime(text);
  if (time === null) throw wrongInput(`--${name} is a UTC time like 2024-01-01 or 2024-01-01T12:00Z, not "${text}"`);
  return time;
}

export function timeframesOption(options: CommandOptions): readonly Timeframe[] | undefined {
  return listOption(options, "timeframe")?.map((text) => {
    if (!isTimeframe(text)) throw wrongInput(`--timeframe is one of ${TIMEFRAMES.join(", ")}, not "${text}"`);
    return text;
  });
}

export function symbolsOption(options: CommandOptions): readonly string[] | undefined {
  return listOption(options, "symbol")?.map((text) => {
    if (!/^[^/\s]+\/[^/\s]+$/.test(text)) throw wrongInput(`--symbol is like BTC/USDT, not "${text}"`);
    return text;
  });
}

/** A whole number of at least `minimum`; undefined when it was not given. */
export function countOption(options: CommandOptions, name: string, minimum: number): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < minimum)
    throw wrongInput(`--${name} is a whole number of at least ${minimum}, not "${text}"`);
  return value;
}

/** One of the words a command knows. */
export function chosenWord<Word extends string>(what: string, typed: unknown, known: readonly Word[]): Word {
  const found = known.find((word) => word === typed);
  if (found === undefined)
    throw wrongInput(
      `${what} is one of ${known.join(", ")}, not "${String(typed)}"${didYouMean(String(typed), known)}`
    );
  return found;
}
