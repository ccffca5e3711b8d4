/** Gaps stay gaps: found once, kept with their reason, closed when their candles come. */
import {afterAll, beforeAll, beforeEach, expect, it} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {GapReason} from "../../../src/lib/events/market-data-event.js";
import {gapFound} from "../../../src/lib/market-data/candle-event.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {listGaps, type MarketGap, markGapsRetried, settleGaps} from "../../../src/loaders/database/gap-store.js";
import {
  ensureSeries,
  listSeries,
  type Series,
  upsertInstrument
} from "../../../src/loaders/database/instrument-store.js";
import {recordGap} from "../../../src/loaders/database/record-gap.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

const START = Date.UTC(2023, 4, 1);
const at = (hour: number) => START + hour * HOUR_MS;

/** A gap over the hours `first` to `last`, both missing. */
const gap = (first: number, last: number, reason: GapReason = "unknown"): MarketGap => ({
  from: at(first),
  to: at(last),
  missingCandles: last - first + 1,
  reason
});

describeOnDatabases("the gap store", (open) => {
  let database: TestDatabase;
  let series: Series;
  let made = 0;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.drop());
  beforeEach(async () => {
    const instrument = testInstrument(`GAP${made++}/USDT`);
    await upsertInstrument(database.pool, instrument);
    series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
  });

  const settle = (gaps: readonly MarketGap[], [from, to]: readonly [number, number] = [0, 100], now = 1) =>
    settleGaps(database.pool, {series, range: {from: at(from), to: at(to)}, gaps, at: at(1000 + now)});
  const hours = async (includeClosed = false) => {
    const gaps = await listGaps(database.pool, {series: series.id, includeClosed});
    return gaps.map(({from, to, reason}) => [(from - START) / HOUR_MS, (to - START) / HOUR_MS, reason]);
  };

  it("finds the same gap once, however often it looks", async () => {
    expect(await settle([gap(3, 5), gap(8, 8)])).toEqual({opened: 2, closed: 0});
    expect(await settle([gap(3, 5), gap(8, 8)], [0, 100], 2)).toEqual({opened: 0, closed: 0});
    expect(await listSeries(database.pool, {instruments: [series.instrument]})).toMatchObject([
      {openGaps: 2, missingCandles: 4}
    ]);
  });

  it("closes a gap whose candles have come, and keeps that it was there", async () => {
    await settle([gap(3, 5)]);
    expect(await settle([], [0, 100], 2)).toEqual({opened: 0, closed: 1});
    expect(await hours()).toEqual([]);
    expect(await hours(true)).toEqual([[3, 5, "unknown"]]);
  });

  it("keeps a known reason when the gap shrinks", async () => {
    await settle([gap(3, 9, "exchange-down")]);
    await settle([gap(6, 9)], [0, 100], 2);
    expect(await hours()).toEqual([[6, 9, "exchange-down"]]);
  });

  it("learns a reason later", async () => {
    await settle([gap(3, 5)]);
    await settle([gap(3, 5, "fetch-failed")], [0, 100], 2);
    expect(await hours()).toEqual([[3, 5, "fetch-failed"]]);
  });

  it("leaves what lies outside of the range that was looked at", async () => {
    await settle([gap(0, 20, "delisted")]);
    await settle([], [5, 10], 2);
    expect(await hours()).toEqual([
      [0, 4, "delisted"],
      [10, 20, "delisted"]
    ]);
  });

  it("changes nothing when part of a gap is looked at again", async () => {
    await settle([gap(0, 20, "delisted")]);
    expect(await settle([gap(5, 9)], [5, 10], 2)).toEqual({opened: 0, closed: 0});
    expect(await hours()).toEqual([[0, 20, "delisted"]]);
  });

  it("counts retries with their last reason", async () => {
    await settle([gap(3, 5)]);
    const [found] = await listGaps(database.pool, {series: series.id});
    await markGapsRetried(database.pool, {ids: [found?.id ?? -1], reason: "fetch-failed", at: at(2000)});
    expect(await listGaps(database.pool, {series: series.id})).toMatchObject([
      {retries: 1, retriedAt: at(2000), reason: "fetch-failed", closedAt: null}
    ]);
  });

  it("keeps a gap that was met live, less the candles that came too late for the tape", async () => {
    const live = (reason: GapReason) =>
      recordGap(
        database.pool,
        series,
        gapFound({...{instrument: series.instrument, timeframe: "1h", from: at(3), to: at(6)}, reason})
      );
    await live("exchange-down");
    await live("exchange-down");
    expect(await hours()).toEqual([[3, 6, "exchange-down"]]);
    const columns = walkCandles({from: at(5), length: 1});
    await writeCandles(database.pool, {series, columns, recordedAt: at(8), origin: "exchange"});
    await live("late");
    expect(await hours()).toEqual([
      [3, 4, "exchange-down"],
      [6, 6, "exchange-down"]
    ]);
  });
});
