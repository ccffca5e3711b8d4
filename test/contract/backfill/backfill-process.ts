/** A backfill in a process of its own, for the test that kills it. Arguments: database, exchange's addresses, range. */
import {backfillCandles} from "../../../src/loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../../src/loaders/backfill/database-candle-sink.js";
import {createPool} from "../../../src/loaders/database/open-database.js";
import {openExchange} from "../../../src/loaders/exchange/open-exchange.js";

const [databaseUrl = "", url = "", wsUrl = "", from = "", before = ""] = process.argv.slice(2);
const pool = createPool(databaseUrl, 4);
const connection = await openExchange("simulated", {urls: {url, wsUrl}});
const result = await backfillCandles({
  connection,
  sink: databaseCandleSink(pool),
  symbols: connection.instruments().map(({symbol}) => symbol),
  timeframes: ["5m"],
  from: Number(from),
  before: Number(before),
  concurrency: 2,
  // One line a stored batch: the test kills in the middle of them.
  onProgress: ({rows}) => console.log(rows)
});
console.log(JSON.stringify(result));
await connection.close();
await pool.end();
