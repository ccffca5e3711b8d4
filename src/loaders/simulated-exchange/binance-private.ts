/**
 * The private REST endpoints of Binance spot: signed requests, orders with client order ids, open orders, trades and
 * balances of the accounts that the exchange was started with. Errors have Binance's own codes and words.
 */
import {createHmac, timingSafeEqual} from "node:crypto";
import {type Decimal, isMultiple, multiply, parseDecimal, sign, toNumber} from "../../lib/core/decimal.js";
import {type AccountOrder, type AccountOrderType, isOpen} from "./account-order.js";
import {marketId} from "./binance-messages.js";
import {BadRequest} from "./binance-refusal.js";
import type {FaultPanel} from "./fault-panel.js";
import type {MarketProfile} from "./market-profile.js";
import {accountRow, accountTradeRow, canceledRow, orderRow, placedRow} from "./private-messages.js";
import type {SimulatedAccount} from "./simulated-account.js";
import type {VirtualClock} from "./virtual-clock.js";

export interface PrivateContext {
  readonly accounts: readonly SimulatedAccount[];
  readonly profiles: readonly MarketProfile[];
  readonly clock: VirtualClock;
  readonly faults: FaultPanel;
}

export interface PrivateRequest {
  readonly method: string;
  readonly path: string;
  /** As it was sent, query and body, without decoding: the signature is made over it. */
  readonly signed: string;
  readonly apiKey: string;
}

type Endpoint = (call: PrivateCall) => unknown;

interface PrivateCall {
  readonly context: PrivateContext;
  readonly account: SimulatedAccount;
  readonly query: URLSearchParams;
}

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "POST /api/v3/order": placeOrder,
  "DELETE /api/v3/order": cancelOrder,
  "GET /api/v3/order": ({context, account, query}) => orderRow(orderOf(context, account, query)),
  "GET /api/v3/openOrders": ({context, account, query}) =>
    ordersOf(context, account, query).filter(isOpen).map(orderRow),
  "GET /api/v3/allOrders": ({context, account, query}) => ordersOf(context, account, query).map(orderRow),
  "GET /api/v3/myTrades": myTrades,
  "GET /api/v3/account": ({context, account}) => accountRow(account, context.clock.now())
};

const USUAL_WINDOW_MS = 5_000;
const LONGEST_WINDOW_MS = 60_000;
const MINIMUM_NOTIONAL = 5;
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;

export function isPrivatePath(path: string): boolean {
  return Object.keys(ENDPOINTS).some((name) => name.endsWith(` ${path}`));
}

/** @throws BadRequest with Binance's code. */
export function answerPrivate(context: PrivateContext, request: PrivateRequest): unknown {
  const endpoint = ENDPOINTS[`${request.method} ${request.path}`];
  if (endpoint === undefined) throw new BadRequest(-1, `no such request ${request.method} ${request.path}`);
  const query = new URLSearchParams(request.signed);
  const account = accountOf(context, request.apiKey);
  requireSignature(account, {text: request.signed, signature: query.get("signature") ?? ""});
  requireTime(context, query);
  account.settle();
  return endpoint({context, account, query});
}

/** @throws BadRequest */
export function accountOf({accounts}: Pick<PrivateContext, "accounts">, apiKey: string): SimulatedAccount {
  if (apiKey === "") throw new BadRequest(-2014, "API-key format invalid.");
  const account = accounts.find(({credentials}) => credentials.apiKey === apiKey);
  if (account === undefined) throw new BadRequest(-2015, "Invalid API-key, IP, or permissions for action.");
  return account;
}

