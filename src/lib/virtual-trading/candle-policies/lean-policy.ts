/**
 * lean-immediate and lean-gap for a strategy: a market order takes the close it was decided at, everything else whole
 * from the candles that close after it was sent. Fills from candles carry the close time.
 */
import {type Decimal, decimal} from "../../core/decimal.js";
import type {ExecutionRules} from "../execution-rules.js";
import {execute} from "../matching/execution.js";
import {startChildren} from "../matching/order-entry.js";
import {openOrders, type Venue} from "../matching/venue.js";
import {remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {candlePrice, type LeanRules, type LeanSlippage, slipped} from "../rule-sets/lean-fills.js";
import type {CandlePolicy} from "./candle-policy.js";

export function leanPolicy(execution: ExecutionRules): CandlePolicy {
  const rules: LeanRules = {isGap: execution.rules === "lean-gap", slippage: slippageOf(execution)};
  return {
    arrived: (venue, order, time) => {
      if (order.request.type !== "market" || !isOpen(order.state) || venue.last === null) return;
      const candle = flat(venue.last, time);
      fill(venue, order, {price: slipped(decimal(venue.last), {order, candle, slippage: rules.slippage}), time});
      startChildren(venue, time);
    },
    candle: (venue, candle) => {
      for (const order of openOrders(venue)) {
        if (!isOpen(order.state) || order.arrivedAt >= candle.closeTime) continue;
        const price =
          order.request.type === "market"
            ? slipped(decimal(candle.close), {order, candle, slippage: rules.slippage})
            : candlePrice(order, candle, {rules, quote: candle.close, tick: venue.instrument.priceIncrement});
        if (price !== null) fill(venue, order, {price, time: candle.closeTime});
        startChildren(venue, candle.closeTime);
      }
    }
  };
}

function slippageOf({impact, slippageBps, spreadBps}: ExecutionRules): LeanSlippage {
  const percent = {
    type: "percent",
    value: (slippageBps + spreadBps / 2) / 10_000,
    priceImpact: 0,
    volumeLimit: 1
  } as const;
  return impact.model === "volume-share"
    ? {...percent, type: "volume-share", priceImpact: impact.coefficient, volumeLimit: 0.025}
    : percent;
}

function fill(
  venue: Venue,
  order: WorkingOrder,
  {price, time}: {readonly price: Decimal; readonly time: number}
): void {
  const liquidity = order.request.type === "limit" ? "maker" : "taker";
  execute(venue, order, {price, amount: remaining(order), liquidity, time});
}

function flat(price: number, time: number) {
  return {openTime: time, closeTime: time, open: price, high: price, low: price, close: price, volume: 0};
}
