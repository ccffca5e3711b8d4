/**
 * 20 000 trades a second for a minute from the simulated exchange, through ccxt, to a consumer that stalls for 200 ms at a
 * time. The exchange runs in a process of its own, as exchanges do. Beside it, what ccxt alone would have kept.
 */
import {fork} from "node:child_process";
import {once} from "node:events";
import {fileURLToPath} from "node:url";
import type {Exchange, Trade} from "ccxt";
import {drainTrades} from "../../../src/live/collection/trade-drain.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {pause} from "../../../src/loaders/exchange/retry-exchange.js";
import {numberOption, peakMemoryMib} from "../wall-clock.js";

const PER_SECOND = 20_000;
const SECONDS = numberOption("seconds", 60);
const STALL_MS = 200;
const SYMBOL = "BTC/USDT";
/** Ids of a burst begin here, far above the market's own. */
const FIRST_BURST_ID = 1e12;
const PATIENCE_MS = 120_000;

const server = fork(fileURLToPath(new URL("../burst-exchange.ts", import.meta.url)), [], {
  execArgv: ["--import", "tsx"]
});
const [urls] = (await once(server, "message")) as [{url: string; wsUrl: string}];
try {
  await measureDrain();
  await measureCcxt();
} finally {
  server.kill();
}

async function measureDrain(): Promise<void> {
  const connection = await openExchange("simulated", {urls});
  const drain = drainTrades({client: connection.client, symbol: SYMBOL});
  while (drain.state().received === 0) await pause(20);
  const count = PER_SECOND * SECONDS;
  server.send({symbol: SYMBOL, count, perSecond: PER_SECOND});
  const started = performance.now();
  let taken = 0;
  let longestQueue = 0;
  while (taken < count && performance.now() - started < SECONDS * 1000 + PATIENCE_MS) {
    longestQueue = Math.max(longestQueue, drain.state().waiting);
    taken += drain.take(1_000_000).filter(({id}) => id >= FIRST_BURST_ID).length;
    await pause(STALL_MS);
  }
  const seconds = (performance.now() - started) / 1000;
  const {duplicates, overflowed, gaps} = drain.state();
  const missed = gaps.filter(({from}) => from >= FIRST_BURST_ID).length;
  console.log(`sent ${count}, taken ${taken} in ${seconds.toFixed(1)} s: ${count - taken} lost`);
  console.log(
    `gaps in ids ${missed}, duplicates ${duplicates}, overflowed ${overflowed}, longest queue ${longestQueue}`
  );
  console.log(`peak memory ${peakMemoryMib()} MiB`);
  await drain.stop();
  await connection.close();
}

/** A consumer that asks ccxt itself, with ccxt's own limit of trades kept between two calls. */
async function measureCcxt(): Promise<void> {
  const connection = await openExchange("simulated", {urls});
  const client = connection.client as Exchange & {watchTrades(symbol: string): Promise<Trade[]>};
  (client.options as Record<string, unknown>).tradesLimit = 1_000;
  await client.watchTrades(SYMBOL);
  const count = PER_SECOND * Math.min(SECONDS, 5);
  server.send({symbol: SYMBOL, count, perSecond: PER_SECOND});
  const ids = new Set<number>();
  const until = performance.now() + Math.min(SECONDS, 5) * 1000 + 2_000;
  while (performance.now() < until) {
    const trades = await Promise.race([client.watchTrades(SYMBOL), pause(1_000).then(() => [])]);
    for (const {id} of trades) if (Number(id) >= FIRST_BURST_ID) ids.add(Number(id));
    await pause(STALL_MS);
  }
  console.log(`ccxt alone, same consumer: ${count - ids.size} of ${count} lost`);
  await connection.close();
}
