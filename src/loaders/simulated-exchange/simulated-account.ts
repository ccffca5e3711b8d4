/**
 * One account at the simulated exchange: orders in, fills from the market's own book and trades, balances. Time passes
 * for it when somebody asks or a stream ticks: what the market traded since then fills what rests.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  minimum,
  multiply,
  negate,
  parseDecimal,
  roundTo,
  sign,
  ZERO
} from "../../lib/core/decimal.js";
import {AccountBalances} from "./account-balances.js";
import {type AccountOrder, type AccountTrade, isOpen, newAccountOrder, remainingOf} from "./account-order.js";
import type {MarketProfile} from "./market-profile.js";
import type {SimulatedTrade} from "./minute-trades.js";
import type {SimulatedBook} from "./order-book.js";
import type {SimulatedMarket} from "./simulated-market.js";

export interface AccountCredentials {
  readonly apiKey: string;
  readonly secret: string;
}

export interface SimulatedAccountOptions extends AccountCredentials {
  /** Opening balances by asset, decimal text. */
  readonly balances: Readonly<Record<string, string>>;
}

export interface AccountMarket {
  readonly market: SimulatedMarket;
  now(): number;
  bookNow(profile: MarketProfile): SimulatedBook;
}

export type OrderWish = Omit<
  AccountOrder,
  "orderId" | "status" | "filled" | "filledValue" | "updateTime" | "isWorking" | "seenUntil" | "time"
>;

/** Received by either side of a trade, as a share of what it receives. */
const FEE_RATE = decimal(0.001);
const ASSET_DECIMALS = 8;

export class SimulatedAccount {
  readonly credentials: AccountCredentials;
  readonly balances: AccountBalances;
  readonly trades: AccountTrade[] = [];
  readonly #market: AccountMarket;
  readonly #orders = new Map<number, AccountOrder>();
  readonly #onUpdate: (order: AccountOrder, trade: AccountTrade | null) => void;

  constructor(
    {apiKey, secret, balances}: SimulatedAccountOptions,
    market: AccountMarket,
    onUpdate: (order: AccountOrder, trade: AccountTrade | null) => void
  ) {
    this.credentials = {apiKey, secret};
    const opening = Object.entries(balances).map(([asset, text]) => [asset, parseDecimal(text)] as const);
    this.balances = new AccountBalances(Object.fromEntries(opening));
    this.#market = market;
    this.#onUpdate = onUpdate;
  }

