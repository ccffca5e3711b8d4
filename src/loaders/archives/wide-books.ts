/**
 * Whole books, one a line, with a column for each level's price and amount (`asks[0].price`, `bids[0].amount`, ...), as
 * Tardis writes them.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {fieldNames, timeOfText, toMilliseconds} from "./candle-layout.js";
import {linesOf} from "./entry-lines.js";
import {usableFrom} from "./record-rows.js";
import type {BookRecord} from "./record-sink.js";

interface WideLayout {
  readonly time: number;
  readonly receivedAt: number;
  /** Fields of price and amount, best first. */
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
}

/** Null for a line without a time or without a level. @throws OperatingError ARCHIVE_UNKNOWN_FORMAT. */
export async function* wideBooks(
  entry: ArchiveEntry,
  {path, now}: {path: string; now: number}
): AsyncGenerator<BookRecord | null> {
  let layout: WideLayout | null = null;
  for await (const line of linesOf(entry.chunks))
    if (layout === null) layout = layoutOf(fieldNames(line), path);
    else yield bookOf(line.split(","), layout, now);
}

function layoutOf(names: readonly string[], path: string): WideLayout {
  const levelsOf = (side: string) => {
    const levels: [number, number][] = [];
    for (let level = 0; names.includes(`${side}[${level}].price`); level++)
      levels.push([names.indexOf(`${side}[${level}].price`), names.indexOf(`${side}[${level}].amount`)]);
    return levels;
  };
  const time = names.indexOf("timestamp");
  if (time < 0)
    throw new OperatingError(`${path}: the books have no column "timestamp".`, {
      code: "ARCHIVE_UNKNOWN_FORMAT",
      details: {path}
    });
  return {time, receivedAt: names.indexOf("local_timestamp"), bids: levelsOf("bids"), asks: levelsOf("asks")};
}

function bookOf(fields: readonly string[], layout: WideLayout, now: number): BookRecord | null {
  const time = timeOf(fields[layout.time]);
  const receivedAt = timeOf(fields[layout.receivedAt]);
  const side = (levels: WideLayout["bids"]) =>
    levels
      .map(([price, amount]) => [numberOf(fields[price]), numberOf(fields[amount])] as const)
      .filter(([price, amount]) => price > 0 && amount >= 0);
  const [bids, asks] = [side(layout.bids), side(layout.asks)];
  if (!(time > 0) || bids.length + asks.length === 0) return null;
  return {time, recordedAt: usableFrom({time, receivedAt, now}), sequence: null, bids, asks};
}

function timeOf(text = ""): number {
  const number = numberOf(text);
  return Number.isNaN(number) ? timeOfText(text) : (toMilliseconds(Float64Array.of(number))[0] ?? Number.NaN);
}

function numberOf(text = ""): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
