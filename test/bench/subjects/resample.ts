/**
 * Five million one-minute candles to hours: ours against pandas and DuckDB, all from columns of numbers in memory to
 * columns in memory, one thread each, in processor time of the whole process, page faults and collected garbage included.
 */
import {execFileSync, spawnSync} from "node:child_process";
import {DOUBLE, DuckDBDataChunk, DuckDBInstance} from "@duckdb/node-api";
import {resample} from "../../../src/lib/market-data/resample.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {minuteCandles} from "../minute-candles.js";
import {leastProcessorTime, numberOption, printRatio, printTimes, type WallTime} from "../wall-clock.js";

const ROWS = numberOption("rows", 5_000_000);
const ROUNDS = numberOption("rounds", 5);
const NAMES = CANDLE_COLUMN_NAMES;
const SUMS = ["volume", "quoteVolume", "tradeCount", "takerBuyVolume"] as const;
const DUCKDB_SUMS = SUMS.map((name) => `sum(${name}) as ${name}`).join(", ");
const CHUNK_ROWS = 2048;

/**
 * The same candles, made by numpy: what they are does not matter for the time. Prints seconds of the fastest round, from
 * times as numbers and from an index of times that is there already.
 */
const PANDAS = `
import sys, time, numpy, pandas
rows, rounds = int(sys.argv[1]), int(sys.argv[2])
random = numpy.random.default_rng(1)
time_ms = numpy.arange(rows, dtype="float64") * 60000 + 1420070400000
price = 30000 + random.standard_normal(rows).cumsum()
sums = ["volume", "quoteVolume", "tradeCount", "takerBuyVolume"]
frame = pandas.DataFrame({"time": time_ms, "open": price, "high": price + 1, "low": price - 1, "close": price, **{name: random.random(rows) for name in sums}})
rule = {"open": "first", "high": "max", "low": "min", "close": "last", **{name: "sum" for name in sums}}
indexed = frame.set_index(pandas.to_datetime(frame["time"], unit="ms"))
best, best_indexed = 1e9, 1e9
for _ in range(rounds):
  started = time.process_time()
  frame.set_index(pandas.to_datetime(frame["time"], unit="ms")).resample("1h").agg(rule)
  best = min(best, time.process_time() - started)
  started = time.process_time()
  indexed.resample("1h").agg(rule)
  best_indexed = min(best_indexed, time.process_time() - started)
print(best, best_indexed)
`;

const columns = minuteCandles(ROWS);
const connection = await filledDuckdb(columns);
const times = await leastProcessorTime(ROUNDS, {
  // Amounts are summed as decimals, right to the last digit; the others sum doubles.
  papertape: async () => resample(columns, "1h"),
  DuckDB: () =>
    connection.run(`create or replace temp table hours as select floor(openTime / 3600000) * 3600000 as openTime,
      first(open order by openTime) as open, max(high) as high, min(low) as low, last(close order by openTime) as close,
      ${DUCKDB_SUMS} from minutes group by 1`),
  "DuckDB, trusting the order of rows": () =>
    connection.run(`create or replace temp table hours as select floor(openTime / 3600000) * 3600000 as openTime,
      first(open) as open, max(high) as high, min(low) as low, last(close) as close, ${DUCKDB_SUMS}
      from minutes group by 1`)
});
const peers = {...times, ...pandasTimes()};
printTimes(peers, ROWS);
for (const [name, {seconds}] of Object.entries(peers))
  if (name !== "papertape") printRatio(`of the speed of ${name}`, seconds / (peers.papertape?.seconds ?? 0));

async function filledDuckdb(candles: CandleColumns) {
  const instance = await DuckDBInstance.create(":memory:");
  const made = await instance.connect();
  await made.run("set threads = 1");
  await made.run(`create table minutes (${NAMES.map((name) => `${name} double`).join(", ")})`);
  const appender = await made.createAppender("minutes");
  const chunk = DuckDBDataChunk.create(NAMES.map(() => DOUBLE));
  for (let from = 0; from < candles.length; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, candles.length - from);
    chunk.rowCount = rows;
    NAMES.forEach((name, c) => {
      const vector = chunk.getColumnVector(c);
      for (let i = 0; i < rows; i++) vector.setItem(i, candles[name][from + i] as number);
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  return made;
}

/** None where no Python with pandas is found. */
function pandasTimes(): Record<string, WallTime> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if (spawnSync(python, ["-c", "import pandas"]).status !== 0) continue;
    const printed = execFileSync(python, ["-c", PANDAS, String(ROWS), String(ROUNDS)], {encoding: "utf8"});
    const [fromNumbers, indexed] = printed.trim().split(" ").map(Number);
    return {pandas: {seconds: fromNumbers ?? 0}, "pandas, times indexed before": {seconds: indexed ?? 0}};
  }
  console.log("NOT TRIED: pandas (no python3 here has it; Debian's package is python3-pandas)");
  return {};
}
