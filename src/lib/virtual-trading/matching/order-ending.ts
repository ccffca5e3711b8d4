/** The end of an order without a further fill, and what that does to the orders that depend on it. */
import {sign} from "../../core/decimal.js";
import type {WorkingOrder} from "../order.js";
import {advance} from "../order-lifecycle.js";
import type {Reason} from "../rejection.js";
import {type Venue, waitingChildren} from "./venue.js";

const EVENT_OF = {canceled: "cancel", rejected: "reject", expired: "expire"} as const;

export interface Ending {
  readonly kind: keyof typeof EVENT_OF;
  readonly reason: Reason;
  readonly time: number;
}

/** Ends an order that is pending or open. The children of an order that ends partly filled are put up to start. */
export function endOrder(venue: Venue, order: WorkingOrder, ending: Ending): void {
  advance(order, EVENT_OF[ending.kind]);
  order.reason = ending.reason;
  venue.outcomes.push({...ending, orderId: order.id});
  const waiting = waitingChildren(venue, order.id);
  if (sign(order.filled) > 0) {
    venue.starting.push(...waiting);
    return;
  }
  const {time} = ending;
  for (const child of waiting) {
    if (ending.kind === "rejected") endOrder(venue, child, {kind: "rejected", reason: "parent-rejected", time});
    else endOrder(venue, child, {kind: "canceled", reason: "parent-canceled", time});
  }
}
