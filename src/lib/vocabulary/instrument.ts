/** What can be traded: a symbol on a venue, with the increments and minimums its orders must keep. */
import {assert} from "../core/assert.js";
import type {Brand} from "../core/brand.js";

/** `<symbol>@<exchange>`, e.g. `BTC/USDT@binance`; the symbol as ccxt writes it. */
export type InstrumentId = Brand<string, "InstrumentId">;

export interface Instrument {
  readonly id: InstrumentId;
  readonly exchange: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly kind: "spot" | "perpetual";
  /** Decimal text, quote units; an order's price is a multiple of it. */
  readonly priceIncrement: string;
  /** Decimal text, base units. */
  readonly amountIncrement: string;
  /** Decimal text, base units. */
  readonly minimumAmount: string;
  /** Decimal text, quote units. */
  readonly minimumNotional: string;
  /** Fractions: 0.001 is 0.1 %. */
  readonly makerFee: number;
  readonly takerFee: number;
  /** True when its prices come from the simulated exchange. */
  readonly isSimulated: boolean;
}

export function instrumentId({symbol, exchange}: {symbol: string; exchange: string}): InstrumentId {
  assert(symbol.length > 0 && !symbol.includes("@"), `a symbol is like BTC/USDT, not "${symbol}"`);
  assert(/^[a-z0-9_-]+$/.test(exchange), `an exchange is named in lower case, like binance, not "${exchange}"`);
  return `${symbol}@${exchange}` as InstrumentId;
}

/** The two parts of an id; null when the text is not one. */
export function parseInstrumentId(text: string): {symbol: string; exchange: string} | null {
  const match = /^([^@\s]+)@([a-z0-9_-]+)$/.exec(text);
  return match === null ? null : {symbol: match[1] as string, exchange: match[2] as string};
}
