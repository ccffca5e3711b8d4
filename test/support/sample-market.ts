/** A small invented market in a `.duckdb` file of a snapshot's shape: random walks with two gaps, for tests of pages. */
import {rm, writeFile} from "node:fs/promises";
import {DuckDBInstance} from "@duckdb/node-api";
import {type Random, seededRandom} from "../../src/lib/core/random.js";
import {DAY_MS, HOUR_MS, isoTime} from "../../src/lib/core/time.js";

export const SAMPLE_INSTRUMENTS = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "XRP/USDT", "ADA/USDT", "LINK/USDT"] as const;
export const SAMPLE_START = Date.UTC(2025, 0, 1);
export const SAMPLE_DAYS = 300;

const TABLES = `
CREATE TABLE s.candles (instrument VARCHAR, timeframe VARCHAR, open_time TIMESTAMP, open_time_ms DOUBLE, open DOUBLE,
  high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE, quote_volume DOUBLE, trade_count DOUBLE, taker_buy_volume DOUBLE);
CREATE TABLE s.instruments (instrument VARCHAR, base VARCHAR, quote VARCHAR);
CREATE TABLE s.gaps (instrument VARCHAR, timeframe VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP,
  missing_candles DOUBLE, reason VARCHAR);
CREATE TABLE s.quality (instrument VARCHAR, timeframe VARCHAR, finding VARCHAR, rows DOUBLE);
`;

export async function writeSampleMarket(file: string, seed: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`ATTACH '${file}' AS s (STORAGE_VERSION 'v1.0.0')`);
  await connection.run(TABLES);
  for (const [index, instrument] of SAMPLE_INSTRUMENTS.entries()) {
    const rows = walk(seededRandom(seed + index), 100 * 3 ** (3 - index)).filter((row) => !isMissing(index, row.time));
    const lines = rows.map(({time, open, high, low, close, volume}) =>
      [instrument, "1h", isoTime(time), time, open, high, low, close, volume, volume * close, 40, volume / 2].join(",")
    );
    await writeFile(`${file}.csv`, lines.join("\n"));
    await connection.run(`COPY s.candles FROM '${file}.csv' (HEADER false)`);
    await connection.run(`INSERT INTO s.instruments VALUES ('${instrument}', '${instrument.split("/")[0]}', 'USDT')`);
    await connection.run(`INSERT INTO s.quality VALUES ('${instrument}', '1h', 'zero volume', ${index * 3})`);
  }
  await connection.run(DAILY);
  await connection.run(
    `INSERT INTO s.gaps VALUES ('ETH/USDT','1h',epoch_ms(${GAP.from}),epoch_ms(${GAP.to}),${(GAP.to - GAP.from) / HOUR_MS},'exchange down')`
  );
  await connection.run("DETACH s");
  connection.closeSync();
  instance.closeSync();
  await rm(`${file}.csv`);
}

const DAILY = `INSERT INTO s.candles SELECT instrument, '1d', date_trunc('day', open_time) AS day,
  epoch_ms(date_trunc('day', open_time))::DOUBLE, first(open ORDER BY open_time), max(high), min(low),
  last(close ORDER BY open_time), sum(volume), sum(quote_volume), sum(trade_count), sum(taker_buy_volume)
  FROM s.candles GROUP BY instrument, date_trunc('day', open_time) ORDER BY 1, 3`;

const GAP = {from: SAMPLE_START + 70 * DAY_MS, to: SAMPLE_START + 96 * DAY_MS};

/** One instrument has a gap of weeks, another is listed late. */
function isMissing(index: number, time: number): boolean {
  if (index === 1) return time >= GAP.from && time < GAP.to;
  return index === 4 && time < SAMPLE_START + 130 * DAY_MS;
}

function walk(random: Random, price: number) {
  let close = price;
  return Array.from({length: SAMPLE_DAYS * 24}, (_, hour) => {
    const open = close;
    const volatility = 0.006 * (1 + 0.8 * Math.sin(hour / 400));
    close = open * Math.exp(volatility * random.normal());
    const reach = Math.abs(volatility * random.normal());
    const high = Math.max(open, close) * (1 + reach);
    const low = Math.min(open, close) * (1 - reach);
    const volume = 1000 * Math.exp(0.5 * random.normal() + 40 * Math.abs(close / open - 1));
    return {time: SAMPLE_START + hour * HOUR_MS, open, high, low, close, volume};
  });
}