  orders(): readonly AccountOrder[] {
    return [...this.#orders.values()];
  }

  /** Binance lets a client's id be used again once its order has ended; an open one is a duplicate. */
  openWithClientId(clientOrderId: string): AccountOrder | null {
    return this.orders().find((order) => order.clientOrderId === clientOrderId && isOpen(order)) ?? null;
  }

  /** Null when the balance does not cover it. */
  place(wish: OrderWish): AccountOrder | null {
    const time = this.#market.now();
    const {asset, amount} = this.#needs(wish);
    if (!this.balances.hasFree(asset, amount)) return null;
    const order = newAccountOrder({...wish, orderId: this.#orders.size + 1, time});
    this.#orders.set(order.orderId, order);
    if (order.type === "MARKET") this.#take(order);
    else {
      this.balances.lock(asset, amount);
      this.#onUpdate(order, null);
      if (order.isWorking) this.#take(order);
    }
    if (isOpen(order) && (order.timeInForce !== "GTC" || order.type === "MARKET")) this.#end(order, "EXPIRED");
    return order;
  }

  cancel(order: AccountOrder): void {
    this.#end(order, "CANCELED");
  }

  /** Lets the market's trades since the last look fill what rests. */
  settle(): void {
    const now = this.#market.now();
    for (const order of this.#orders.values()) {
      if (!isOpen(order) || now <= order.seenUntil) continue;
      const {symbol} = order.profile;
      for (const trade of this.#market.market.trades({symbol, from: order.seenUntil, before: now})) {
        if (!isOpen(order)) break;
        this.#meet(order, trade);
      }
      order.seenUntil = now;
    }
  }

  #meet(order: AccountOrder, trade: SimulatedTrade): void {
    const price = decimal(trade.price);
    if (!order.isWorking) {
      if (order.stopPrice === null || !isReached(order, price)) return;
      order.isWorking = true;
      if (order.price === null) {
        this.#fill(order, {price, amount: remainingOf(order), time: trade.time, isMaker: false});
        return;
      }
    }
    if (order.price === null || !isWithinLimit(order, price)) return;
    const amount = minimum(remainingOf(order), decimal(trade.amount));
    this.#fill(order, {price: order.price, amount, time: trade.time, isMaker: true});
  }

  /** Takes from the book what it may: all of it at market, up to the limit otherwise. */
  #take(order: AccountOrder): void {
    const {asks, bids} = this.#market.bookNow(order.profile);
    const levels = order.side === "BUY" ? asks : bids;
    const reach = levels.map(([price, amount]) => ({price: decimal(price), amount: decimal(amount)}));
    const within = reach.filter(({price}) => order.price === null || isWithinLimit(order, price));
    const total = within.reduce((sum, {amount}) => add(sum, amount), ZERO);
    if (order.timeInForce === "FOK" && compare(total, order.amount) < 0) return;
    for (const {price, amount} of within) {
      if (sign(remainingOf(order)) === 0) return;
      const taken = minimum(remainingOf(order), amount);
      this.#fill(order, {price, amount: taken, time: order.time, isMaker: false});
    }
  }

  #fill(
    order: AccountOrder,
    {price, amount, time, isMaker}: {price: Decimal; amount: Decimal; time: number; isMaker: boolean}
  ): void {
    const {base, quote} = order.profile;
    const value = multiply(price, amount);
    const isBuy = order.side === "BUY";
    const paid = isBuy ? value : amount;
    const [given, received] = isBuy ? [quote, base] : [base, quote];
    if (order.type !== "MARKET") {
      // What was locked at the order's own price is set free, and what it really cost is paid.
      const own = isBuy && order.price !== null ? multiply(order.price, amount) : paid;
      this.balances.lock(given, negate(own));
    }
    this.balances.credit(given, negate(paid));
    const gained = isBuy ? amount : value;
    const commission = roundTo(multiply(gained, FEE_RATE), ASSET_DECIMALS, "half-up");
    this.balances.credit(received, add(gained, negate(commission)));
    order.filled = add(order.filled, amount);
    order.filledValue = add(order.filledValue, value);
    order.updateTime = time;
    order.status = sign(remainingOf(order)) === 0 ? "FILLED" : "PARTIALLY_FILLED";
    const id = this.trades.length + 1;
    const trade = {id, order, price, amount, commission, commissionAsset: received, time, isMaker};
    this.trades.push(trade);
    this.#onUpdate(order, trade);
  }

  #end(order: AccountOrder, status: "CANCELED" | "EXPIRED"): void {
    if (order.type !== "MARKET") {
      const {asset, amount} = this.#needs({...order, amount: remainingOf(order)});
      this.balances.lock(asset, negate(amount));
    }
    order.status = status;
    order.updateTime = this.#market.now();
    this.#onUpdate(order, null);
  }

  /** What an order ties up: the base of a sale, the quote of a purchase at its limit, its stop or the best offer. */
  #needs({side, profile, price, stopPrice, amount}: OrderWish): {asset: string; amount: Decimal} {
    if (side === "SELL") return {asset: profile.base, amount};
    const [best] = this.#market.bookNow(profile).asks;
    const unit = price ?? stopPrice ?? decimal(best?.[0] ?? 0);
    return {asset: profile.quote, amount: multiply(unit, amount)};
  }
}

function isReached({side, stopPrice}: AccountOrder, price: Decimal): boolean {
  const difference = compare(price, stopPrice ?? ZERO);
  return side === "BUY" ? difference >= 0 : difference <= 0;
}

function isWithinLimit({side, price: limit}: AccountOrder, price: Decimal): boolean {
  const difference = compare(price, limit ?? ZERO);
  return side === "BUY" ? difference <= 0 : difference >= 0;
}
