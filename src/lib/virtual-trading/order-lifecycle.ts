/**
 * The life of an order as a full table: every state answers every event, so that no combination can be forgotten.
 * The table decides; the matching core only asks. Invariants: docs/reference/specs/order-lifecycle.md.
 */
import {assert} from "../core/assert.js";

export const ORDER_STATES = [
  "pending",
  "open",
  "partially-filled",
  "filled",
  "canceled",
  "rejected",
  "expired"
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_EVENTS = ["accept", "trigger", "amend", "fill", "complete", "cancel", "reject", "expire"] as const;
/** `fill` leaves something to fill, `complete` nothing. */
export type OrderEvent = (typeof ORDER_EVENTS)[number];

export type LifecycleOutcome = {readonly to: OrderState} | {readonly refused: "not-open" | "not-sent" | "already-open"};

const to = (state: OrderState): LifecycleOutcome => ({to: state});
const NOT_OPEN: LifecycleOutcome = {refused: "not-open"};
const NOT_SENT: LifecycleOutcome = {refused: "not-sent"};
const ALREADY_OPEN: LifecycleOutcome = {refused: "already-open"};

/** An order that has ended answers nothing any more. */
const ENDED: Record<OrderEvent, LifecycleOutcome> = {
  accept: NOT_OPEN,
  trigger: NOT_OPEN,
  amend: NOT_OPEN,
  fill: NOT_OPEN,
  complete: NOT_OPEN,
  cancel: NOT_OPEN,
  reject: NOT_OPEN,
  expire: NOT_OPEN
};

export const ORDER_LIFECYCLE: Record<OrderState, Record<OrderEvent, LifecycleOutcome>> = {
  // Sent and on its way, or a child whose parent has not been filled.
  pending: {
    accept: to("open"),
    trigger: NOT_SENT,
    amend: to("pending"),
    fill: NOT_SENT,
    complete: NOT_SENT,
    cancel: to("canceled"),
    reject: to("rejected"),
    expire: to("expired")
  },
  open: {
    accept: ALREADY_OPEN,
    trigger: to("open"),
    amend: to("open"),
    fill: to("partially-filled"),
    complete: to("filled"),
    cancel: to("canceled"),
    // A post-only order can still be refused when its stop places it, an order on candles when it meets its open.
    reject: to("rejected"),
    expire: to("expired")
  },
  "partially-filled": {
    accept: ALREADY_OPEN,
    // A stop can only trigger before its first fill.
    trigger: ALREADY_OPEN,
    amend: to("partially-filled"),
    fill: to("partially-filled"),
    complete: to("filled"),
    cancel: to("canceled"),
    // What has been filled cannot be unsaid: the rest is canceled instead.
    reject: ALREADY_OPEN,
    expire: to("expired")
  },
  filled: ENDED,
  canceled: ENDED,
  rejected: ENDED,
  expired: ENDED
};

export function lifecycle(state: OrderState, event: OrderEvent): LifecycleOutcome {
  return ORDER_LIFECYCLE[state][event];
}

/** @throws InvariantError when the state refuses the event: the caller has to ask `lifecycle` first. */
export function advance(order: {readonly id: string; state: OrderState}, event: OrderEvent): void {
  const outcome = lifecycle(order.state, event);
  assert("to" in outcome, () => `order ${order.id} is ${order.state} and cannot ${event}`);
  order.state = outcome.to;
}

/** Whether the order can still be filled: it stands at the market. */
export function isOpen(state: OrderState): boolean {
  return state === "open" || state === "partially-filled";
}

export function isEnded(state: OrderState): boolean {
  return ORDER_LIFECYCLE[state] === ENDED;
}
