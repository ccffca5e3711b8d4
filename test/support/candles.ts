/** Candles for tests: a seeded walk, so that every row is its own. */

import {seededRandom} from "../../src/lib/core/random.js";
import {type CandleColumns, emptyCandleColumns} from "../../src/lib/vocabulary/candle.js";
import {type Instrument, instrumentId} from "../../src/lib/vocabulary/instrument.js";
import {type Timeframe, timeframeMs} from "../../src/lib/vocabulary/timeframe.js";

export interface WalkOptions {
  readonly timeframe?: Timeframe;
  readonly from?: number;
  readonly length: number;
  readonly seed?: number;
}

/** `length` candles without a gap; every seventh candle gives no optional figures. */
export function walkCandles({
  timeframe = "1h",
  from = Date.UTC(2022, 0, 1),
  length,
  seed = 1
}: WalkOptions): CandleColumns {
  const random = seededRandom(seed);
  const columns = emptyCandleColumns(timeframe, length);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price;
    price = open * Math.exp(random.normal() * 0.01);
    columns.openTime[i] = from + i * timeframeMs(timeframe);
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = Math.max(open, price) * (1 + random.next() * 0.005);
    columns.low[i] = Math.min(open, price) * (1 - random.next() * 0.005);
    columns.volume[i] = random.next() * 50;
    if (i % 7 === 3) continue;
    columns.quoteVolume[i] = (columns.volume[i] as number) * price;
    columns.tradeCount[i] = random.below(1000);
    columns.takerBuyVolume[i] = (columns.volume[i] as number) * random.next();
  }
  return columns;
}

export function testInstrument(symbol: string, change: Partial<Instrument> = {}): Instrument {
  const [base = symbol, quote = "USDT"] = symbol.split("/");
  return {
    id: instrumentId({symbol, exchange: "testex"}),
    exchange: "testex",
    symbol,
    base,
    quote,
    kind: "spot",
    priceIncrement: "0.01",
    amountIncrement: "0.00001",
    minimumAmount: "0.00001",
    minimumNotional: "5",
    makerFee: 0.001,
    takerFee: 0.001,
    isSimulated: true,
    ...change
  };
}
