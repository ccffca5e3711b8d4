/** The database's upkeep: rows that are old enough go, candles stay, daily figures are made ready; a failure is told. */
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {startUpkeep} from "../../../src/live/collection/upkeep.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {readTrades, writeTrades} from "../../../src/loaders/database/market-record-store.js";
import {keepUp, refreshDailyCandles} from "../../../src/loaders/database/upkeep.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

const NOW = Date.UTC(2024, 5, 20, 6);
const ALL = {from: 0, to: Date.UTC(2100, 0, 1)};
const FOR_EVER = {tradesDays: null, booksDays: null};

describeOnDatabases("upkeep", (open) => {
  let database: TestDatabase;
  let number: number;
  beforeEach(async () => {
    database = await open();
    number = await upsertInstrument(database.pool, testInstrument("AAA/USDT"));
    const times = [NOW - 100 * DAY_MS, NOW - DAY_MS];
    const trades = times.map((time) => ({
      ...{time, recordedAt: time, tradeId: `${time}`, price: 1, amount: 1},
      takerSide: null
    }));
    await writeTrades(database.pool, number, trades);
  });
  afterEach(() => database?.drop());

  const tradeTimes = async () => (await readTrades(database.pool, number, ALL)).map(({time}) => time);

  describe("keepUp", () => {
    it("drops trades that are older than they shall be kept, and nothing without being told", async () => {
      expect(await keepUp(database.pool, {now: NOW, retention: FOR_EVER})).toEqual({dropped: 0});
      expect((await tradeTimes()).length).toBe(2);
      const {dropped} = await keepUp(database.pool, {now: NOW, retention: {tradesDays: 10, booksDays: 10}});
      expect(dropped).toBeGreaterThan(0);
      expect(await tradeTimes()).toEqual([NOW - DAY_MS]);
    });

    it("makes daily figures ready, and a range that is loaded late once it is named", async () => {
      const series = await ensureSeries(database.pool, {instrument: testInstrument("AAA/USDT").id, timeframe: "1h"});
      const day = Math.floor(NOW / DAY_MS) * DAY_MS - 5 * DAY_MS;
      const hours = (from: number, count: number) => walkCandles({timeframe: "1h", from, length: count});
      const write = (from: number, count: number) =>
        writeCandles(database.pool, {series, columns: hours(from, count), origin: "archive", recordedAt: NOW});
      const figures = async () =>
        (await database.pool.query<{candles: string}>("select candles from daily_candles order by day")).rows.map(
          ({candles}) => Number(candles)
        );
      await write(day, 24 * 5);
      await keepUp(database.pool, {now: NOW, retention: FOR_EVER});
      expect(await figures()).toEqual([24, 24, 24, 24, 24]);
      await write(day - DAY_MS, 12);
      await refreshDailyCandles(database.pool, {from: day - DAY_MS, before: day});
      expect(await figures()).toEqual([12, 24, 24, 24, 24, 24]);
    });
  });

  describe("startUpkeep", () => {
    it("works at once and again later, tells a failure and goes on", async () => {
      const done: number[] = [];
      const failures: unknown[] = [];
      let fails = 1;
      const now = () => {
        if (fails-- > 0) throw new Error("no clock");
        return NOW;
      };
      const upkeep = startUpkeep({
        pool: database.pool,
        retention: {tradesDays: 10, booksDays: null},
        now,
        everyMs: 20,
        onDone: ({dropped}) => done.push(dropped),
        onFailure: (error) => failures.push(error)
      });
      await vi.waitFor(() => expect(done.length).toBeGreaterThan(1), {timeout: 20_000});
      await upkeep.stop();
      expect(failures).toMatchObject([{message: "no clock"}]);
      expect(done[0]).toBeGreaterThan(0);
      expect(await tradeTimes()).toEqual([NOW - DAY_MS]);
    });
  });
});
