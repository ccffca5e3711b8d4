/** What a file holds, told by its beginning where its name does not say. */
import type {ArchiveEntry} from "./archive-entries.js";
import {fieldNames, hasWords, targetsOfHeader} from "./candle-layout.js";

/**
 * Recording: messages of a WebSocket, one a line. Wide books: whole books, one a line, a column for each level.
 * Figures: named numbers over time that are no market's. Rows: candles or records, as the name says.
 */
export type ArchiveFormat = "recording" | "wide-books" | "figures" | "rows";

const HEAD_BYTES = 8192;
/** A line of a recording: a message, perhaps with the time of receipt before it. */
const MESSAGE = /^(\d{13,19}[ \t]+)?\{\s*"/;
const TIME_NAME = /^(ts_ms|time|timestamp|date|ts|open_?time)$/;
/** Fields that say that a file is meant to hold candles, trades or books. */
const MARKET_NAMES = /^(open|high|low|close|size|qty|amount|quantity|bid|ask|side|bids|asks)$/;

/** The first bytes of an entry, and the entry to be read from its beginning. */
export async function peekEntry(entry: ArchiveEntry): Promise<{head: string; entry: ArchiveEntry}> {
  const chunks = entry.chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const {value, done} = await chunks.next();
    if (done === true) break;
    seen.push(value);
    bytes += value.length;
  }
  const head = new TextDecoder().decode(Buffer.concat(seen).subarray(0, HEAD_BYTES));
  return {head, entry: {...entry, chunks: again(seen, chunks)}};
}

async function* again(seen: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* seen;
  try {
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** @param head beginning of a text, or the names of a Parquet file's columns, separated by commas. */
export function formatOf(head: string, entryName: string): ArchiveFormat {
  const [line = ""] = head.split("\n");
  if (MESSAGE.test(line) && !isOneValue(head, entryName)) return "recording";
  const names = fieldNames(line);
  if (names.includes("asks[0].price") && names.includes("bids[0].price")) return "wide-books";
  return isFigures(line, names) ? "figures" : "rows";
}

/** A JSON file with one object in it begins as a message does. */
function isOneValue(head: string, entryName: string): boolean {
  if (!/\.json$/i.test(entryName)) return false;
  const [first = "", second = ""] = head.split("\n");
  return !(first.trimEnd().endsWith("}") && MESSAGE.test(second));
}

function isFigures(line: string, names: readonly string[]): boolean {
  if (!hasWords(line) || names.length < 2 || !names.some((name) => TIME_NAME.test(name))) return false;
  return targetsOfHeader(line) === null && !names.some((name) => MARKET_NAMES.test(name));
}
