/** The engine of the pages reads the file of a snapshot, with nothing fetched: the WebAssembly build is older than ours. */
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {expect, it} from "vitest";
import {MarketFileWriter} from "../../../src/loaders/snapshot/market-file-writer.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

/** The part of the blocking build for Node that is used here; its own types want a browser. */
interface BlockingEngine {
  instantiate(onProgress: () => void): Promise<unknown>;
  registerFileBuffer(name: string, bytes: Uint8Array): void;
  connect(): {query(text: string): {toArray(): {toJSON(): unknown}[]}; close(): void};
}

async function startEngine(): Promise<BlockingEngine> {
  const main = createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm");
  const folder = dirname(main);
  const build = createRequire(import.meta.url)(join(folder, "duckdb-node-blocking.cjs"));
  const bundle = (name: string) => ({mainModule: join(folder, `duckdb-${name}.wasm`), mainWorker: ""});
  const bundles = {mvp: bundle("mvp"), eh: bundle("eh")};
  const engine: BlockingEngine = await build.createDuckDB(bundles, new build.VoidLogger(), build.NODE_RUNTIME);
  await engine.instantiate(() => {});
  return engine;
}

it("is read by the WebAssembly build, times, names and nulls included", async () => {
  const folder = await mkdtemp(join(tmpdir(), "papertape-browser-"));
  const file = join(folder, "market.duckdb");
  const columns = walkCandles({length: 3000, from: Date.UTC(2022, 0, 1)});
  const writer = await MarketFileWriter.create(file);
  await writer.addCandles({instrument: "AAA/USDT@testex", timeframe: "1h"}, columns);
  await writer.addTables({instruments: [testInstrument("AAA/USDT")], gaps: [], series: []});
  await writer.close();

  const engine = await startEngine();
  engine.registerFileBuffer("market.duckdb", new Uint8Array(await readFile(file)));
  const connection = engine.connect();
  connection.query("attach 'market.duckdb' as market (read_only)");
  const [row] = connection
    .query(
      `select instrument, min(open_time)::varchar as first, max(open_time_ms) as last, count(*)::int as rows,
         count(quote_volume)::int as known, sum(close) as total
       from market.candles group by instrument`
    )
    .toArray();
  connection.close();
  await rm(folder, {recursive: true});
  expect(row?.toJSON()).toEqual({
    ...{instrument: "AAA/USDT@testex", first: "2022-01-01 00:00:00", last: columns.openTime[2999], rows: 3000},
    known: columns.quoteVolume.filter((value) => !Number.isNaN(value)).length,
    total: expect.closeTo(
      columns.close.reduce((sum, close) => sum + close, 0),
      6
    )
  });
});
