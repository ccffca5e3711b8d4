/** Order books replayed from a snapshot and its changes, against sampled states that exact decimals gave. */
import {readdirSync} from "node:fs";
import {expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {bookImbalance, midPrice} from "../../../src/lib/factors/book-measures.js";
import {OrderBook} from "../../../src/lib/factors/microstructure/order-book.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {expectClose, figure, type JsonObject, readJson} from "../statistics/golden-files.js";
import {csvRows} from "./market-tape.js";

const market = marketFolder();
const LEVELS = 5;

type Row = (name: string) => string;

function change(row: Row) {
  return {
    side: row("side").startsWith("b") ? ("bid" as const) : ("ask" as const),
    price: Number(row("price")),
    amount: Number(row("size"))
  };
}

function expectState(book: OrderBook, sample: JsonObject): void {
  const what = `after ${String(sample.last_u)}`;
  const {bids, asks} = book.top(LEVELS);
  const numbers = (side: unknown) => (side as [string, string][]).map((level) => level.map(Number));
  expect(bids, what).toEqual(numbers(sample.bids5));
  expect(asks, what).toEqual(numbers(sample.asks5));
  expect(book.sizes, what).toEqual({bids: sample.n_bids, asks: sample.n_asks});
  expect([bids[0]?.[0], asks[0]?.[0]], what).toEqual([Number(sample.best_bid), Number(sample.best_ask)]);
  const state = {time: 0, bids, asks};
  expectClose(midPrice(state), figure(sample.mid), `mid ${what}`);
  expectClose(bookImbalance(state, LEVELS), figure(sample.imb5), `imbalance ${what}`);
}

describeWithData("order book replay", market === null ? null : goldenFolder(), (folder) => {
  const files = readdirSync(folder).filter((file) => /^orderbook_replay_.+_[^_]+\.json$/.test(file));

  it("finds replays to compare", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)("%s has the sampled states", (file) => {
    const golden = readJson(folder, file);
    const venue = String(golden.venue);
    const path = (kind: string) => `${venue}/${kind}/${String(golden.symbol)}.csv.gz`;
    const root = present(market, "market folder");
    const samples = new Map((golden.samples as readonly JsonObject[]).map((sample) => [String(sample.last_u), sample]));
    const book = new OrderBook();
    for (const row of csvRows(root, path("book_snapshot"))) book.apply(change(row));
    const start = BigInt(golden.snapshot_last_update_id as number);
    let last = "";
    let compared = 0;
    const compare = () => {
      const sample = samples.get(last);
      if (sample === undefined) return;
      expectState(book, sample);
      compared++;
    };
    for (const row of csvRows(root, path("book_delta"))) {
      const update = row("last_u");
      if (BigInt(update) <= start) continue;
      // A message is many rows: the state is whole when the next one begins.
      if (update !== last) compare();
      last = update;
      book.apply(change(row));
    }
    compare();
    expect(compared).toBe(samples.size);
  });
});
