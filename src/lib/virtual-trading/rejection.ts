/**
 * Why an order or an action was refused, ended or changed: every code and the sentence a person reads.
 * The first part is the vocabulary of `papertape simulate`; the second belongs to the live broker's own checks.
 */

const SIMULATE_REASONS = {
  "no-market": "There is no price on the other side of the market.",
  "no-liquidity": "The other side of the market had nothing left for the rest of the order.",
  "fok-unfillable": "A fill-or-kill order could not be filled whole.",
  "ioc-remainder": "An immediate-or-cancel order keeps what it got; the rest is canceled.",
  "post-only-would-take": "A post-only order would have taken liquidity.",
  "stop-in-market": "The market has already reached the stop price.",
  "no-position": "A reduce-only order needs a position, and there is none.",
  "would-increase-position": "A reduce-only order cannot add to the position.",
  "position-closed": "The position that this order was to reduce is closed.",
  oco: "Another order of its one-cancels-other group was filled.",
  ouo: "Another order of its one-updates-other group left nothing for it.",
  "parent-rejected": "The order it depends on was rejected.",
  "parent-canceled": "The order it depends on ended without a fill.",
  gtd: "Its time has passed.",
  user: "Canceled on request.",
  "insufficient-funds": "The free cash does not cover the order and its fee.",
  "insufficient-position": "There is less to sell than the order asks for.",
  "price-increment": "A price is not a multiple of the price increment.",
  "amount-increment": "The amount is not a multiple of the amount increment.",
  "min-amount": "The amount is below the instrument's minimum.",
  "max-amount": "The amount is above the instrument's maximum.",
  "min-notional": "Price times amount is below the instrument's minimum.",
  "bad-bracket": "Stop-loss, entry and take-profit are not in that order.",
  "not-open": "The order is not open.",
  "bad-amount": "The new amount is not a positive number.",
  "amount-below-filled": "The new amount is below what has been filled."
} as const;

const BROKER_REASONS = {
  "duplicate-id": "An order with this id was sent before.",
  "unknown-instrument": "The broker does not trade this instrument.",
  "unknown-parent": "The order it depends on is not known, or was forgotten after it ended.",
  "bad-order": "The order lacks a price or an amount that its type needs.",
  "max-notional": "Price times amount is above the limit for one order.",
  "price-band": "The price is too far from the last one.",
  "order-rate": "Too many orders were sent in a short time.",
  "stale-data": "The last market data is too old to trade on.",
  halted: "Trading is halted: only cancels pass.",
  reducing: "Only orders that reduce a position pass.",
  "insufficient-margin": "The margin does not cover the position that the order would open.",
  "one-position": "The rule set holds one position at a time and does not enlarge, halve or turn it.",
  "no-estimate": "The data so far cannot say how far the order would move the price.",
  liquidation: "The margin was used up; the position is closed."
} as const;

export const REASON_SENTENCES = {...SIMULATE_REASONS, ...BROKER_REASONS};
export type Reason = keyof typeof REASON_SENTENCES;

/** The sentence for a person. */
export function reasonSentence(reason: Reason): string {
  return REASON_SENTENCES[reason];
}
