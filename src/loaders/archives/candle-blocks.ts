/** Candles of a file as blocks of columns: CSV in the layouts that are known, JSON lists, LEAN's days. */
import {OperatingError} from "../../lib/core/operating-error.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {TIMEFRAMES, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {hasWords, targetsOfFields, targetsOfHeader, timeOfText, toMilliseconds} from "./candle-layout.js";
import {CsvColumns} from "./csv-columns.js";
import {candlesOfJson} from "./json-candles.js";
import {leanDay} from "./lean-day.js";

export interface CandleSource {
  readonly entry: ArchiveEntry;
  /** For messages. */
  readonly path: string;
  /** Null asks for the smallest step between the first candles. */
  readonly timeframe: Timeframe | null;
}

/** Rows of a block: the bound of an import's memory. */
const BLOCK_ROWS = 250_000;
/** Bytes looked at to recognise a file. */
const HEAD_BYTES = 8192;

/**
 * @throws OperatingError ARCHIVE_UNKNOWN_FORMAT for a file in which no candles are recognised.
 */
export async function* candleBlocks(source: CandleSource): AsyncGenerator<CandleColumns> {
  const {entry} = source;
  if (/\.json$/i.test(entry.name)) {
    const columns = candlesOfJson(await textOf(entry.chunks), source.path);
    yield finished(isNewestFirst(columns) ? columns.map((column) => column.slice().reverse()) : columns, source);
    return;
  }
  const dayStart = leanDay(entry.name)?.start ?? null;
  const held: Float64Array[][] = [];
  for await (const columns of csvBlocks(source, dayStart))
    if (held.length > 0 || isNewestFirst(columns)) held.push(columns);
    else yield finished(columns, source);
  // What ends with the oldest candle must be read to its end before the first block in order of time is known.
  for (const columns of held.reverse())
    yield finished(
      columns.map((column) => column.slice().reverse()),
      source
    );
}

/** CryptoDataDownload and Coinbase put the newest first. */
function isNewestFirst(columns: readonly Float64Array[]): boolean {
  const times = columns[0] ?? new Float64Array(0);
  return times.length > 1 && (times[0] as number) > (times[times.length - 1] as number);
}

async function* csvBlocks({entry, path}: CandleSource, dayStart: number | null): AsyncGenerator<Float64Array[]> {
  let parser: CsvColumns | null = null;
  let head: Uint8Array = new Uint8Array(0);
  const start = () => {
    const {targets, skip} = recognise(new TextDecoder().decode(head.subarray(0, HEAD_BYTES)), path);
    const begun = new CsvColumns({targets, textValue: timeOfText});
    begun.push(head.subarray(skip));
    return begun;
  };
  for await (const chunk of entry.chunks) {
    if (parser !== null) parser.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD_BYTES) parser = start();
    }
    if (parser !== null && parser.rows >= BLOCK_ROWS) yield timed(parser.take(), dayStart);
  }
  parser ??= start();
  parser.finish();
  if (parser.rows > 0) yield timed(parser.take(), dayStart);
}

/** Layout of a CSV file, and how many bytes of headings to skip. */
function recognise(head: string, path: string): {targets: number[]; skip: number} {
  let skip = 0;
  for (const line of head.split("\n").slice(0, 3)) {
    const targets = hasWords(line) ? targetsOfHeader(line) : targetsOfFields(line.trim().split(",").length);
    if (targets !== null && !hasWords(line)) return {targets, skip};
    skip += Buffer.byteLength(line) + 1;
    if (targets !== null) return {targets, skip};
  }
  const [first = ""] = head.split("\n");
  throw new OperatingError(
    `${path}: no candles are recognised in a file that begins with "${first.slice(0, 80).trim()}". Known are a header naming open, high, low, close, volume and a time, or Binance's 12 columns without one.`,
    {code: "ARCHIVE_UNKNOWN_FORMAT", details: {path}}
  );
}

/** LEAN's files count milliseconds from the beginning of the day in their name. */
function timed(columns: Float64Array[], dayStart: number | null): Float64Array[] {
  const times = columns[0] ?? new Float64Array(0);
  if (dayStart === null) toMilliseconds(times);
  else for (let i = 0; i < times.length; i++) times[i] = dayStart + (times[i] as number);
  return columns;
}

function finished(columns: readonly Float64Array[], source: CandleSource): CandleColumns {
  const times = columns[0] ?? new Float64Array(0);
  const timeframe = source.timeframe ?? timeframeOfSteps(times, source.path);
  const whole = {...emptyCandleColumns(timeframe, 0), length: times.length};
  CANDLE_COLUMN_NAMES.forEach((name, index) => {
    const column = columns[index] ?? new Float64Array(times.length).fill(Number.NaN);
    whole[name] = column as Float64Array<ArrayBuffer>;
  });
  return whole;
}

function timeframeOfSteps(times: Float64Array, path: string): Timeframe {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < Math.min(times.length, 10_000); i++) {
    const distance = Math.abs((times[i] as number) - (times[i - 1] as number));
    if (distance > 0) step = Math.min(step, distance);
  }
  const found = TIMEFRAMES.find((timeframe) => timeframeMs(timeframe) === step);
  if (found !== undefined) return found;
  throw new OperatingError(
    `${path}: neither its name nor the steps between its candles say its timeframe. Name it with --timeframe, one of ${TIMEFRAMES.join(", ")}.`,
    {code: "ARCHIVE_UNNAMED", details: {path, step}}
  );
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
}
