/** An account's orders, trades and balances in the words of Binance spot's private protocol. */
import {add, type Decimal, toNumber, ZERO} from "../../lib/core/decimal.js";
import type {AccountOrder, AccountTrade} from "./account-order.js";
import {decimal, marketId} from "./binance-messages.js";
import type {SimulatedAccount} from "./simulated-account.js";

function text(value: Decimal | null): string {
  return decimal(value === null ? 0 : toNumber(value));
}

export function orderRow(order: AccountOrder) {
  return {
    symbol: marketId(order.profile),
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    price: text(order.price),
    origQty: text(order.amount),
    executedQty: text(order.filled),
    origQuoteOrderQty: "0.00000000",
    cummulativeQuoteQty: text(order.filledValue),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
    stopPrice: text(order.stopPrice),
    icebergQty: "0.00000000",
    time: order.time,
    updateTime: order.updateTime,
    isWorking: order.isWorking,
    workingTime: order.isWorking ? order.time : -1,
    selfTradePreventionMode: "EXPIRE_MAKER"
  };
}

/** What placing an order answers. */
export function placedRow(order: AccountOrder, trades: readonly AccountTrade[]) {
  const {time, updateTime, icebergQty, isWorking, stopPrice, ...row} = orderRow(order);
  return {
    ...row,
    transactTime: time,
    fills: trades
      .filter((trade) => trade.order === order)
      .map(({id, price, amount, commission, commissionAsset}) => ({
        price: text(price),
        qty: text(amount),
        commission: text(commission),
        commissionAsset,
        tradeId: id
      }))
  };
}

export function canceledRow(order: AccountOrder, newClientOrderId: string) {
  return {...orderRow(order), origClientOrderId: order.clientOrderId, clientOrderId: newClientOrderId};
}

export function accountTradeRow({id, order, price, amount, commission, commissionAsset, time, isMaker}: AccountTrade) {
  return {
    symbol: marketId(order.profile),
    id,
    orderId: order.orderId,
    orderListId: -1,
    price: text(price),
    qty: text(amount),
    quoteQty: decimal(toNumber(price) * toNumber(amount)),
    commission: text(commission),
    commissionAsset,
    time,
    isBuyer: order.side === "BUY",
    isMaker,
    isBestMatch: true
  };
}

export function accountRow({balances}: SimulatedAccount, updateTime: number) {
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    canTrade: true,
    canWithdraw: false,
    canDeposit: true,
    updateTime,
    accountType: "SPOT",
    permissions: ["SPOT"],
    balances: balances.entries().map(([asset, {free, locked}]) => ({asset, free: text(free), locked: text(locked)}))
  };
}

/** Of the user data stream. */
export function executionReport(order: AccountOrder, trade: AccountTrade | null) {
  const execution = trade !== null ? "TRADE" : order.status === "PARTIALLY_FILLED" ? "NEW" : order.status;
  return {
    e: "executionReport",
    E: order.updateTime,
    s: marketId(order.profile),
    c: order.clientOrderId,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: text(order.amount),
    p: text(order.price),
    P: text(order.stopPrice),
    F: "0.00000000",
    g: -1,
    C: "",
    x: execution,
    X: order.status,
    r: "NONE",
    i: order.orderId,
    l: text(trade?.amount ?? ZERO),
    z: text(order.filled),
    L: text(trade?.price ?? ZERO),
    n: text(trade?.commission ?? ZERO),
    N: trade?.commissionAsset ?? null,
    T: order.updateTime,
    t: trade?.id ?? -1,
    w: order.isWorking,
    m: trade?.isMaker ?? false,
    O: order.time,
    Z: text(order.filledValue),
    Y: decimal(trade === null ? 0 : toNumber(trade.price) * toNumber(trade.amount)),
    Q: "0.00000000"
  };
}

/** All of an asset, for checks. */
export function totalOf({balances}: SimulatedAccount, asset: string): Decimal {
  const {free, locked} = balances.of(asset);
  return add(free, locked);
}
