/** The market that everything here is measured on: seeded candles with a slow drift that agents can find and trade. */
import {seededRandom} from "../../src/lib/core/random.js";
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {TapeSeries} from "../../src/lib/market-data/candle-tape.js";
import {type CandleColumns, emptyCandleColumns} from "../../src/lib/vocabulary/candle.js";
import type {Instrument} from "../../src/lib/vocabulary/instrument.js";
import {testInstrument} from "../support/candles.js";

const SYMBOLS = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "ADA/USDT", "XRP/USDT"] as const;
const FROM = Date.UTC(2021, 0, 4);

/** Share of the drift that is left an hour later, and the sizes of its shocks and of the noise around it. */
const DRIFT_KEPT = 0.98;
const DRIFT_SHOCK = 0.0002;
const NOISE = 0.006;

export function benchInstruments(count: number): Instrument[] {
  return SYMBOLS.slice(0, count).map((symbol) => testInstrument(symbol));
}

/** `candles` an instrument, without a gap. Twice the drift makes several times the trades. */
export function benchSeries(
  instruments: readonly Instrument[],
  candles: number,
  driftShock = DRIFT_SHOCK
): TapeSeries[] {
  return instruments.map(({id}, place) => ({
    instrument: id,
    columns: driftingCandles({length: candles, seed: place + 1, driftShock}),
    origin: "simulated"
  }));
}

interface Drifting {
  readonly length: number;
  readonly seed: number;
  readonly driftShock: number;
}

export function driftingCandles({length, seed, driftShock}: Drifting): CandleColumns {
  return benchWalk(seed, driftShock).next(length);
}

/** A walk that goes on where it stopped: for runs longer than anybody wants to hold. */
export interface BenchWalk {
  next(candles: number): CandleColumns;
}

export function benchWalk(seed: number, driftShock = DRIFT_SHOCK): BenchWalk {
  const random = seededRandom(seed);
  let logPrice = Math.log(100);
  let drift = 0;
  let openTime = FROM;
  const fill = (columns: CandleColumns, i: number) => {
    const open = Math.exp(logPrice);
    drift = DRIFT_KEPT * drift + driftShock * random.normal();
    // Pulled back a little, so that a million candles stay within prices that make sense.
    logPrice += drift + NOISE * random.normal() - 0.0005 * (logPrice - Math.log(100));
    const close = Math.exp(logPrice);
    columns.openTime[i] = openTime;
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = Math.max(open, close) * (1 + 0.003 * random.next());
    columns.low[i] = Math.min(open, close) * (1 - 0.003 * random.next());
    columns.volume[i] = 1000 * Math.exp(0.5 * random.normal());
    columns.quoteVolume[i] = (columns.volume[i] as number) * close;
    columns.tradeCount[i] = 1 + random.below(1000);
    columns.takerBuyVolume[i] = (columns.volume[i] as number) * random.next();
    openTime += HOUR_MS;
  };
  return {
    next: (candles) => {
      const columns = emptyCandleColumns("1h", candles);
      for (let i = 0; i < candles; i++) fill(columns, i);
      return columns;
    }
  };
}
