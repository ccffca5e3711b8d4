/** An exchange's description of a market, as ccxt gives it, becomes an Instrument; what is missing is refused or said. */
import type {Market} from "ccxt";
import {type Instrument, instrumentId} from "../../lib/vocabulary/instrument.js";

/** Null for what Papertape does not trade: inactive markets, options, dated futures, markets without increments. */
export function instrumentOfMarket(market: Market, exchange: string, isSimulated: boolean): Instrument | null {
  if (market === undefined || market.active === false) return null;
  const kind = market.spot === true ? "spot" : market.swap === true && market.linear === true ? "perpetual" : null;
  const priceIncrement = decimalText(market.precision?.price);
  const amountIncrement = decimalText(market.precision?.amount);
  if (kind === null || priceIncrement === null || amountIncrement === null) return null;
  return {
    id: instrumentId({symbol: market.symbol, exchange}),
    exchange,
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    kind,
    priceIncrement,
    amountIncrement,
    // Where the exchange names no minimum, one increment is the least that can be ordered.
    minimumAmount: decimalText(market.limits?.amount?.min) ?? amountIncrement,
    minimumNotional: decimalText(market.limits?.cost?.min) ?? "0",
    makerFee: market.maker ?? 0.001,
    takerFee: market.taker ?? 0.001,
    isSimulated
  };
}

/** Decimal text without an exponent; null for what is no positive number. */
function decimalText(value: number | undefined): string | null {
  if (value === undefined || !Number.isFinite(value) || value <= 0) return null;
  const text = String(value);
  if (!text.includes("e")) return text;
  // An increment below 1e-6: ccxt gives at most 18 places.
  return value.toFixed(18).replace(/0+$/, "").replace(/\.$/, "");
}
