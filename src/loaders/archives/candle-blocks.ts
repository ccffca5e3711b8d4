/** Candles of a file as blocks of columns: CSV in the layouts that are known, JSON lists, LEAN's days. */
import {OperatingError} from "../../lib/core/operating-error.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {TIMEFRAMES, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {hasWords, namesPrices, targetsOfFields, targetsOfHeader, timeOfText, toMilliseconds} from "./candle-layout.js";
import {CsvColumns} from "./csv-columns.js";
import {candlesOfJson} from "./json-candles.js";
import {leanDay} from "./lean-day.js";
import {risingBlocks} from "./rising-blocks.js";

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
 * In order of time, whatever the file's. Nothing for an empty file.
 * @throws OperatingError ARCHIVE_UNKNOWN_FORMAT for a file in which no candles are recognised.
 * @throws FoundOutOfOrder when the file has to be read again with `isOutOfOrder`.
 */
export async function* candleBlocks(source: CandleSource, isOutOfOrder = false): AsyncGenerator<CandleColumns> {
  const {entry} = source;
  const blocks = /\.json$/i.test(entry.name)
    ? jsonBlocks(source)
    : csvBlocks(source, leanDay(entry.name)?.start ?? null);
  for await (const columns of risingBlocks(blocks, isOutOfOrder)) yield finished(columns, source);
}

async function* jsonBlocks({entry, path}: CandleSource): AsyncGenerator<Float64Array[]> {
  yield candlesOfJson(await textOf(entry.chunks), path);
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
  const withTimes = (columns: Float64Array[]) => {
    if (columns[0]?.every(Number.isNaN) === true) throw timesUnknown(path, new TextDecoder().decode(head));
    return columns;
  };
  for await (const chunk of entry.chunks) {
    if (parser !== null) parser.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD_BYTES) parser = start();
    }
    if (parser !== null && parser.rows >= BLOCK_ROWS) yield timed(withTimes(parser.take()), dayStart);
  }
  if (parser === null && new TextDecoder().decode(head).trim() === "") return;
  parser ??= start();
  parser.finish();
  if (parser.rows > 0) yield timed(withTimes(parser.take()), dayStart);
}

/** Layout of a CSV file, and how many bytes of headings to skip. */
function recognise(head: string, path: string): {targets: number[]; skip: number} {
  let skip = 0;
  for (const line of head.split("\n").slice(0, 3)) {
    const targets = hasWords(line) ? targetsOfHeader(line) : targetsOfFields(line.trim().split(","));
    if (targets !== null && !hasWords(line)) return {targets, skip};
    skip += Buffer.byteLength(line) + 1;
    if (targets !== null) return {targets, skip};
    // A heading that names prices in words of its own is not to be guessed at by position.
    if (namesPrices(line)) break;
  }
  const [first = ""] = head.split("\n");
  throw new OperatingError(
    `${path}: no candles are recognised in a file that begins with "${first.slice(0, 80).trim()}". Known are a header naming open, high, low, close, volume and a time, or Binance's 12 columns without one.`,
    {code: "ARCHIVE_UNKNOWN_FORMAT", details: {path}}
  );
}

function timesUnknown(path: string, head: string): OperatingError {
  const line = head.split("\n").find((text) => text.trim() !== "" && !/[a-z]{3}/i.test(text)) ?? "";
  return new OperatingError(
    `${path}: none of its times can be read, as in "${line.slice(0, 80).trim()}". Known are epoch seconds to nanoseconds, and times written like 2024-01-31 08:00:00.`,
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
