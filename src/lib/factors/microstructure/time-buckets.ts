/** Flow and price moves in buckets of equal time; a bucket is floor(time / length), and only those with data are there. */
import {OrderFlow} from "../book-measures.js";
import type {QuoteColumns, TradeColumns} from "./tape-columns.js";

export interface QuoteBuckets {
  /** Number of each bucket, rising. */
  readonly bucket: Float64Array;
  /** Order-flow imbalance, base units (Cont, Kukanov and Stoikov 2014). */
  readonly flow: Float64Array;
  /** Last mid of the bucket minus that of the bucket before it; NaN for the first. */
  readonly midChange: Float64Array;
}

export function quoteBuckets(quotes: QuoteColumns, length: number): QuoteBuckets {
  const flows = new Map<number, number>();
  const mids = new Map<number, number>();
  const flow = new OrderFlow();
  for (let i = 0; i < quotes.length; i++) {
    const bucket = Math.floor((quotes.time[i] as number) / length);
    const bid = quotes.bid[i] as number;
    const ask = quotes.ask[i] as number;
    const change = flow.update({
      time: quotes.time[i] as number,
      bids: [[bid, quotes.bidAmount[i] as number]],
      asks: [[ask, quotes.askAmount[i] as number]]
    });
    flows.set(bucket, (flows.get(bucket) ?? 0) + change);
    mids.set(bucket, (bid + ask) / 2);
  }
  const bucket = Float64Array.from(flows.keys());
  const mid = Float64Array.from(mids.values());
  return {
    bucket,
    flow: Float64Array.from(flows.values()),
    midChange: mid.map((value, i) => (i === 0 ? Number.NaN : value - (mid[i - 1] as number)))
  };
}

export interface TradeBuckets {
  readonly bucket: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Base units. */
  readonly volume: Float64Array;
  /** Quote units. */
  readonly value: Float64Array;
  readonly count: Float64Array;
  /** Base units that takers bought. */
  readonly bought: Float64Array;
}

export function tradeBuckets({length, time, price, amount, side}: TradeColumns, bucketLength: number): TradeBuckets {
  const buckets = new Map<number, number[]>();
  for (let i = 0; i < length; i++) {
    const bucket = Math.floor((time[i] as number) / bucketLength);
    const at = price[i] as number;
    const size = amount[i] as number;
    const bought = side[i] === 1 ? size : 0;
    const bar = buckets.get(bucket);
    if (bar === undefined) buckets.set(bucket, [at, at, at, at, size, at * size, 1, bought]);
    else addTrade(bar, {price: at, size, bought});
  }
  const column = (field: number) => Float64Array.from(buckets.values(), (bar) => bar[field] as number);
  return {
    bucket: Float64Array.from(buckets.keys()),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
    value: column(5),
    count: column(6),
    bought: column(7)
  };
}

function addTrade(bar: number[], {price, size, bought}: {price: number; size: number; bought: number}): void {
  const [open, high, low, , volume, value, count, buys] = bar as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number
  ];
  bar.splice(
    0,
    8,
    open,
    Math.max(high, price),
    Math.min(low, price),
    price,
    volume + size,
    value + price * size,
    count + 1,
    buys + bought
  );
}
