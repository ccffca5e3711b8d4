import type {Exchange, OrderBook, Trade} from "ccxt";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import type {CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {fetchCandles} from "../../../src/loaders/exchange/fetch-candles.js";
import {fetchBook, fetchFunding, fetchTrades} from "../../../src/loaders/exchange/fetch-records.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import type {HttpFaultKind} from "../../../src/loaders/simulated-exchange/fault-panel.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 4, 5, 12, 30);
const retry = {attempts: 4, waitFactor: 0};

let exchange: SimulatedExchange;
let connection: ExchangeConnection;

beforeAll(async () => {
  exchange = await startSimulatedExchange({seed: 11, startAt: NOON, tickMs: 20});
  connection = await openExchange("simulated", {urls: exchange, retry, timeoutMs: 1_000});
});

afterEach(() => exchange.faults.clear());

afterAll(async () => {
  await connection.close();
  await exchange.close();
});

async function collect(request: {timeframe: "1m" | "1h"; from: number; before: number}, source = connection) {
  const pages: CandleColumns[] = [];
  const ranges: [number, number][] = [];
  for await (const page of fetchCandles(source, {symbol: "BTC/USDT", ...request})) {
    pages.push(page.columns);
    ranges.push([page.from, page.before]);
  }
  return {ranges, openTimes: pages.flatMap(({openTime}) => [...openTime]), pages};
}

describe("fetchCandles against ccxt's Binance class", () => {
  it("pages through a range and gives exactly the market's candles, extras included", async () => {
    const range = {timeframe: "1m", from: NOON - 3000 * 60_000, before: NOON - 500 * 60_000} as const;
    const {pages, ranges} = await collect(range);
    const expected = exchange.market.candles({symbol: "BTC/USDT", ...range});
    for (const name of ["openTime", "open", "high", "low", "close", "volume", "tradeCount", "takerBuyVolume"] as const)
      expect(pages.flatMap((page) => [...page[name]])).toEqual([...expected[name]]);
    expect(ranges[0]?.[0]).toBe(range.from);
    expect(ranges.at(-1)?.[1]).toBe(range.before);
    ranges.slice(1).forEach(([from], index) => {
      expect(from).toBe(ranges[index]?.[1]);
    });
  });

  it("drops the running candle", async () => {
    const {openTimes} = await collect({timeframe: "1h", from: NOON - 10 * HOUR, before: NOON + 10 * HOUR});
    expect(openTimes.at(-1)).toBe(Date.UTC(2026, 4, 5, 11));
  });

  it("takes no candle early from an exchange whose clock runs far ahead", async () => {
    exchange.faults.clockSkewMs = HOUR;
    const skewed = await openExchange("simulated", {urls: exchange, retry});
    expect(skewed.clockSkewMs).toBeGreaterThan(HOUR - 5_000);
    const {openTimes} = await collect({timeframe: "1h", from: NOON - 2 * HOUR, before: NOON + HOUR}, skewed);
    expect(openTimes.at(-1)).toBe(Date.UTC(2026, 4, 5, 11));
    await skewed.close();
  });

  it("begins where the exchange's own candles begin", async () => {
    const {openTimes} = await collect({timeframe: "1h", from: Date.UTC(2020, 0, 1), before: Date.UTC(2021, 0, 6)});
    expect(openTimes[0]).toBe(Date.UTC(2021, 0, 4));
    expect(openTimes.length).toBe(48);
  });

  it.each<HttpFaultKind>([418, 429, 500, 502, 503, 504, "truncated", "garbage", "html", "empty-body", "reset"])(
    "gets whole pages through an exchange that answers %s for a while",
    async (kind) => {
      exchange.faults.failHttp({kind, path: "/api/v3/klines", times: 2});
      const {openTimes} = await collect({timeframe: "1h", from: NOON - 30 * HOUR, before: NOON - 10 * HOUR});
      expect(openTimes.length).toBe(20);
    }
  );

  it("does not believe an empty page at once", async () => {
    exchange.faults.failHttp({kind: "empty-list", path: "/api/v3/klines", times: 1});
    const {openTimes} = await collect({timeframe: "1h", from: NOON - 5 * HOUR, before: NOON - HOUR});
    expect(openTimes.length).toBe(4);
  });

  it("leaves the hole of an outage a hole and answers for all of the range", async () => {
    const from = NOON - 30 * 60_000 - 20 * HOUR;
    exchange.faults.addOutage({from: from + 3 * HOUR, before: from + 6 * HOUR});
    const {openTimes, ranges} = await collect({timeframe: "1h", from, before: from + 10 * HOUR});
    expect(openTimes.map((time) => (time - from) / HOUR)).toEqual([0, 1, 2, 6, 7, 8, 9]);
    expect(ranges.at(-1)?.[1]).toBe(from + 10 * HOUR);
  });

  it("gives up with a typed error when the exchange stays away", async () => {
    exchange.faults.setMaintenance(true);
    await expect(collect({timeframe: "1h", from: NOON - 5 * HOUR, before: NOON})).rejects.toMatchObject({
      code: "EXCHANGE_UNAVAILABLE",
      retryable: true
    });
  });

  it("names symbols and timeframes that are not offered", async () => {
    const pages = fetchCandles(connection, {symbol: "NO/USDT", timeframe: "1h", from: 0, before: 1});
    await expect(pages.next()).rejects.toMatchObject({code: "EXCHANGE_NO_SYMBOL"});
  });
});

