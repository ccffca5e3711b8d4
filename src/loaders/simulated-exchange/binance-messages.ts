/** The simulated market's figures in the words of Binance spot's public protocol: decimal text with eight places. */
import type {Candle} from "../../lib/vocabulary/candle.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import type {MarketProfile} from "./market-profile.js";
import type {SimulatedTrade} from "./minute-trades.js";
import type {BookChange, SimulatedBook} from "./order-book.js";

export function marketId(profile: MarketProfile): string {
  return `${profile.base}${profile.quote}`;
}

export function decimal(value: number): string {
  return value.toFixed(8);
}

/** The twelve columns of a kline. `closeTime` is the last millisecond inside, as Binance has it. */
export function klineRow(candle: Candle): readonly (string | number)[] {
  const {openTime, closeTime, open, high, low, close} = candle;
  const average = candle.volume === 0 ? 0 : candle.quoteVolume / candle.volume;
  return [
    openTime,
    decimal(open),
    decimal(high),
    decimal(low),
    decimal(close),
    decimal(candle.volume),
    closeTime - 1,
    decimal(candle.quoteVolume),
    candle.tradeCount,
    decimal(candle.takerBuyVolume),
    decimal(candle.takerBuyVolume * average),
    "0"
  ];
}

export interface KlineMessageInput {
  readonly profile: MarketProfile;
  readonly timeframe: Timeframe;
  readonly candle: Candle;
  readonly isClosed: boolean;
  readonly time: number;
}

export function klineMessage({profile, timeframe, candle, isClosed, time}: KlineMessageInput) {
  const row = klineRow(candle);
  const s = marketId(profile);
  const k = {
    t: row[0],
    T: row[6],
    s,
    i: timeframe,
    f: 0,
    L: 0,
    o: row[1],
    c: row[4],
    h: row[2],
    l: row[3],
    v: row[5],
    n: row[8],
    x: isClosed,
    q: row[7],
    V: row[9],
    Q: row[10],
    B: "0"
  };
  return {e: "kline", E: time, s, k};
}

export function tradeRow(trade: SimulatedTrade) {
  return {
    id: trade.id,
    price: decimal(trade.price),
    qty: decimal(trade.amount),
    quoteQty: decimal(trade.price * trade.amount),
    time: trade.time,
    isBuyerMaker: trade.isBuyerMaker,
    isBestMatch: true
  };
}

export function aggregateTradeRow(trade: SimulatedTrade) {
  return {
    a: trade.id,
    p: decimal(trade.price),
    q: decimal(trade.amount),
    f: trade.id,
    l: trade.id,
    T: trade.time,
    m: trade.isBuyerMaker,
    M: true
  };
}

export function tradeMessage(profile: MarketProfile, trade: SimulatedTrade, kind: "trade" | "aggTrade") {
  const row = aggregateTradeRow(trade);
  const s = marketId(profile);
  if (kind === "aggTrade") return {e: kind, E: trade.time, s, ...row};
  return {e: kind, E: trade.time, s, t: trade.id, p: row.p, q: row.q, T: row.T, m: row.m, M: true};
}

export function depthRow(book: SimulatedBook) {
  return {lastUpdateId: book.sequence, ...levels(book)};
}

export interface DepthMessageInput {
  readonly profile: MarketProfile;
  readonly change: BookChange;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly time: number;
}

export function depthMessage({profile, change, firstSequence, lastSequence, time}: DepthMessageInput) {
  const {bids, asks} = levels(change);
  return {e: "depthUpdate", E: time, s: marketId(profile), U: firstSequence, u: lastSequence, b: bids, a: asks};
}

function levels({bids, asks}: BookChange) {
  const text = ([price, amount]: readonly [number, number]) => [decimal(price), decimal(amount)];
  return {bids: bids.map(text), asks: asks.map(text)};
}

/** What `exchangeInfo` says about one instrument. */
export function symbolInformation(profile: MarketProfile) {
  const tick = decimal(10 ** -profile.priceDecimals);
  const lot = decimal(10 ** -profile.amountDecimals);
  return {
    symbol: marketId(profile),
    status: "TRADING",
    baseAsset: profile.base,
    baseAssetPrecision: 8,
    quoteAsset: profile.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT"],
    icebergAllowed: true,
    ocoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      {filterType: "PRICE_FILTER", minPrice: tick, maxPrice: "10000000.00000000", tickSize: tick},
      {filterType: "LOT_SIZE", minQty: lot, maxQty: "90000000.00000000", stepSize: lot},
      {filterType: "NOTIONAL", minNotional: "5.00000000", applyMinToMarket: true, maxNotional: "9000000.00000000"}
    ],
    permissions: [],
    permissionSets: [["SPOT"]],
    defaultSelfTradePreventionMode: "EXPIRE_MAKER",
    allowedSelfTradePreventionModes: ["EXPIRE_MAKER"]
  };
}
