/** Trades, books and funding from the database over a snapshot to a backtest, and to a paper session: the same trades. */
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {stringify} from "yaml";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS, MINUTE_MS} from "../../../src/lib/core/time.js";
import type {FactorImpactFile} from "../../../src/lib/integration/factor-impact.js";
import type {RunReport} from "../../../src/lib/integration/run-report.js";
import type {TradedTape} from "../../../src/live/trade-tape.js";
import {writeBookChanges, writeQuotes} from "../../../src/loaders/database/book-store.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {writeFigures} from "../../../src/loaders/database/figure-store.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {
  writeBook,
  writeFunding,
  writeOpenInterest,
  writeTrades
} from "../../../src/loaders/database/market-record-store.js";
import type {BacktestRun} from "../../../src/loaders/research/run-backtest.js";
import {createSnapshot} from "../../../src/loaders/snapshot/create-snapshot.js";
import {diffSnapshots} from "../../../src/loaders/snapshot/diff-snapshots.js";
import {snapshotFlows} from "../../../src/loaders/snapshot/snapshot-flows.js";
import {snapshotId} from "../../../src/loaders/snapshot/snapshot-manifest.js";
import {verifySnapshot} from "../../../src/loaders/snapshot/verify-snapshot.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {papertapeHere} from "../../support/command-line.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const CANDLES = 150;
const WARM_UP = 40;
const START = Date.UTC(2022, 0, 1);
const SPOT = testInstrument("AAA/USDT");
const PERPETUAL = {...testInstrument("BBB/USDT:USDT"), kind: "perpetual" as const};
const BARE = testInstrument("CCC/USDT");
const all = [SPOT, PERPETUAL, BARE];
const columns = all.map((_, index) => walkCandles({length: CANDLES, seed: index + 1}));

let database: TestDatabase;
let data: string;
let snapshot: string;
let environment: Readonly<Record<string, string>>;
const given = () => ({
  pool: database.pool,
  folder: join(data, "snapshots"),
  configurationHash: "c0ffee",
  codeCommit: "t"
});

beforeAll(async () => {
  database = await createTestDatabase();
  data = await mkdtemp(join(tmpdir(), "papertape-flows-"));
  environment = {PAPERTAPE_DATA: data, DATABASE_URL: database.url, REDIS_URL: "", PAPERTAPE_HTTP_PORT: "9"};
  for (const index of all.keys()) await writeMarket(index);
  snapshot = (await createSnapshot({...given(), query: {}})).id;
});
afterAll(async () => {
  await database?.drop();
  await rm(data, {recursive: true, force: true});
});

async function writeMarket(index: number): Promise<void> {
  const instrument = all[index] as (typeof all)[number];
  const candles = columns[index] as (typeof columns)[number];
  const number = await upsertInstrument(database.pool, instrument);
  const series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
  const recordedAt = candles.openTime.map((openTime) => openTime + HOUR_MS);
  await writeCandles(database.pool, {series, columns: candles, origin: "simulated", recordedAt});
  if (instrument === BARE) return;
  const random = seededRandom(index + 7);
  const times = Array.from({length: CANDLES * 4}, (_, i) => START + i * 15 * MINUTE_MS);
  const priceAt = (time: number) => {
    const candle = Math.floor((time - START) / HOUR_MS);
    const [low, high] = [candles.low[candle] as number, candles.high[candle] as number];
    return low + (high - low) * random.next();
  };
  const trades = times.map((time, i) => ({
    ...{time, recordedAt: time, tradeId: String(i), price: priceAt(time), amount: 5 * random.next() + 0.01},
    takerSide: random.next() < 0.5 ? ("buy" as const) : ("sell" as const)
  }));
  await writeTrades(database.pool, number, trades);
  if (instrument === PERPETUAL) {
    const settled = times.filter((time) => (time - START) % (8 * HOUR_MS) === 0 && time > START);
    const rates = settled.map((time) => ({time, recordedAt: time, rate: 0.001, intervalHours: 8}));
    await writeFunding(database.pool, number, rates);
    await writeQuotes(database.pool, number, trades.map(quoteOf));
    const told = Array.from({length: CANDLES / 5}, (_, i) => START + i * 5 * HOUR_MS);
    const interest = told.map((time, i) => ({time, recordedAt: time, amount: 1000 + 10 * i, value: null}));
    await writeOpenInterest(database.pool, number, interest);
    const ratios = told.map((time) => ({subject: "BBBUSDT", figure: "long_short_ratio", time, value: 2}));
    const {exchange: source} = PERPETUAL;
    await writeFigures(database.pool, {source, figures: ratios, recordedAt: START});
  } else await writeBooks(number, trades);
}

