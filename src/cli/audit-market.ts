/** Candles of the simulated market, and made-up trades, books and settlements beside them, for audits. */
import {seededRandom} from "../lib/core/random.js";
import {HOUR_MS} from "../lib/core/time.js";
import {MARKET_FIGURES} from "../lib/events/market-data-event.js";
import type {FactorFeeds} from "../lib/factors/factor-inputs.js";
import type {TapeSeries} from "../lib/market-data/candle-tape.js";
import type {CandleColumns} from "../lib/vocabulary/candle.js";
import {candleAt} from "../lib/vocabulary/candle-rows.js";
import {type Instrument, instrumentId} from "../lib/vocabulary/instrument.js";
import {SimulatedMarket} from "../loaders/simulated-exchange/simulated-market.js";
import {SIMULATED, SIMULATED_START_MS} from "../loaders/workbench/connect-exchange.js";

export interface AuditMarket {
  readonly instruments: readonly Instrument[];
  /** One an instrument, in their order; the first is bitcoin's. */
  readonly series: readonly TapeSeries[];
}

const SEED = 1;
const INSTRUMENTS = 3;
const TRADES_A_CANDLE = 4;

export function auditMarket(candles: number): AuditMarket {
  const market = new SimulatedMarket({seed: SEED});
  const before = SIMULATED_START_MS + candles * HOUR_MS;
  const profiles = market.profiles.slice(0, INSTRUMENTS);
  const instruments = profiles.map(({symbol, base, quote, priceDecimals, amountDecimals}): Instrument => {
    const amountIncrement = (10 ** -amountDecimals).toFixed(amountDecimals);
    return {
      id: instrumentId({symbol, exchange: SIMULATED}),
      exchange: SIMULATED,
      symbol,
      base,
      quote,
      kind: "spot",
      priceIncrement: (10 ** -priceDecimals).toFixed(priceDecimals),
      amountIncrement,
      minimumAmount: amountIncrement,
      minimumNotional: "5",
      makerFee: 0.001,
      takerFee: 0.001,
      isSimulated: true
    };
  });
  const series = instruments.map(({id, symbol}): TapeSeries => {
    const columns = market.candles({symbol, timeframe: "1h", from: SIMULATED_START_MS, before});
    return {instrument: id, origin: "simulated", columns};
  });
  return {instruments, series};
}

/** A few trades and one book a candle, a settlement every eight hours, figures every four: enough that each such factor has values. */
export function auditFlows(columns: CandleColumns): Omit<FactorFeeds, "reference"> {
  const random = seededRandom(SEED);
  const trades = [];
  const books = [];
  const fundings = [];
  const figures = [];
  for (let index = 0; index < columns.length; index++) {
    const {openTime, closeTime, close, volume} = candleAt(columns, index);
    const step = (closeTime - openTime) / TRADES_A_CANDLE;
    for (let trade = 0; trade < TRADES_A_CANDLE; trade++) {
      const takerSide = random.next() < 0.5 ? ("buy" as const) : ("sell" as const);
      const amount = (volume / TRADES_A_CANDLE) * random.next();
      trades.push({time: openTime + trade * step, price: close * (1 + 0.001 * random.normal()), amount, takerSide});
    }
    const side = (direction: number) =>
      Array.from({length: 5}, (_, level) => [close * (1 + direction * 1e-4 * (level + 1)), 1 + random.next()] as const);
    books.push({time: closeTime - 1, bids: side(-1), asks: side(1)});
    if (index % 8 === 0) fundings.push({time: openTime, rate: 1e-4 * random.normal(), intervalHours: 8});
    if (index % 4 === 0)
      for (const figure of MARKET_FIGURES) figures.push({time: openTime, figure, value: 1 + random.next()});
  }
  return {trades, books, fundings, figures};
}
