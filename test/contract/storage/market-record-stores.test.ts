/** Instruments, refused rows, load progress, trades, funding, open interest and books. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {
  ensureSeries,
  listSeries,
  readInstrument,
  type Series,
  upsertInstrument
} from "../../../src/loaders/database/instrument-store.js";
import {
  readFunding,
  readOpenInterest,
  readTrades,
  type TradeRecord,
  writeBook,
  writeFunding,
  writeOpenInterest,
  writeTrades
} from "../../../src/loaders/database/market-record-store.js";
import {clearProgress, readProgress, saveProgress} from "../../../src/loaders/database/progress-store.js";
import {listQuarantine, quarantineRows} from "../../../src/loaders/database/quarantine-store.js";
import {testInstrument} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

const TIME = Date.UTC(2011, 8, 13);
const ALL = {from: 0, to: Date.UTC(2100, 0, 1)};

describeOnDatabases("the stores beside candles", (open) => {
  let database: TestDatabase;
  let number: number;
  let series: Series;
  const instrument = testInstrument("AAA/USDT", {priceIncrement: "0.000000000100", kind: "perpetual"});

  beforeAll(async () => {
    database = await open();
    number = await upsertInstrument(database.pool, instrument);
    series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1m"});
  });
  afterAll(() => database?.drop());

  describe("instruments and series", () => {
    it("keep increments as the exact text they were given as", async () => {
      expect(await readInstrument(database.pool, instrument.id)).toEqual(instrument);
    });

    it("keep their numbers when they are described again", async () => {
      expect(await upsertInstrument(database.pool, {...instrument, takerFee: 0.002})).toBe(number);
      expect((await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1m"})).id).toBe(series.id);
      expect(await readInstrument(database.pool, instrument.id)).toMatchObject({takerFee: 0.002});
    });

    it("are listed by instrument, then by length of timeframe", async () => {
      for (const timeframe of ["1d", "1h", "1w"] as const)
        await ensureSeries(database.pool, {instrument: instrument.id, timeframe});
      const listed = await listSeries(database.pool);
      expect(listed.map(({timeframe}) => timeframe)).toEqual(["1m", "1h", "1d", "1w"]);
      expect(listed[0]).toMatchObject({candles: 0, firstOpenTime: null, lastOpenTime: null, isSimulated: true});
    });

    it("refuse a series of an instrument that is not there", async () => {
      const absent = testInstrument("NONE/USDT").id;
      await expect(ensureSeries(database.pool, {instrument: absent, timeframe: "1m"})).rejects.toThrow(absent);
    });
  });

  it("keeps a refused row once, with its reason and as it came", async () => {
    const rows = [
      {openTime: TIME, text: "1,2,NaN,\u0000\\x", reason: "high is no number"},
      {openTime: null, text: "garbage", reason: "no time"}
    ];
    const refuse = () => quarantineRows(database.pool, {series, rows, origin: "archive", at: TIME});
    expect(await refuse()).toBe(2);
    expect(await refuse()).toBe(0);
    expect(await listQuarantine(database.pool, {series: series.id})).toMatchObject([
      {text: "garbage", reason: "no time", openTime: null, instrument: instrument.id},
      {text: "1,2,NaN,\uFFFD\\x", openTime: TIME, origin: "archive"}
    ]);
    expect(await listSeries(database.pool, {timeframes: ["1m"]})).toMatchObject([{quarantinedRows: 2}]);
  });

  it("remembers how far a load has come until it is forgotten", async () => {
    const progress = {job: "load testex", part: "AAA 1m", position: {next: TIME}, loadedRows: 10, isDone: false};
    await saveProgress(database.pool, progress);
    await saveProgress(database.pool, {...progress, loadedRows: 20, isDone: true});
    expect(await readProgress(database.pool, "load testex")).toEqual([{...progress, loadedRows: 20, isDone: true}]);
    await clearProgress(database.pool, "load testex");
    expect(await readProgress(database.pool, "load testex")).toEqual([]);
  });

  it("keeps each trade once, over months, in order of time and id", async () => {
    const trades: TradeRecord[] = Array.from({length: 300}, (_, i) => ({
      time: TIME + Math.floor(i / 2) * 86_400_000,
      tradeId: String(i + 5),
      price: 5 + i,
      amount: 0.1,
      takerSide: i % 3 === 0 ? "buy" : i % 3 === 1 ? "sell" : null,
      recordedAt: TIME
    }));
    expect(await writeTrades(database.pool, number, [...trades].reverse())).toBe(300);
    expect(await writeTrades(database.pool, number, trades)).toBe(0);
    expect(await readTrades(database.pool, number, ALL)).toEqual(trades);
  });

  it("keeps funding and open interest once", async () => {
    const funding = [{time: TIME, rate: -0.0001, intervalHours: 8, recordedAt: TIME}];
    const interest = [{time: TIME, amount: 12.5, value: null, recordedAt: TIME}];
    for (const added of [1, 0]) {
      expect(await writeFunding(database.pool, number, funding)).toBe(added);
      expect(await writeOpenInterest(database.pool, number, interest)).toBe(added);
    }
    expect(await readFunding(database.pool, number, ALL)).toEqual(funding);
    expect(await readOpenInterest(database.pool, number, ALL)).toEqual(interest);
  });

  it("keeps one book a time", async () => {
    const book = {
      time: TIME,
      recordedAt: TIME,
      sequence: 7,
      bids: [[1, 2]],
      asks: [
        [1.5, 3],
        [1.6, 4]
      ]
    } as const;
    expect(await writeBook(database.pool, number, book)).toBe(true);
    expect(await writeBook(database.pool, number, book)).toBe(false);
  });
});