function quoteOf({time, price}: {time: number; price: number}, i: number) {
  const [bid, ask] = [price * 0.999, price * 1.001];
  return {time, recordedAt: time, sequence: i, bid, bidAmount: 40, ask, askAmount: 40};
}

/** A snapshot at the beginning, and for each trade a change that moves both sides. */
async function writeBooks(number: number, trades: readonly {time: number; price: number}[]): Promise<void> {
  const levels = ({price}: {price: number}, side: 1 | -1, amount: number) =>
    [1, 2, 3].map((step) => [price * (1 + side * step * 0.001), amount] as const);
  const [first, ...rest] = trades as [(typeof trades)[number], ...(typeof trades)[number][]];
  const book = {bids: levels(first, -1, 30), asks: levels(first, 1, 30)};
  await writeBook(database.pool, number, {time: first.time, recordedAt: first.time, sequence: 1, ...book});
  const changes = rest.map((trade, i) => {
    const before = trades[i] as (typeof trades)[number];
    return {
      ...{time: trade.time, recordedAt: trade.time, firstUpdate: i + 2, lastUpdate: i + 2, previousUpdate: null},
      bids: [...levels(before, -1, 0), ...levels(trade, -1, 30)],
      asks: [...levels(before, 1, 0), ...levels(trade, 1, 30)]
    };
  });
  await writeBookChanges(database.pool, number, changes);
}

async function strategy(name: string, symbol: string, execution: object = {}): Promise<string> {
  const path = join(data, `${name}.yaml`);
  const rules = {
    enterLong: "sma(3) crosses above sma(9)",
    exitLong: "sma(3) crosses below sma(9)"
  };
  const decision = {sizing: {fraction: 0.3}, limits: {perPosition: 0.5}};
  const shared = {timeframe: "1h", startCapital: "10000", warmUpCandles: WARM_UP, symbols: [symbol]};
  await writeFile(path, stringify({...shared, name, rules, decision, execution}));
  return path;
}

const from = new Date(START + WARM_UP * HOUR_MS).toISOString();
const backtest = async (path: string, id = snapshot) => {
  const ran = await papertapeHere(["backtest", path], {from, snapshot: id}, environment);
  const result = ran.result as BacktestRun;
  const report = JSON.parse(await readFile(join(result.folder, "report.json"), "utf8")) as RunReport;
  return {...result, report, lines: ran.lines};
};
const session = async (path: string, tape = "imported") =>
  (await papertapeHere(["live"], {from, tape, strategy: path}, environment)).result as TradedTape;

