/** What an order's time in force does with what is left once it has taken what it can. SPEC: docs/reference/specs/order-terms.md. */
import type {TimeInForce} from "../vocabulary/order.js";
import type {Reason} from "./rejection.js";

/** Full on purpose: a new time in force does not compile before it has an answer for both ways to act. */
export const AFTER_TAKING: Readonly<Record<"market" | "limit", Readonly<Record<TimeInForce, Reason | "rests">>>> = {
  market: {
    GTC: "no-liquidity",
    GTD: "no-liquidity",
    DAY: "no-liquidity",
    IOC: "ioc-remainder",
    FOK: "no-liquidity"
  },
  limit: {GTC: "rests", GTD: "rests", DAY: "rests", IOC: "ioc-remainder", FOK: "fok-unfillable"}
};