describe("openExchange", () => {
  it("describes what is traded with increments as decimal text, marked as simulated", () => {
    const instruments = connection.instruments();
    expect(instruments.map(({symbol}) => symbol)).toEqual(
      exchange.market.profiles.map(({symbol}) => symbol).sort((a, b) => (a < b ? -1 : 1))
    );
    for (const {priceIncrement, amountIncrement, isSimulated} of instruments) {
      expect(priceIncrement).toMatch(/^(1|0\.0*1)$/);
      expect(amountIncrement).toMatch(/^(1|0\.0*1)$/);
      expect(isSimulated).toBe(true);
    }
  });

  it("says so when ccxt has no such exchange", async () => {
    await expect(openExchange("krakn")).rejects.toMatchObject({code: "EXCHANGE_UNKNOWN"});
    await expect(openExchange("../binance")).rejects.toMatchObject({code: "EXCHANGE_UNKNOWN"});
  });

  it("opens a real exchange's name on a server that imitates it", async () => {
    const binance = await openExchange("binance", {urls: exchange, retry});
    expect(binance.instruments()[0]).toMatchObject({exchange: "binance", isSimulated: false});
    await binance.close();
  });
});

describe("the simulated exchange's streams through ccxt", () => {
  type Streams = Exchange & {
    watchTrades(symbol: string): Promise<Trade[]>;
    watchOrderBook(symbol: string): Promise<OrderBook>;
  };

  it("tells trades without a hole and books that are not crossed, across a disconnection", async () => {
    const fast = await startSimulatedExchange({seed: 11, startAt: NOON, speed: 600, tickMs: 20});
    const source = await openExchange("simulated", {urls: fast, retry});
    const client = source.client as Streams;
    const ids: number[] = [];
    while (ids.length < 300) ids.push(...(await client.watchTrades("BTC/USDT")).map(({id}) => Number(id)));
    expect(ids).toEqual(ids.map((_, index) => (ids[0] as number) + index));
    const book = await client.watchOrderBook("BTC/USDT");
    expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] as number);
    fast.faults.disconnect();
    // Trades that had arrived before the cut come first.
    let failure: Error | null = null;
    while (failure === null)
      await client.watchTrades("BTC/USDT").catch((error: Error) => {
        failure = error;
      });
    expect(failure).toMatchObject({name: "NetworkError"});
    expect((await client.watchTrades("BTC/USDT")).length).toBeGreaterThan(0);
    await source.close();
    await fast.close();
  });
});

describe("trades and books over REST", () => {
  it("pages through the trades of a range, each once, in order", async () => {
    const range = {symbol: "BTC/USDT", from: NOON - 2 * HOUR, before: NOON - HOUR};
    const ids: string[] = [];
    for await (const page of fetchTrades(connection, range)) ids.push(...page.map(({tradeId}) => tradeId));
    expect(ids).toEqual(exchange.market.trades(range).map(({id}) => String(id)));
  });

  it("gives the book best first", async () => {
    const {bids, asks, sequence} = await fetchBook(connection, {symbol: "BTC/USDT", depth: 10});
    expect([bids.length, asks.length]).toEqual([10, 10]);
    expect(bids[0]?.[0]).toBeLessThan(asks[0]?.[0] as number);
    expect(sequence).toBeGreaterThan(0);
  });

  it("says that a spot market has no funding", async () => {
    const range = {symbol: "BTC/USDT", from: NOON - HOUR, before: NOON};
    await expect(fetchFunding(connection, range)).rejects.toMatchObject({code: expect.stringMatching(/^EXCHANGE_/)});
  });
});
