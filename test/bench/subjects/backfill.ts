/**
 * 200 symbols in 4 timeframes from the simulated exchange (a process of its own) into the embedded database: pace, and
 * memory at each tenth of the way, which must not grow with what has been loaded.
 */
import {fork} from "node:child_process";
import {once} from "node:events";
import {fileURLToPath} from "node:url";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {withBenchDatabase} from "../bench-database.js";
import {numberOption, peakMemoryMib} from "../wall-clock.js";

const SYMBOLS = numberOption("symbols", 200);
const DAYS = numberOption("days", 10);
const TIMEFRAMES = ["5m", "15m", "1h", "4h"] as const;

await withBenchDatabase(async ({pool}) => {
  const script = fileURLToPath(new URL("../many-symbols-exchange.ts", import.meta.url));
  const server = fork(script, [String(SYMBOLS), String(DAYS)], {execArgv: ["--import", "tsx"]});
  const [given] = (await once(server, "message")) as [{url: string; wsUrl: string; now: number}];
  const connection = await openExchange("simulated", {urls: given, rateLimitMs: numberOption("rate-limit-ms", 5)});
  try {
    let nextTenth = 0.1;
    const started = performance.now();
    const result = await backfillCandles({
      connection,
      sink: databaseCandleSink(pool),
      symbols: connection.instruments().map(({symbol}) => symbol),
      timeframes: TIMEFRAMES,
      from: given.now - DAYS * 24 * HOUR_MS,
      concurrency: 16,
      onProgress: ({share, rowsPerSecond, leftMs}) => {
        if (share < nextTenth) return;
        nextTenth += 0.1;
        const left = leftMs === null ? "?" : (leftMs / 1000).toFixed(0);
        const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
        console.log(`${Math.round(share * 100)} %  ${Math.round(rowsPerSecond)} rows/s, ${left} s left, ${memory} MiB`);
      }
    });
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${result.series} series, ${result.inserted} candles, ${result.failures.length} failures, ${seconds.toFixed(1)} s, peak ${peakMemoryMib()} MiB`
    );
  } finally {
    await connection.close();
    server.kill();
  }
});
