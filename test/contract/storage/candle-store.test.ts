/** Candles: idempotent, with revisions kept, the same on plain PostgreSQL and on TimescaleDB. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {candleAt, sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {readCandles, writeCandles} from "../../../src/loaders/database/candle-store.js";
import {
  ensureSeries,
  listSeries,
  type Series,
  upsertInstrument
} from "../../../src/loaders/database/instrument-store.js";
import {appendLiveCandles} from "../../../src/loaders/database/live-candles.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

const RECORDED = Date.UTC(2024, 0, 1);
const LATER = RECORDED + 3_600_000;

/** Names of columns that differ in any bit. Comparing numbers one by one takes vitest seconds. */
const differences = (a: CandleColumns, b: CandleColumns) =>
  CANDLE_COLUMN_NAMES.filter((name) => Buffer.compare(bytes(a[name]), bytes(b[name])) !== 0);
const bytes = (column: Float64Array) => Buffer.from(column.buffer, column.byteOffset, column.byteLength);

describeOnDatabases("the candle store", (open) => {
  let database: TestDatabase;
  let made = 0;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.drop());

  async function newSeries(): Promise<Series> {
    const instrument = testInstrument(`COIN${made++}/USDT`);
    await upsertInstrument(database.pool, instrument);
    return ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
  }
  const write = (series: Series, columns: CandleColumns, recordedAt = RECORDED) =>
    writeCandles(database.pool, {series, columns, origin: "archive", recordedAt});
  const coverageOf = async (series: Series) => (await listSeries(database.pool, {instruments: [series.instrument]}))[0];

  it("gives back every figure to the last bit, over several years of partitions", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 30_000});
    expect(await write(series, columns)).toEqual({inserted: 30_000, revised: 0, unchanged: 0});
    const read = await readCandles(database.pool, series);
    expect(differences(read, columns)).toEqual([]);
  });

  it("reads [from, to) only", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 100});
    await write(series, columns);
    const [from, to] = [columns.openTime[10] as number, columns.openTime[20] as number];
    expect((await readCandles(database.pool, series, {from, to})).openTime).toEqual(columns.openTime.slice(10, 20));
  });

  it("changes nothing when the same rows are written again", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 500});
    await write(series, columns);
    expect(await write(series, columns, LATER)).toEqual({inserted: 0, revised: 0, unchanged: 500});
    expect(await coverageOf(series)).toMatchObject({candles: 500, firstOpenTime: columns.openTime[0]});
  });

  it("ends with the same rows whatever parts they came in", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 300});
    for (const [from, to] of [
      [100, 200],
      [0, 120],
      [180, 300],
      [50, 250]
    ] as const)
      await write(series, sliceColumns(columns, from, to));
    expect((await readCandles(database.pool, series)).close).toEqual(columns.close);
    expect(await coverageOf(series)).toMatchObject({candles: 300, lastOpenTime: columns.openTime[299]});
  });

  it("keeps the older version of a row that changes, and what was known when can be asked", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 50});
    await write(series, columns);
    const corrected = {...columns, close: columns.close.slice()};
    corrected.close[7] = (columns.close[7] as number) + 1;
    expect(await write(series, corrected, LATER)).toEqual({inserted: 0, revised: 1, unchanged: 49});
    expect((await readCandles(database.pool, series)).close).toEqual(corrected.close);
    expect((await readCandles(database.pool, series, {knownAt: LATER - 1})).close).toEqual(columns.close);
    expect((await readCandles(database.pool, series, {knownAt: LATER})).close).toEqual(corrected.close);
    expect((await readCandles(database.pool, series, {knownAt: RECORDED - 1})).length).toBe(0);
  });

  it("does not take a figure that a poorer source leaves out for a correction", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 10});
    await write(series, columns);
    const poorer = {...columns, quoteVolume: new Float64Array(10).fill(Number.NaN)};
    expect(await write(series, poorer, LATER)).toMatchObject({revised: 0});
    expect((await readCandles(database.pool, series)).quoteVolume).toEqual(columns.quoteVolume);
  });

  it("adds nothing twice when two writers load the same rows at once", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 2000});
    const results = await Promise.all([write(series, columns), write(series, columns), write(series, columns)]);
    expect(results.reduce((sum, {inserted}) => sum + inserted, 0)).toBe(2000);
    expect(await coverageOf(series)).toMatchObject({candles: 2000});
  });

  it("leaves nothing of a write that fails in the middle", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 5000});
    const recordedAt = new Float64Array(5000).fill(RECORDED);
    recordedAt[4000] = Number.NaN;
    const failing = writeCandles(database.pool, {series, columns, origin: "archive", recordedAt});
    await expect(failing).rejects.toThrow(/recorded_at/);
    expect((await readCandles(database.pool, series)).length).toBe(0);
    expect(await coverageOf(series)).toMatchObject({candles: 0});
  });

  it("refuses candles out of order", async () => {
    const series = await newSeries();
    const columns = walkCandles({length: 3});
    columns.openTime.reverse();
    await expect(write(series, columns)).rejects.toThrow("opens after the one before it");
  });

  describe("of the moment", () => {
    it("says of each row whether it was new, a correction or nothing new", async () => {
      const [one, two] = [await newSeries(), await newSeries()];
      const columns = walkCandles({length: 3});
      const first = {series: one, candle: candleAt(columns, 0), recordedAt: RECORDED};
      const corrected = {...first, candle: {...first.candle, close: 1}, recordedAt: LATER};
      const other = {series: two, candle: candleAt(columns, 1), recordedAt: RECORDED};
      expect(await appendLiveCandles(database.pool, [first, other, first, corrected], "exchange")).toEqual([
        {outcome: "inserted", revision: 0},
        {outcome: "inserted", revision: 0},
        {outcome: "unchanged", revision: 0},
        {outcome: "revised", revision: 1}
      ]);
      expect((await readCandles(database.pool, one)).close[0]).toBe(1);
      expect((await readCandles(database.pool, one, {knownAt: RECORDED})).close[0]).toBe(first.candle.close);
      expect(await coverageOf(one)).toMatchObject({candles: 1});
    });

    it("meet what a backfill wrote", async () => {
      const series = await newSeries();
      const columns = walkCandles({length: 20});
      await write(series, sliceColumns(columns, 0, 15));
      const rows = [12, 13, 14, 15, 16].map((i) => ({series, candle: candleAt(columns, i), recordedAt: LATER}));
      const outcomes = await appendLiveCandles(database.pool, rows, "exchange");
      expect(outcomes.map(({outcome}) => outcome)).toEqual([
        "unchanged",
        "unchanged",
        "unchanged",
        "inserted",
        "inserted"
      ]);
      expect(await coverageOf(series)).toMatchObject({candles: 17, lastOpenTime: columns.openTime[16]});
    });
  });
});
