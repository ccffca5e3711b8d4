// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Trades, funding, open interest and books out of CSV lines as blocks of columns. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ArchiveEntry} from "./archive-entries.js";
import type {RecordKind} from "./archive-name.js";
import {fieldNames, hasWords, timeOfText, toMilliseconds} from "./candle-layout.js";
import {CsvColumns} from "./csv-columns.js";
import {type LeanDay, leanDay} from "./lean-day.js";
import {LEAN_QUOTE_FIELDS, RECORD_LAYOUTS} from "./record-layouts.js";

/** Columns by field, all of one length. A field that the file does not have is NaN throughout. */
export interface RecordColumns {
  readonly kind: RecordKind;
  readonly length: number;
  readonly fields: Readonly<Record<string, Float64Array>>;
}

interface RecordParser {
  readonly csv: CsvColumns;
  readonly names: readonly string[];
  readonly day: LeanDay | null;
}

const BLOCK_ROWS = 50_000;
/** Words that stand for numbers: sides, and Binance's True and False. */
const WORDS: Readonly<Record<string, number>> = {b: 1, bid: 1, buy: 1, a: -1, ask: -1, sell: -1, true: 1, false: 0};

/** @throws OperatingError ARCHIVE_UNKNOWN_FORMAT when the fields are not those of the kind. */
export async function* recordBlocks(
  entry: ArchiveEntry,
  kind: RecordKind,
  path: string
): AsyncGenerator<RecordColumns> {
  let parser: RecordParser | null = null;
  let head: Uint8Array = new Uint8Array(0);
  const start = () => begin(head, {kind, path, day: leanDay(entry.name)});
  for await (const chunk of entry.chunks) {
    if (parser !== null) parser.csv.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.includes(10)) parser = start();
    }
    if (parser !== null && parser.csv.rows >= BLOCK_ROWS) yield block(kind, parser);
  }
  parser ??= start();
  parser.csv.finish();
  if (parser.csv.rows > 0) yield block(kind, parser);
}

/** True when a header names at least a time and a figure of the kind; a line without words is taken as it is. */
export function fitsKind(firstLine: string, kind: RecordKind): boolean {
  if (!isHeader(firstLine)) return true;
  const {fields} = RECORD_LAYOUTS[kind];
  const given = fieldNames(firstLine);
  const known = Object.keys(fields).filter((name) => given.some((text) => fields[name]?.test(text)));
  return known.some((name) => name === "time" || name === "receivedAt") && known.length > 1;
}

function isHeader(line: string): boolean {
  return hasWords(line) && !/\b(true|false)\b/i.test(line);
}

function begin(
  head: Uint8Array,
  {kind, path, day}: {kind: RecordKind; path: string; day: LeanDay | null}
): RecordParser {
  const {fields, withoutHeader} = RECORD_LAYOUTS[kind];
  const names = Object.keys(fields);
  const firstLine = new TextDecoder().decode(head).split("\n")[0] ?? "";
  const given = fieldNames(firstLine);
  const order = day === null ? withoutHeader : [LEAN_QUOTE_FIELDS];
  const ordered = order.find(({length}) => length === given.length) ?? order[0] ?? [];
  const targets = isHeader(firstLine)
    ? given.map((text) => names.findIndex((name) => fields[name]?.test(text)))
    : ordered.map((name) => (name === null ? -1 : names.indexOf(name)));
  if (!fitsKind(firstLine, kind) || !targets.some((target) => target >= 0))
    throw new OperatingError(`${path}: a ${kind} file does not begin with "${firstLine.slice(0, 80).trim()}".`, {
      code: "ARCHIVE_UNKNOWN_FORMAT",
      details: {path, kind}
    });
  const csv = new CsvColumns({targets, textValue: (text) => WORDS[text.toLowerCase()] ?? timeOfText(text)});
  csv.push(isHeader(firstLine) ? head.subarray(Buffer.byteLength(firstLine) + 1) : head);
  return {csv, names, day};
}

function block(kind: RecordKind, {csv, names, day}: RecordParser): RecordColumns {
  const length = csv.rows;
  const columns = csv.take();
  const missing = () => new Float64Array(length).fill(Number.NaN);
  const fields = Object.fromEntries(names.map((name, index) => [name, columns[index] ?? missing()]));
  const {time, receivedAt} = fields;
  // A bar's quote is the one at its end.
  if (day !== null && time !== undefined) for (let i = 0; i < length; i++) time[i] = day.start + time[i]! + day.stepMs;
  else if (time !== undefined) toMilliseconds(time);
  if (receivedAt !== undefined) toMilliseconds(receivedAt);
  // Where the market's own time is missing, the time of receipt is the nearest that is known.
  if (time !== undefined && receivedAt !== undefined)
    for (let i = 0; i < length; i++) if (Number.isNaN(time[i]!)) time[i] = receivedAt[i]!;
  return {kind, length, fields};
}