describe("a snapshot with trades, books and funding", () => {
  it("freezes all of them within the time of its candles, is whole, and has one id for one content", async () => {
    const first = await createSnapshot({...given(), query: {}});
    expect(first.created).toBe(false);
    const counts = (first.manifest.flows ?? []).map(({instrument, kind, rows}) => `${instrument} ${kind} ${rows}`);
    expect(counts).toEqual([
      `${SPOT.id} trades ${CANDLES * 4}`,
      `${SPOT.id} books 1`,
      `${SPOT.id} bookChanges ${CANDLES * 4 - 1}`,
      `${PERPETUAL.id} trades ${CANDLES * 4}`,
      `${PERPETUAL.id} funding ${Math.floor((CANDLES - 1) / 8)}`,
      `${PERPETUAL.id} quotes ${CANDLES * 4}`,
      `${PERPETUAL.id} figures ${(2 * CANDLES) / 5}`
    ]);
    expect((await verifySnapshot(first.folder)).faults).toEqual([]);
    const [from, to] = [START, START + 9e12];
    const source = snapshotFlows(first.folder, first.manifest);
    const [book] = await source.read("books", {instrument: SPOT.id, from, to});
    expect(book).toMatchObject({sequence: 1, bids: {length: 3}, asks: {length: 3}});
    await source.close();
  });

  it("names the one row of trades or funding that was changed", async () => {
    const made = await createSnapshot({
      ...given(),
      folder: join(data, "changed"),
      query: {instruments: [PERPETUAL.id]}
    });
    const instance = await DuckDBInstance.create(join(made.folder, "market.duckdb"));
    const connection = await instance.connect();
    const changed = START + 7 * 8 * HOUR_MS;
    await connection.run(`update funding_rates set rate = rate + 1e-9 where time_ms = ${changed}`);
    connection.closeSync();
    instance.closeSync();
    const {faults} = await verifySnapshot(made.folder);
    expect(faults).toContainEqual(
      expect.objectContaining({kind: "row", where: `${PERPETUAL.id} funding`, openTime: changed})
    );
  });

  it("has the id of candles alone where there is nothing else, and differs from one with more", async () => {
    const bare = await createSnapshot({...given(), query: {instruments: [BARE.id]}});
    expect(bare.manifest.flows).toBeUndefined();
    const {query, series, instrumentsHash, gapsHash} = bare.manifest;
    expect(snapshotId({query, series, instrumentsHash, gapsHash})).toBe(bare.id);
    const before = await createSnapshot({
      ...given(),
      query: {instruments: [PERPETUAL.id], knownAt: START + 100 * HOUR_MS}
    });
    const after = await createSnapshot({...given(), query: {instruments: [PERPETUAL.id]}});
    const {isSame, flows} = await diffSnapshots(before.folder, after.folder);
    expect(isSame).toBe(false);
    expect(flows.map(({kind, rowsInFirst, rowsInSecond}) => [kind, rowsInFirst < rowsInSecond])).toEqual([
      ["trades", true],
      ["funding", true],
      ["quotes", true],
      ["figures", true]
    ]);
  });

  it("lets research hear what its factors ask for: funding, trades, books and what is told of positions", async () => {
    const measured = async (symbol: string, factors: readonly string[]) => {
      const options = {snapshot, symbol: [symbol], factors, horizons: ["1"], workers: "1"};
      const {result} = await papertapeHere(["factors"], options, environment);
      return new Map((result as FactorImpactFile).factors.map(({name, horizons}) => [name, horizons[0]]));
    };
    const changing = ["open-interest-change-2", "trade-imbalance-12", "quoted-spread"];
    // These are heard too, but never change here.
    const constant = ["funding-rate", "long-short-ratio"];
    const impacts = await measured(PERPETUAL.symbol, [...changing, ...constant]);
    for (const name of changing) expect(impacts.get(name)?.pairs, name).toBeGreaterThan(CANDLES / 2);
    for (const name of constant)
      expect(impacts.get(name)?.dropped["too few candles or no spread"], name).toBeGreaterThan(CANDLES / 2);
    const [bare] = (await measured(SPOT.symbol, ["open-interest-change-2"])).values();
    expect(bare).toMatchObject({pairs: 0, dropped: {"not defined yet": CANDLES - 1}});
  });
});

describe("a backtest equals the paper session over the same tape", () => {
  for (const fills of ["trades", "book", "book-and-trades"])
    it(`where orders fill from ${fills}`, async () => {
      const path = await strategy(`spot-${fills}`, SPOT.symbol, {fills});
      const ran = await backtest(path);
      const traded = await session(path);
      expect(traded).toMatchObject({digest: ran.digest, fills: ran.fills, isFinished: true});
      expect(ran.fills).toBeGreaterThan(3);
      expect(ran.report.tape).toEqual(expect.arrayContaining(fills === "book" ? ["books"] : ["trades"]));
      const parity = await papertapeHere(["parity", traded.session], {}, environment);
      expect(parity).toMatchObject({code: 0, lines: [expect.stringContaining("same")]});
      const replay = await papertapeHere(["replay", traded.session], {}, environment);
      expect(replay.code).toBe(0);
    });

  it("where a perpetual pays funding, on candles and on trades, from the database and from a snapshot", async () => {
    for (const fills of ["candles", "trades"]) {
      const path = await strategy(`perpetual-${fills}`, PERPETUAL.symbol, {fills});
      const ran = await backtest(path);
      expect(ran.report.tape).toContain("funding");
      expect(Math.abs(Number(ran.report.ledger.funding))).toBeGreaterThan(0);
      expect((await session(path)).digest).toBe(ran.digest);
      expect((await session(path, snapshot)).digest).toBe(ran.digest);
    }
  });
});

describe("what is not there", () => {
  it("is told before the run where orders fill from it, and only told where funding is missing", async () => {
    const path = await strategy("bare", BARE.symbol, {fills: "trades"});
    await expect(backtest(path)).rejects.toMatchObject({code: "EXECUTION_NOT_POSSIBLE"});
    const candles = await backtest(await strategy("bare-candles", BARE.symbol));
    expect(candles.report.tape).toEqual(["1h candles"]);
    expect(candles.lines.join()).not.toContain("funding");
    await database.pool.query("delete from funding_rates");
    const {id} = await createSnapshot({...given(), query: {instruments: [PERPETUAL.id]}});
    const unfunded = await backtest(await strategy("unfunded", PERPETUAL.symbol), id);
    expect(unfunded.lines.join()).toContain(`no funding of ${PERPETUAL.id}`);
  });
});
