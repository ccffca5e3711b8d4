/** Real trades, quotes and book changes from the market folder. */
import {
  emptyQuotes,
  emptyTrades,
  type QuoteColumns,
  type TradeColumns
} from "../../../src/lib/factors/microstructure/tape-columns.js";
import {readText} from "../statistics/golden-files.js";

/** Rows of a CSV file as named fields, one at a time: the files are large. */
export function* csvRows(folder: string, path: string): Generator<(name: string) => string> {
  const text = readText(folder, path);
  let start = text.indexOf("\n") + 1;
  const names = text.slice(0, start).trim().split(",");
  const places = new Map(names.map((name, place) => [name, place]));
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const fields = text.slice(start, end).split(",");
    start = end + 1;
    yield (name) => fields[places.get(name) ?? -1] ?? "";
  }
}

export interface ReceivedTape {
  readonly trades: TradeColumns;
  readonly quotes: QuoteColumns;
  /** Exchange time of each trade, epoch milliseconds. */
  readonly tradeTimes: Float64Array;
  /** Nanoseconds that were taken off each time, a multiple of ten seconds: with them a double is not exact. */
  readonly baseNs: bigint;
}

const TEN_SECONDS_NS = 10_000_000_000n;

/** Times are nanoseconds since `baseNs`. */
export function receivedTape(folder: string, {venue, symbol}: {venue: string; symbol: string}): ReceivedTape {
  const trades = [...csvRows(folder, `${venue}/trades/${symbol}.csv.gz`)];
  const quotes = [...csvRows(folder, `${venue}/book_ticker/${symbol}.csv.gz`)];
  const starts = [trades[0]?.("recv_ns") ?? "0", quotes[0]?.("recv_ns") ?? "0"].map(BigInt);
  const [firstTrade = 0n, firstQuote = 0n] = starts;
  let first = firstTrade;
  if (firstQuote < first) first = firstQuote;
  const baseNs = first - (first % TEN_SECONDS_NS);
  const received = (field: string) => Number(BigInt(field) - baseNs);
  const out = {
    trades: emptyTrades(trades.length),
    quotes: emptyQuotes(quotes.length),
    tradeTimes: new Float64Array(trades.length),
    baseNs
  };
  trades.forEach((row, i) => {
    out.tradeTimes[i] = Number(row("ts_ms"));
    out.trades.time[i] = received(row("recv_ns"));
    out.trades.price[i] = Number(row("price"));
    out.trades.amount[i] = Number(row("size"));
    out.trades.side[i] = /^(true|1)$/i.test(row("buyer_is_maker")) ? -1 : 1;
  });
  quotes.forEach((row, i) => {
    out.quotes.time[i] = received(row("recv_ns"));
    out.quotes.bid[i] = Number(row("bid"));
    out.quotes.bidAmount[i] = Number(row("bid_size"));
    out.quotes.ask[i] = Number(row("ask"));
    out.quotes.askAmount[i] = Number(row("ask_size"));
  });
  return out;
}
