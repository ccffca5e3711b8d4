/** One-minute candles with the digits that an exchange publishes: two decimals of price, five of volume. */
import {seededRandom} from "../../src/lib/core/random.js";
import {type CandleColumns, emptyCandleColumns} from "../../src/lib/vocabulary/candle.js";

const MINUTE_MS = 60_000;
const FROM = Date.UTC(2015, 0, 1);

export function minuteCandles(length: number, seed = 1): CandleColumns {
  const random = seededRandom(seed);
  const columns = emptyCandleColumns("1m", length);
  const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;
  let price = 30_000;
  for (let i = 0; i < length; i++) {
    const open = price;
    price = round(Math.max(100, price * (1 + 0.001 * (random.next() - 0.5))), 2);
    columns.openTime[i] = FROM + i * MINUTE_MS;
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = round(Math.max(open, price) * (1 + 0.0005 * random.next()), 2);
    columns.low[i] = round(Math.min(open, price) * (1 - 0.0005 * random.next()), 2);
    columns.volume[i] = round(50 * random.next(), 5);
    columns.quoteVolume[i] = round((columns.volume[i] as number) * price, 5);
    columns.tradeCount[i] = 1 + random.below(1000);
    columns.takerBuyVolume[i] = round((columns.volume[i] as number) * random.next(), 5);
  }
  return columns;
}
