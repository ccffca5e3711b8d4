/** The market of a case: timeframe, candles (given or from CSV text), books and trades, checked row by row. */
import {DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS} from "../../core/time.js";
import type {OrderSide} from "../../vocabulary/order.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {Book, Level, TradePrint} from "../matching/venue.js";
import {CaseError} from "./case-error.js";
import {
  allowFields,
  checkNumber,
  flag,
  isAbsent,
  missing,
  type Node,
  nodeAt,
  optionalList,
  optionalNumber,
  optionalText,
  optionalWord,
  requiredNumber,
  show
} from "./field-reading.js";

export interface ReceivedBook extends Book {
  readonly received: number;
}

export interface CaseMarket {
  /** Milliseconds; null without candles. */
  readonly timeframeMs: number | null;
  readonly candles: readonly MatchedCandle[];
  readonly books: readonly ReceivedBook[];
  readonly trades: readonly TradePrint[];
}

/** Gives the text of a CSV file named in a case. */
export type ReadCsv = (path: string) => string;

const UNIT_MS: Readonly<Record<string, number>> = {s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: WEEK_MS};

/** Milliseconds of a timeframe such as `5m`. @throws CaseError bad-timeframe */
export function parseTimeframe(value: unknown, path: string): number {
  const match = typeof value === "string" ? /^(\d+)([smhdw])$/.exec(value) : null;
  const length = Number(match?.[1] ?? 0) * (UNIT_MS[match?.[2] ?? ""] ?? 0);
  if (length > 0) return length;
  throw new CaseError("bad-timeframe", path, `${path} is ${show(value)}, not a number and one of s, m, h, d, w`);
}

export function readMarket(node: Node, readCsv: ReadCsv): CaseMarket {
  allowFields(node, ["timeframe", "candles", "books", "trades"]);
  const needsTimeframe = !isAbsent(node, "timeframe") || !isAbsent(node, "candles");
  const timeframeMs = needsTimeframe ? parseTimeframe(node.fields.timeframe, "market.timeframe") : null;
  return {
    timeframeMs,
    candles: readCandles(node, timeframeMs ?? 0, readCsv),
    books: (optionalList(node, "books") ?? []).map((book, i) => readBook(nodeAt(book, `market.books[${i}]`))),
    trades: (optionalList(node, "trades") ?? []).map((trade, i) => readTrade(nodeAt(trade, `market.trades[${i}]`)))
  };
}

function readCandles(node: Node, timeframeMs: number, readCsv: ReadCsv): MatchedCandle[] {
  const given = node.fields.candles;
  if (given === undefined || given === null) return [];
  const rows = Array.isArray(given) ? given : csvRows(nodeAt(given, "market.candles"), readCsv);
  const candles: MatchedCandle[] = [];
  for (const [i, row] of rows.entries()) {
    const candle = readCandle(row, `market.candles[${i}]`, timeframeMs);
    const before = candles.at(-1);
    if (before !== undefined && candle.openTime <= before.openTime) {
      const path = `market.candles[${i}]`;
      throw new CaseError("bad-order", path, `${path} opens at ${candle.openTime}, not after ${before.openTime}`);
    }
    candles.push(candle);
  }
  return candles;
}

function readCandle(row: unknown, path: string, timeframeMs: number): MatchedCandle {
  const isSix = Array.isArray(row) && row.length === 6 && row.every((value) => Number.isFinite(value));
  if (!isSix) throw new CaseError("bad-candle", path, `${path} is ${show(row)}, not six numbers`);
  const [openTime, open, high, low, close, volume] = row as [number, number, number, number, number, number];
  const wrong = candleFault({open, high, low, close, volume});
  if (wrong !== null) throw new CaseError("bad-candle", path, `${path}: ${wrong} in ${show(row)}`);
  return {openTime, closeTime: openTime + timeframeMs, open, high, low, close, volume};
}

function candleFault(candle: Pick<MatchedCandle, "open" | "high" | "low" | "close" | "volume">): string | null {
  const {open, high, low, close, volume} = candle;
  if (low <= 0) return "the low is not above 0";
  if (low > open || low > close) return "the low is above the open or the close";
  if (high < open || high < close) return "the high is below the open or the close";
  return volume < 0 ? "the volume is below 0" : null;
}

const CSV_HEADER = "openTime,open,high,low,close,volume";

function csvRows(node: Node, readCsv: ReadCsv): number[][] {
  allowFields(node, ["csv", "from", "to"]);
  const path = optionalText(node, "csv");
  if (path === null) throw missing(node, "csv");
  const from = optionalNumber(node, "from") ?? Number.NEGATIVE_INFINITY;
  const to = optionalNumber(node, "to") ?? Number.POSITIVE_INFINITY;
  const lines = readCsv(path).split(/\r?\n/);
  if (lines[0]?.trim() !== CSV_HEADER) {
    throw new CaseError("bad-candle", "market.candles.csv", `${path} begins with "${lines[0]}", not "${CSV_HEADER}"`);
  }
  const rows: number[][] = [];
  for (const line of lines.slice(1)) {
    if (line.trim() === "") continue;
    const row = line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell)));
    const openTime = row[0] ?? Number.NaN;
    if (Number.isNaN(openTime) || (openTime >= from && openTime <= to)) rows.push(row);
  }
  return rows;
}

function readBook(node: Node): ReceivedBook {
  allowFields(node, ["time", "received", "bids", "asks", "crossed"]);
  const time = requiredNumber(node, "time");
  const bids = readLevels(node, "bids", -1);
  const asks = readLevels(node, "asks", 1);
  const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
  const isCrossed = bid !== undefined && ask !== undefined && bid >= ask;
  if (isCrossed && !flag(node, "crossed", false)) {
    throw new CaseError("bad-book", node.path, `${node.path}: the bid ${bid} is not below the ask ${ask}`);
  }
  return {time, received: optionalNumber(node, "received") ?? time, bids, asks};
}

/** @param direction 1: prices rise from the best, -1: they fall */
function readLevels(node: Node, name: "bids" | "asks", direction: 1 | -1): Level[] {
  const levels: Level[] = [];
  for (const [i, entry] of (optionalList(node, name) ?? []).entries()) {
    const path = `${node.path}.${name}[${i}]`;
    if (!Array.isArray(entry) || entry.length !== 2) {
      throw new CaseError("bad-book", path, `${path} is ${show(entry)}, not a price and an amount`);
    }
    const level: Level = [checkNumber(entry[0], path, {above: 0}), checkNumber(entry[1], path, {min: 0})];
    const before = levels.at(-1);
    if (before !== undefined && (level[0] - before[0]) * direction <= 0) {
      throw new CaseError("bad-book", node.path, `${path}: ${level[0]} after ${before[0]} is not best first`);
    }
    levels.push(level);
  }
  return levels;
}

function readTrade(node: Node): TradePrint {
  allowFields(node, ["time", "received", "price", "amount", "taker"]);
  const time = requiredNumber(node, "time");
  return {
    time,
    received: optionalNumber(node, "received") ?? time,
    price: requiredNumber(node, "price", {above: 0}),
    amount: requiredNumber(node, "amount", {min: 0}),
    taker: optionalWord<OrderSide>(node, "taker", {words: ["buy", "sell"], code: "bad-side"})
  };
}
