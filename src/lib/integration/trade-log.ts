/**
 * Round trips, flat to flat, made of fills. Exact decimals throughout; a fill that reverses a position closes one trade
 * and opens the next. What is still open at the end is a trade without an exit, valued at its last close.
 */
import {
  absolute,
  add,
  compare,
  type Decimal,
  divide,
  multiply,
  negate,
  parseDecimal,
  sign,
  subtract,
  toNumber,
  toText,
  ZERO
} from "../core/decimal.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {OrderFilled} from "../events/trade-execution-event.js";
import {tradeExcursion} from "../statistics/trade-excursions.js";

const PRICE_SCALE = 12;

export interface Trade {
  readonly instrument: string;
  readonly side: "long" | "short";
  readonly entryTime: number;
  /** Null while the trade is open. */
  readonly exitTime: number | null;
  /** Average prices, quote units. */
  readonly entryPrice: number;
  readonly exitPrice: number | null;
  /** Largest amount held, base units, decimal text. */
  readonly amount: string;
  /** Quote units, net of fees, decimal text; of the closed part only while the trade is open. */
  readonly profit: string;
  /** What the part still held would add at its last close, quote units, decimal text; 0 once closed. */
  readonly unrealized: string;
  /** Profit over the value entered. */
  readonly profitRatio: number;
  readonly fees: string;
  /** Quote units lost between the closes that decided and the fills; negative is a gain. */
  readonly slippage: number;
  /** Candles held: from the candle of entry to the one before the exit's. */
  readonly candles: number;
  /** Maximum adverse excursion: the worst return on the entry price while it was held, at most 0. The candle of entry
   * counts whole, of the candle of exit only the exit's price. */
  readonly worst: number;
  /** Maximum favourable excursion: the best return, at least 0. */
  readonly best: number;
  /** Ids of the signals behind the first entry and the last exit. */
  readonly entryDecision: string;
  readonly exitDecision: string | null;
}

interface OpenTrade {
  readonly first: OrderFilled;
  last: OrderFilled;
  position: Decimal;
  largest: Decimal;
  entered: Decimal;
  enteredValue: Decimal;
  exited: Decimal;
  exitedValue: Decimal;
  fees: Decimal;
  slippage: number;
  candles: number;
  high: number;
  low: number;
  /** The last close, or fill where no candle has closed since. */
  mark: Decimal;
}

export interface TradeLog {
  fill(event: OrderFilled): void;
  /** A candle that closed, once its fills are booked. */
  candle(payload: CandleClosed["payload"]): void;
  /** Closed trades in order of exit. */
  closed(): readonly Trade[];
  /** Trades still open, in order of entry. */
  open(): readonly Trade[];
}

export function createTradeLog(): TradeLog {
  const closed: Trade[] = [];
  const open = new Map<string, OpenTrade>();
  return {
    fill: (event) => {
      const {instrument} = event.payload;
      let signed = parseDecimal(event.payload.amount);
      if (event.payload.side === "sell") signed = negate(signed);
      let fee = parseDecimal(event.payload.fee);
      const held = open.get(instrument);
      if (held !== undefined && sign(signed) !== sign(held.position)) {
        const closing = compare(absolute(signed), absolute(held.position)) > 0 ? negate(held.position) : signed;
        const share = shareOf(fee, closing, signed);
        book(held, {event, amount: closing, fee: share});
        signed = subtract(signed, closing);
        fee = subtract(fee, share);
        if (sign(held.position) === 0) {
          closed.push(tradeOf(held));
          open.delete(instrument);
        }
      }
      if (sign(signed) === 0) return;
      const trade = open.get(instrument) ?? begin(event);
      open.set(instrument, trade);
      book(trade, {event, amount: signed, fee});
    },
    candle: ({instrument, high, low, close}) => {
      const held = open.get(instrument);
      if (held === undefined) return;
      held.candles++;
      held.high = Math.max(held.high, high);
      held.low = Math.min(held.low, low);
      held.mark = parseDecimal(String(close));
    },
    closed: () => closed,
    open: () => [...open.values()].map(tradeOf)
  };
}

