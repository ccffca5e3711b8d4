/**
 * Candles of a range from an exchange, page by page in order of time. Only closed candles: the running one that
 * exchanges append is dropped. A page that comes back empty is suspect (some exchanges answer overload that way) and is
 * asked for again before it is believed.
 */
import type {Exchange, OHLCV} from "ccxt";
import {assert} from "../../lib/core/assert.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {ExchangeConnection} from "./open-exchange.js";
import {askWithRetry} from "./retry-exchange.js";

export interface CandleRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Open times in [from, before). */
  readonly from: number;
  readonly before: number;
}

export interface CandlePage {
  /** As they came, in order of open time, not yet checked; may be empty. */
  readonly columns: CandleColumns;
  /** The range that this page answers for: open times in [from, before). */
  readonly from: number;
  readonly before: number;
}

/** One row: openTime, open, high, low, close, volume, quoteVolume, tradeCount, takerBuyVolume. */
type CandleRow = readonly number[];

/** Where an exchange does not say how many candles it gives at once. */
const USUAL_PAGE = 500;
/** Times that an empty page is asked for in all. */
const EMPTY_PAGE_ATTEMPTS = 2;

/** @throws OperatingError of a failure that retries did not heal; pages given before are whole. */
export async function* fetchCandles(
  connection: ExchangeConnection,
  request: CandleRequest
): AsyncGenerator<CandlePage> {
  const {symbol, timeframe} = request;
  const length = timeframeMs(timeframe);
  assertOffered(connection, request);
  const limit = pageLimit(connection.client, timeframe);
  let from = candleOpenTime(timeframe, request.from + length - 1);
  for (;;) {
    // What closes while a long load runs belongs to it.
    const before = Math.min(request.before, candleOpenTime(timeframe, connection.now()));
    if (from >= before) return;
    const rows = await fetchPage(connection, {symbol, timeframe, from, limit});
    const inside = rows.filter(([openTime = 0]) => openTime >= from && openTime < before);
    const newest = inside.at(-1)?.[0];
    const reached = newest === undefined ? skipEmpty({rows, from, limit, length}) : newest + length;
    const isLast = reached >= before || isAtEnd(rows, before);
    yield {columns: columnsOfRows(timeframe, inside), from, before: isLast ? before : reached};
    if (isLast) return;
    from = reached;
  }
}

/** True when the exchange has shown a candle beyond the range: nothing more will come inside it. */
function isAtEnd(rows: readonly CandleRow[], before: number): boolean {
  return rows.some(([openTime = 0]) => openTime >= before);
}

/** An exchange that knows only later candles answers with those; else the empty page's own span is passed over. */
function skipEmpty({
  rows,
  from,
  limit,
  length
}: {
  rows: readonly CandleRow[];
  from: number;
  limit: number;
  length: number;
}) {
  const later = rows.find(([openTime = 0]) => openTime > from)?.[0];
  return later ?? from + limit * length;
}

interface PageRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly from: number;
  readonly limit: number;
}

async function fetchPage(connection: ExchangeConnection, request: PageRequest): Promise<readonly CandleRow[]> {
  const {client, name, retry} = connection;
  const asked = `candles of ${request.symbol} ${request.timeframe}`;
  let rows: readonly CandleRow[] = [];
  for (let attempt = 0; attempt < EMPTY_PAGE_ATTEMPTS && rows.length === 0; attempt++)
    rows = await askWithRetry({exchange: name, asked, ask: () => askPage(client, request)}, retry);
  return [...rows].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

async function askPage(client: Exchange, {symbol, timeframe, from, limit}: PageRequest): Promise<readonly CandleRow[]> {
  const klines = (client as unknown as {publicGetKlines?: (query: object) => Promise<unknown>}).publicGetKlines;
  const market = client.market(symbol);
  // Binance's own answer has the quote volume, the trades and the takers' part, which ccxt's candles leave out.
  if (klines !== undefined && client.id.startsWith("binance") && market.spot === true) {
    const query = {symbol: market.id, interval: timeframe, startTime: from, limit};
    return parseKlines(await klines.call(client, query), symbol);
  }
  return parseCandles(await client.fetchOHLCV(symbol, timeframe, from, limit), symbol);
}

function parseKlines(answer: unknown, symbol: string): CandleRow[] {
  return listOf(answer, symbol).map((row) => {
    const columns = listOf(row, symbol).map(Number);
    return [0, 1, 2, 3, 4, 5, 7, 8, 9].map((index) => columns[index] ?? Number.NaN);
  });
}

function parseCandles(answer: readonly OHLCV[], symbol: string): CandleRow[] {
  return listOf(answer, symbol).map((row) =>
    listOf(row, symbol).map((value) => (value === null ? Number.NaN : Number(value)))
  );
}

/** HTTP 200 with something else than a list in it passes ccxt without an error. */
function listOf(answer: unknown, symbol: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  throw new OperatingError(`Candles of ${symbol} should be a list, not ${JSON.stringify(answer)?.slice(0, 80)}.`, {
    code: "EXCHANGE_BROKEN_ANSWER",
    retryable: true
  });
}

function assertOffered({client, name}: ExchangeConnection, {symbol, timeframe}: CandleRequest): void {
  if (client.has.fetchOHLCV === false || client.timeframes?.[timeframe] === undefined) {
    const offered = Object.keys(client.timeframes ?? {}).join(", ");
    throw new OperatingError(`${name} has no ${timeframe} candles; it has ${offered || "none"}.`, {
      code: "EXCHANGE_NOT_SUPPORTED",
      details: {exchange: name, timeframe}
    });
  }
  if (client.markets?.[symbol] === undefined)
    throw new OperatingError(`${name} lists no ${symbol}. Symbols are written like BTC/USDT.`, {
      code: "EXCHANGE_NO_SYMBOL",
      details: {exchange: name, symbol}
    });
}

/** Candles a page, as ccxt knows the exchange's limit. */
export function pageLimit(client: Exchange, timeframe: Timeframe): number {
  const features = client.features as {spot?: {fetchOHLCV?: {limit?: unknown}}} | undefined;
  const limit = features?.spot?.fetchOHLCV?.limit;
  assert(timeframeMs(timeframe) > 0, "a timeframe has a length");
  return typeof limit === "number" && limit > 0 ? limit : USUAL_PAGE;
}

function columnsOfRows(timeframe: Timeframe, rows: readonly CandleRow[]): CandleColumns {
  const columns = emptyCandleColumns(timeframe, rows.length);
  rows.forEach((row, index) => {
    CANDLE_COLUMN_NAMES.forEach((name, column) => {
      columns[name][index] = row[column] ?? Number.NaN;
    });
  });
  return columns;
}
