/** Orders on their way in: what the broker itself refuses, and what it remembers of them. */
import {decimal} from "../core/decimal.js";
import {DAY_MS} from "../core/time.js";
import {type Desk, sendMessage} from "./broker-desk.js";
import {type BrokerOutcome, refusal} from "./broker-outcome.js";
import type {BrokerState} from "./broker-state.js";
import {addOrder, type Venue} from "./matching/venue.js";
import type {OrderRequest} from "./order.js";
import type {Reason} from "./rejection.js";
import {type RiskLimits, riskRefusal} from "./risk-checks.js";

export interface Sending {
  readonly order: OrderRequest;
  readonly time: number;
  readonly limits: RiskLimits;
  readonly latencyMs: number;
}

/** Checks an order and puts it on its way. @returns the rejection, if there is one. */
export function send(state: BrokerState, desk: Desk, sending: Sending): BrokerOutcome[] {
  const {time, limits} = sending;
  const {venue} = desk;
  const order = withExpiry(sending.order, time);
  const reason =
    requestRefusal(state, venue, order) ??
    riskRefusal({
      order,
      time,
      limits,
      tradingState: state.tradingState,
      last: venue.last,
      dataTime: desk.dataTime,
      position: desk.held,
      sentTimes: state.sentTimes
    });
  if (reason !== null) {
    return [refusal("rejected", {instrument: venue.instrument.symbol, orderId: order.id, time}, reason)];
  }
  remember(state, order.id, {time, windowMs: limits.orderRate?.windowMs ?? 0});
  const parent = order.parent === null ? undefined : venue.orders.get(order.parent);
  addOrder(venue, order, order.amount === null ? (parent?.amount ?? decimal(0)) : decimal(order.amount));
  sendMessage(desk, {at: time + sending.latencyMs, kind: "order", orderId: order.id, changes: {}});
  return [];
}

/** `DAY` ends at the next midnight UTC. */
function withExpiry(order: OrderRequest, time: number): OrderRequest {
  if (order.tif !== "DAY") return order;
  return {...order, expire: (Math.floor(time / DAY_MS) + 1) * DAY_MS};
}

function requestRefusal(state: BrokerState, venue: Venue, order: OrderRequest): Reason | null {
  if (state.recentIds.has(order.id) || venue.orders.has(order.id)) return "duplicate-id";
  if (order.parent !== null && !venue.orders.has(order.parent)) return "unknown-parent";
  return isComplete(order) ? null : "bad-order";
}

function isComplete(order: OrderRequest): boolean {
  const {type, amount, fraction, limit, stop, trail, fromFill} = order;
  if (!(isPositive(amount) && isPositive(fraction) && isPositive(limit) && isPositive(stop))) return false;
  if (!isPositive(trail?.value ?? null)) return false;
  if (amount === null && fraction === null && order.parent === null) return false;
  const isPriced = fromFill !== null && order.parent !== null;
  if (isPriced && (type === "limit" || type === "stop" || type === "take-profit")) return true;
  if ((type === "limit" || type === "stop-limit" || type === "take-profit-limit") && limit === null) return false;
  if (type === "trailing-stop") return trail !== null;
  if (type !== "market" && type !== "limit" && stop === null) return false;
  return order.tif !== "GTD" || order.expire !== null;
}

/** What is not given cannot be wrong. */
function isPositive(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value > 0);
}

function remember(state: BrokerState, id: string, at: {readonly time: number; readonly windowMs: number}): void {
  state.recentIds.add(id);
  if (at.windowMs === 0) return;
  state.sentTimes = state.sentTimes.filter((sent) => sent > at.time - at.windowMs);
  state.sentTimes.push(at.time);
}
