/**
 * A venue through ccxt. Its classes of failure become four of ours, by what they mean for an order that was sent; the
 * doubtful ones count as uncertain, because a second order is worse than a second look.
 */
import type {Exchange, Order, Trade} from "ccxt";
import {assert} from "../../lib/core/assert.js";
import {decimal, toText} from "../../lib/core/decimal.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ExchangeConnection} from "../../loaders/exchange/open-exchange.js";
import type {OrderName, Venue, VenueFill, VenueOrder, VenueOrderState} from "./venue.js";

export interface CcxtVenueOptions {
  readonly connection: ExchangeConnection;
  /** Shown to nobody. */
  readonly apiKey: string;
  readonly secret: string;
  /** How long the venue takes a request for after it was made; 5 000 by default. */
  readonly requestLifeMs?: number;
}

const REQUEST_LIFE_MS = 5_000;
const PAGE = 500;
/** Refused for good: the same order would be refused again. */
const REFUSALS = [
  "InsufficientFunds",
  "InvalidOrder",
  "BadSymbol",
  "BadRequest",
  "ArgumentsRequired",
  "AuthenticationError",
  "PermissionDenied",
  "AccountSuspended",
  "NotSupported",
  "OrderImmediatelyFillable",
  "OrderNotFillable"
];
/** Turned away at the door: nothing was carried out. */
const BUSY = ["RateLimitExceeded", "DDoSProtection", "InvalidNonce"];

export function ccxtVenue({connection, apiKey, secret, requestLifeMs = REQUEST_LIFE_MS}: CcxtVenueOptions): Venue {
  const {client, name} = connection;
  const now = () => Math.floor(connection.now());
  sign(client, {apiKey, secret, now, requestLifeMs});
  const asked = <T>(what: string, ask: () => Promise<T>) => asVenueAnswer({venue: name, what}, ask);
  return {
    name,
    now,
    requestLifeMs,
    place: (order) =>
      asked("the order", async () => {
        const {type, price, params} = ccxtOrder(order);
        return stateOf(await client.createOrder(order.symbol, type, order.side, Number(order.amount), price, params));
      }),
    cancel: async ({clientOrderId, symbol}) => {
      const answer = await orNotFound(() =>
        asked("the cancellation", () => client.cancelOrder("", symbol, {origClientOrderId: clientOrderId}))
      );
      return answer !== null;
    },
    find: (order) => findOrder(client, order, asked),
    openOrders: (symbol) => asked("its open orders", async () => (await client.fetchOpenOrders(symbol)).map(stateOf)),
    fills: (symbol, since) =>
      asked("our trades", async () => (await client.fetchMyTrades(symbol, since, PAGE)).map(fillOf)),
    balances: () =>
      asked("our balances", async () => {
        const {total} = (await client.fetchBalance()) as unknown as {total: Readonly<Record<string, number>>};
        return new Map(Object.entries(total).map(([asset, amount]) => [asset, toText(decimal(amount))]));
      }),
    changed: async () => {
      if (client.has.watchOrders !== true) return new Promise(() => {});
      await asked("changes of our orders", () => client.watchOrders());
    },
    close: () => connection.close()
  };
}

function sign(
  client: Exchange,
  {apiKey, secret, now, requestLifeMs}: {apiKey: string; secret: string; now: () => number; requestLifeMs: number}
): void {
  client.apiKey = apiKey;
  client.secret = secret;
  client.options = {...client.options, recvWindow: requestLifeMs};
  // Requests are dated by the venue's clock, as far as we know it.
  client.nonce = now;
}

function ccxtOrder({type, clientOrderId, limitPrice, stopPrice, timeInForce}: VenueOrder) {
  const price = limitPrice === null ? undefined : Number(limitPrice);
  const isLimit = type === "limit" || type === "stop-limit";
  assert(isLimit === (price !== undefined), `a ${type} order has a limit price or none, as its type says`);
  // The end of an order's time is ours to tell: it is canceled then.
  const lasting = timeInForce === "IOC" || timeInForce === "FOK" ? timeInForce : "GTC";
  const params = {
    newClientOrderId: clientOrderId,
    ...(isLimit ? {timeInForce: lasting} : {}),
    ...(stopPrice === null ? {} : {triggerPrice: Number(stopPrice)})
  };
  return {type: isLimit ? ("limit" as const) : ("market" as const), price, params};
}

async function findOrder(
  client: Exchange,
  {clientOrderId, symbol}: OrderName,
  asked: <T>(what: string, ask: () => Promise<T>) => Promise<T>
): Promise<VenueOrderState | null> {
  return orNotFound(() =>
    asked("an order of ours", async () =>
      stateOf(await client.fetchOrder("", symbol, {origClientOrderId: clientOrderId}))
    )
  );
}

function stateOf({id, clientOrderId, symbol, status, side, filled}: Order): VenueOrderState {
  const state = status === "closed" ? "filled" : status === "open" || status === undefined ? "open" : "canceled";
  return {
    venueOrderId: String(id),
    clientOrderId: clientOrderId ?? "",
    symbol: symbol ?? "",
    state,
    side: side === "sell" ? "sell" : "buy",
    filled: toText(decimal(filled ?? 0))
  };
}

function fillOf({id, order, symbol, side, price, amount, fee, timestamp}: Trade): VenueFill {
  return {
    tradeId: String(id),
    venueOrderId: String(order),
    symbol: String(symbol),
    side: side === "sell" ? "sell" : "buy",
    price: toText(decimal(price ?? 0)),
    amount: toText(decimal(amount ?? 0)),
    fee: toText(decimal(fee?.cost ?? 0)),
    feeAsset: fee?.currency ?? "",
    at: timestamp ?? 0
  };
}

async function orNotFound<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OperatingError && isNotFound(error.cause)) return null;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return classesOf(error).includes("OrderNotFound");
}

async function asVenueAnswer<T>(
  {venue, what}: {readonly venue: string; readonly what: string},
  ask: () => Promise<T>
): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw venueFailure({venue, what, why: message.slice(0, 300)}, cause);
  }
}

function venueFailure(
  {venue, what, why}: {readonly venue: string; readonly what: string; readonly why: string},
  cause: unknown
): OperatingError {
  const classes = classesOf(cause);
  const details = {venue};
  if (classes.includes("DuplicateOrderId") || /duplicate/i.test(why))
    return new OperatingError(`${venue} has ${what} already: ${why}`, {code: "VENUE_DUPLICATE", details, cause});
  if (BUSY.some((name) => classes.includes(name)))
    return new OperatingError(`${venue} is too busy for ${what}: ${why}`, {
      code: "VENUE_BUSY",
      details,
      retryable: true,
      cause
    });
  if (REFUSALS.some((name) => classes.includes(name)))
    return new OperatingError(`${venue} refuses ${what}: ${why}`, {code: "VENUE_REFUSED", details, cause});
  return new OperatingError(`It is not known whether ${venue} has taken ${what}: ${why}`, {
    code: "VENUE_UNCERTAIN",
    details,
    retryable: true,
    cause
  });
}

/** Names of the error's class and of those it is made of. */
function classesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let type = (error as object | null)?.constructor; type?.name; type = Object.getPrototypeOf(type))
    names.push(type.name);
  return names;
}
