/** Funding, open interest, trades and books of an exchange into their tables: each once, what is not offered said. */
import type {Exchange} from "ccxt";
import {afterAll, beforeAll, expect, it} from "vitest";
import {databaseRecordSink} from "../../../src/loaders/archives/record-sink.js";
import {type LoadedRecord, loadRecords} from "../../../src/loaders/backfill/load-records.js";
import {upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {readFunding, readOpenInterest, readTrades} from "../../../src/loaders/database/market-record-store.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";
import {testInstrument} from "../../support/candles.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 4, 5, 12);
const FROM = NOW - 72 * HOUR;
/** Trades are many. */
const TRADES_FROM = NOW - 3 * HOUR;
const ALL = {from: 0, to: Date.UTC(2100, 0, 1)};

let exchange: SimulatedExchange;
let connection: ExchangeConnection;
let database: TestDatabase;

beforeAll(async () => {
  exchange = await startSimulatedExchange({seed: 5, startAt: NOW, speed: 0});
  connection = await openExchange("simulated", {urls: exchange, retry: {attempts: 2, waitFactor: 0}});
  database = await createTestDatabase();
});

afterAll(async () => {
  await connection.close();
  await exchange.close();
  await database.drop();
});

/** A market of contracts with two pages of each history, by the hour. */
function contracts(): ExchangeConnection {
  const page =
    <Entry>(make: (time: number) => Entry, step: number) =>
    async (_: string, ...rest: unknown[]) => {
      const since = Number(rest.find((value) => typeof value === "number"));
      const first = Math.ceil(since / step) * step;
      return Array.from({length: 5}, (_, i) => first + i * step)
        .filter((time) => time < NOW)
        .map(make);
    };
  const client = {
    has: {fetchFundingRateHistory: true, fetchOpenInterestHistory: true},
    fetchFundingRateHistory: page((timestamp) => ({timestamp, fundingRate: timestamp / 1e16}), 8 * HOUR),
    fetchOpenInterestHistory: page((timestamp) => ({timestamp, openInterestAmount: 7}), 4 * HOUR)
  };
  return {...connection, client: client as unknown as Exchange};
}

function load(kinds: readonly LoadedRecord[], source = connection, instruments = connection.instruments().slice(0, 1)) {
  const sink = databaseRecordSink(database.pool);
  return loadRecords({
    connection: source,
    sink,
    instruments,
    kinds,
    from: kinds.includes("trades") ? TRADES_FROM : FROM,
    before: NOW
  });
}

it("keeps settled funding and open interest page by page, each once", async () => {
  const instrument = testInstrument("BTC/USDT:USDT", {kind: "perpetual"});
  const kinds = ["funding", "open-interest"] as const;
  const results = await load(kinds, contracts(), [instrument]);
  expect(results.map(({rows, inserted, failure}) => [rows, inserted, failure])).toEqual([
    [9, 9, null],
    [18, 18, null]
  ]);
  expect((await load(kinds, contracts(), [instrument])).map(({inserted}) => inserted)).toEqual([0, 0]);
  const number = await upsertInstrument(database.pool, instrument);
  const funding = await readFunding(database.pool, number, ALL);
  expect(funding.map(({time}) => time)).toEqual(Array.from({length: 9}, (_, i) => FROM + i * 8 * HOUR + 4 * HOUR));
  expect(funding.every(({intervalHours}) => intervalHours === 8)).toBe(true);
  const interest = await readOpenInterest(database.pool, number, ALL);
  expect(interest.map(({time, amount, value}) => [time, amount, value])).toEqual(
    Array.from({length: 18}, (_, i) => [FROM + i * 4 * HOUR, 7, null])
  );
});

it("keeps trades and the book, and says what the exchange does not offer", async () => {
  const results = await load(["trades", "open-interest", "book"]);
  expect(results.map(({kind, failure}) => [kind, failure === null])).toEqual([
    ["trades", true],
    ["open-interest", false],
    ["book", true]
  ]);
  expect(results[1]?.failure?.code).toMatch(/^EXCHANGE_/);
  const [instrument] = connection.instruments();
  const symbol = instrument?.symbol ?? "";
  const number = await upsertInstrument(database.pool, instrument as NonNullable<typeof instrument>);
  const stored = await readTrades(database.pool, number, ALL);
  const ids = exchange.market.trades({symbol, from: TRADES_FROM, before: NOW}).map(({id}) => String(id));
  expect(stored.map(({tradeId}) => tradeId)).toEqual(ids);
  const {rows} = await database.pool.query("select cardinality(bid_prices) as bids from book_snapshots");
  expect(rows).toEqual([{bids: 100}]);
});
