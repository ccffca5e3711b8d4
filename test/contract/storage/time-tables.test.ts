/** What partitions do on one flavour and hypertables on the other: the same calls, the same answers. */
import {afterAll, beforeAll, expect, it} from "vitest";
import {DAY_MS, HOUR_MS} from "../../../src/lib/core/time.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {readCandles, writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, type Series, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {writeTrades} from "../../../src/loaders/database/market-record-store.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

/** What the compression policy does in time. Plain PostgreSQL does not compress. */
async function compressAll({pool}: TestDatabase): Promise<void> {
  const {rowCount} = await pool.query("select from pg_extension where extname = 'timescaledb'");
  if (rowCount !== 0) await pool.query("select compress_chunk(chunk, true) from show_chunks('candles') as chunk");
}

describeOnDatabases("a table over time", (open) => {
  let database: TestDatabase;
  let series: Series;
  let number: number;
  const from = Date.UTC(2021, 10, 20);
  const columns = walkCandles({length: 24 * 100, from});

  beforeAll(async () => {
    database = await open();
    const instrument = testInstrument("AAA/USDT");
    number = await upsertInstrument(database.pool, instrument);
    series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
  });
  afterAll(() => database?.drop());

  const days = async () =>
    (
      await database.pool.query(
        "select epoch_ms(day)::float8 as day, candles::int, open, high, low, close from daily_candles order by day"
      )
    ).rows;

  function expectedDays(length: number) {
    return Array.from({length: Math.ceil(length / 24)}, (_, day) => {
      const part = sliceColumns(columns, day * 24, Math.min(length, day * 24 + 24));
      return {
        day: from + day * DAY_MS,
        candles: part.length,
        open: part.open[0],
        high: Math.max(...part.high.subarray(0, part.length)),
        low: Math.min(...part.low.subarray(0, part.length)),
        close: part.close[part.length - 1]
      };
    });
  }
  const write = (to: number) =>
    writeCandles(database.pool, {series, columns: sliceColumns(columns, 0, to), origin: "simulated", recordedAt: from});

  it("gives daily figures before anything was refreshed", async () => {
    await write(24 * 50 + 7);
    expect(await days()).toEqual(expectedDays(24 * 50 + 7));
  });

  it("gives the same daily figures after a refresh, and of candles that come later", async () => {
    await database.pool.query("call refresh_daily_candles(null, at_ms($1))", [from + 40 * DAY_MS]);
    await write(columns.length);
    expect(await days()).toEqual(expectedDays(columns.length));
  });

  it("takes a correction into the daily figures at the next refresh", async () => {
    const corrected = {...columns, high: columns.high.slice()};
    corrected.high[30] = 1e6;
    await writeCandles(database.pool, {series, columns: corrected, origin: "simulated", recordedAt: from + HOUR_MS});
    await database.pool.query("call refresh_daily_candles(at_ms($1), at_ms($2))", [from, from + 2 * DAY_MS]);
    expect((await days())[1]).toMatchObject({high: 1e6});
  });

  it("puts times into buckets from Monday on", async () => {
    const {rows} = await database.pool.query(
      "select epoch_ms(time_floor('1 week', at_ms($1))) as week, epoch_ms(time_floor('4 hours', at_ms($1))) as quarter",
      [Date.UTC(2022, 0, 2, 23, 59)]
    );
    expect(rows).toEqual([{week: Date.UTC(2021, 11, 27), quarter: Date.UTC(2022, 0, 2, 20)}]);
  });

  it("takes corrections of candles that have been compressed", async () => {
    await compressAll(database);
    const corrected = {...columns, low: columns.low.slice()};
    corrected.low[100] = 1e-6;
    const written = await writeCandles(database.pool, {
      series,
      columns: corrected,
      origin: "archive",
      recordedAt: from + DAY_MS
    });
    // The high of the test before is corrected back as well.
    expect(written).toMatchObject({inserted: 0, revised: 2});
    expect((await readCandles(database.pool, series)).low[100]).toBe(1e-6);
  });

  it("drops what is older than its table keeps, and nothing of tables that keep everything", async () => {
    const months = [0, 1, 2, 3].map((month) => Date.UTC(2021, month, 20));
    const trade = {price: 1, amount: 1, takerSide: null, recordedAt: from};
    await writeTrades(
      database.pool,
      number,
      months.map((time, i) => ({...trade, time, tradeId: String(i)}))
    );
    await database.pool.query("select keep_for('trades', interval '30 days')");
    await database.pool.query("select apply_retention($1)", [new Date(Date.UTC(2021, 3, 10))]);
    const left = await database.pool.query("select epoch_ms(time) as time from trades order by 1");
    expect(left.rows.map(({time}) => time)).toEqual(months.slice(2));
    expect((await days()).length).toBe(100);
  });
});