/** @throws BadRequest */
export function requireSignature(
  {credentials}: SimulatedAccount,
  {text, signature}: {readonly text: string; readonly signature: string}
): void {
  const payload = text.replace(/&?signature=[^&]*$/, "");
  const expected = createHmac("sha256", credentials.secret).update(payload).digest();
  const given = Buffer.from(signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new BadRequest(-1022, "Signature for this request is not valid.");
}

function requireTime({clock, faults}: PrivateContext, query: URLSearchParams): void {
  const timestamp = Number(query.get("timestamp") ?? Number.NaN);
  if (!Number.isFinite(timestamp))
    throw new BadRequest(-1102, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.");
  const windowMs = Math.min(LONGEST_WINDOW_MS, Number(query.get("recvWindow") ?? USUAL_WINDOW_MS)) * clock.speed;
  const ageMs = clock.now() + faults.clockSkewMs - timestamp;
  if (ageMs > windowMs) throw new BadRequest(-1021, "Timestamp for this request is outside of the recvWindow.");
  if (ageMs < -1_000 * clock.speed)
    throw new BadRequest(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
}

function placeOrder({context, account, query}: PrivateCall): unknown {
  const profile = profileOf(context, query);
  const amount = decimalOf(query, "quantity");
  if (amount === null || sign(amount) <= 0) throw missing("quantity");
  const type = orderType(query);
  const price = decimalOf(query, "price");
  const stopPrice = decimalOf(query, "stopPrice");
  if (type.endsWith("LIMIT") && price === null) throw missing("price");
  if (type.startsWith("STOP") && stopPrice === null) throw missing("stopPrice");
  requireFilters(profile, {amount, price});
  const clientOrderId = query.get("newClientOrderId") ?? `x-${account.orders().length + 1}`;
  if (!CLIENT_ID.test(clientOrderId)) throw new BadRequest(-1100, "Illegal characters found in 'newClientOrderId'.");
  if (account.openWithClientId(clientOrderId) !== null) throw new BadRequest(-2010, "Duplicate order sent.");
  const side = query.get("side") === "SELL" ? "SELL" : "BUY";
  const timeInForce = timeInForceOf(query);
  const order = account.place({clientOrderId, profile, side, type, timeInForce, amount, price, stopPrice});
  if (order === null) throw new BadRequest(-2010, "Account has insufficient balance for requested action.");
  return placedRow(order, account.trades);
}

function cancelOrder({context, account, query}: PrivateCall): unknown {
  const order = findOrder(context, account, query);
  if (order === undefined || !isOpen(order)) throw new BadRequest(-2011, "Unknown order sent.");
  account.cancel(order);
  return canceledRow(order, query.get("newClientOrderId") ?? `c-${order.orderId}`);
}

function myTrades({context, account, query}: PrivateCall): unknown {
  const profile = profileOf(context, query);
  const since = Number(query.get("startTime") ?? 0);
  const fromId = Number(query.get("fromId") ?? 0);
  const orderId = query.get("orderId");
  return account.trades
    .filter(({order, time, id}) => order.profile === profile && time >= since && id >= fromId)
    .filter(({order}) => orderId === null || order.orderId === Number(orderId))
    .slice(0, Math.min(1000, Number(query.get("limit") ?? 500)))
    .map(accountTradeRow);
}

function ordersOf(context: PrivateContext, account: SimulatedAccount, query: URLSearchParams): readonly AccountOrder[] {
  const profile = query.has("symbol") ? profileOf(context, query) : null;
  return account.orders().filter((order) => profile === null || order.profile === profile);
}

function orderOf(context: PrivateContext, account: SimulatedAccount, query: URLSearchParams): AccountOrder {
  const order = findOrder(context, account, query);
  if (order === undefined) throw new BadRequest(-2013, "Order does not exist.");
  return order;
}

/** The newest of that id, where a client has used one again. */
function findOrder(
  context: PrivateContext,
  account: SimulatedAccount,
  query: URLSearchParams
): AccountOrder | undefined {
  const [id, clientId] = [query.get("orderId"), query.get("origClientOrderId")];
  return ordersOf(context, account, query).findLast(({orderId, clientOrderId}) =>
    id === null ? clientOrderId === clientId : orderId === Number(id)
  );
}

function profileOf({profiles}: PrivateContext, query: URLSearchParams): MarketProfile {
  const profile = profiles.find((entry) => marketId(entry) === query.get("symbol"));
  if (profile === undefined) throw new BadRequest(-1121, "Invalid symbol.");
  return profile;
}

function orderType(query: URLSearchParams): AccountOrderType {
  const type = query.get("type");
  if (type === "MARKET" || type === "LIMIT" || type === "STOP_LOSS_LIMIT" || type === "STOP_LOSS") return type;
  throw new BadRequest(-1116, "Invalid orderType.");
}

function timeInForceOf(query: URLSearchParams): AccountOrder["timeInForce"] {
  const text = query.get("timeInForce") ?? "GTC";
  if (text === "GTC" || text === "IOC" || text === "FOK") return text;
  throw new BadRequest(-1115, "Invalid timeInForce.");
}

function decimalOf(query: URLSearchParams, name: string): Decimal | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new BadRequest(-1100, `Illegal characters found in parameter '${name}'.`);
  return parseDecimal(text);
}

function requireFilters(
  {amountDecimals, priceDecimals}: MarketProfile,
  {amount, price}: {readonly amount: Decimal; readonly price: Decimal | null}
): void {
  if (!isMultiple(amount, {units: 1n, scale: amountDecimals})) throw new BadRequest(-1013, "Filter failure: LOT_SIZE");
  if (price === null) return;
  if (!isMultiple(price, {units: 1n, scale: priceDecimals}))
    throw new BadRequest(-1013, "Filter failure: PRICE_FILTER");
  if (toNumber(multiply(amount, price)) < MINIMUM_NOTIONAL) throw new BadRequest(-1013, "Filter failure: NOTIONAL");
}

function missing(name: string): BadRequest {
  return new BadRequest(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}