function begin(first: OrderFilled): OpenTrade {
  const nothing = {
    position: ZERO,
    largest: ZERO,
    entered: ZERO,
    enteredValue: ZERO,
    exited: ZERO,
    exitedValue: ZERO,
    fees: ZERO
  };
  const price = Number(first.payload.price);
  return {
    first,
    last: first,
    ...nothing,
    slippage: 0,
    candles: 0,
    high: price,
    low: price,
    mark: parseDecimal(first.payload.price)
  };
}

/** The fee of a fill that both closes and opens is split by amount; the rounding residue stays with the new trade. */
function shareOf(fee: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (compare(absolute(part), absolute(whole)) === 0) return fee;
  return divide(multiply(fee, absolute(part)), absolute(whole), {scale: PRICE_SCALE, rounding: "half-up"});
}

function book(trade: OpenTrade, {event, amount, fee}: {event: OrderFilled; amount: Decimal; fee: Decimal}): void {
  const value = multiply(absolute(amount), parseDecimal(event.payload.price));
  const isEntry = sign(trade.position) === 0 || sign(trade.position) === sign(amount);
  if (isEntry) {
    trade.entered = add(trade.entered, absolute(amount));
    trade.enteredValue = add(trade.enteredValue, value);
  } else {
    trade.exited = add(trade.exited, absolute(amount));
    trade.exitedValue = add(trade.exitedValue, value);
  }
  trade.position = add(trade.position, amount);
  if (compare(absolute(trade.position), trade.largest) > 0) trade.largest = absolute(trade.position);
  trade.fees = add(trade.fees, fee);
  trade.slippage += toNumber(amount) * (Number(event.payload.price) - event.payload.referencePrice);
  trade.last = event;
}

function tradeOf(trade: OpenTrade): Trade {
  const isLong = trade.first.payload.side === "buy";
  const isClosed = sign(trade.position) === 0;
  const enteredPart = isClosed ? trade.enteredValue : shareOf(trade.enteredValue, trade.exited, trade.entered);
  const gross = isLong ? subtract(trade.exitedValue, enteredPart) : subtract(enteredPart, trade.exitedValue);
  const profit = subtract(gross, trade.fees);
  const average = (value: Decimal, amount: Decimal) =>
    toNumber(divide(value, amount, {scale: PRICE_SCALE, rounding: "half-up"}));
  const entryPrice = average(trade.enteredValue, trade.entered);
  const exitPrice = sign(trade.exited) === 0 ? null : average(trade.exitedValue, trade.exited);
  return {
    instrument: trade.first.payload.instrument,
    side: isLong ? "long" : "short",
    entryTime: trade.first.payload.time,
    exitTime: isClosed ? trade.last.payload.time : null,
    entryPrice,
    exitPrice,
    amount: toText(trade.largest),
    profit: toText(profit),
    unrealized: toText(isClosed ? ZERO : unrealizedOf(trade, enteredPart)),
    profitRatio: toNumber(profit) / toNumber(trade.enteredValue),
    fees: toText(trade.fees),
    slippage: trade.slippage,
    candles: trade.candles,
    ...excursions(trade, {entryPrice, exitPrice: exitPrice ?? toNumber(trade.mark)}),
    entryDecision: trade.first.payload.signal,
    exitDecision: isClosed ? trade.last.payload.signal : null
  };
}

/** The position at its mark, against what was paid for the part that is left. */
function unrealizedOf(trade: OpenTrade, enteredPart: Decimal): Decimal {
  const value = multiply(trade.position, trade.mark);
  const paid = subtract(trade.enteredValue, enteredPart);
  return sign(trade.position) > 0 ? subtract(value, paid) : add(value, paid);
}

function excursions(trade: OpenTrade, prices: {entryPrice: number; exitPrice: number}): {worst: number; best: number} {
  const side = trade.first.payload.side === "buy" ? 1 : -1;
  const {adverse, favourable} = tradeExcursion({side, ...prices, highs: [trade.high], lows: [trade.low]});
  return {worst: adverse, best: favourable};
}
