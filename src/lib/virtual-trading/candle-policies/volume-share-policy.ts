/**
 * volume-share for a strategy: everything happens at the close of a candle with volume, orders share a part of it, and
 * what is left of an order waits for the next one.
 */
import {add, type Decimal, decimal, minimum, roundToStep, sign, subtract, toNumber, ZERO} from "../../core/decimal.js";
import type {ExecutionRules} from "../execution-rules.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import {execute} from "../matching/execution.js";
import {startChildren} from "../matching/order-entry.js";
import {openOrders, type Venue} from "../matching/venue.js";
import {remaining, type WorkingOrder} from "../order.js";
import {isOpen} from "../order-lifecycle.js";
import {isReadyAtClose, priceAfterImpact, type ShareSlippage} from "../rule-sets/volume-share.js";
import type {CandlePolicy} from "./candle-policy.js";

export function volumeSharePolicy(execution: ExecutionRules): CandlePolicy {
  const slippage = slippageOf(execution);
  return {
    arrived: () => {},
    candle: (venue, candle) => {
      if (candle.volume <= 0) return;
      let used = ZERO;
      for (const order of openOrders(venue)) {
        if (!isOpen(order.state) || order.arrivedAt > candle.openTime || !isReadyAtClose(order, candle.close)) continue;
        used = add(used, fillShare(venue, order, {slippage, candle, used}));
        startChildren(venue, candle.closeTime);
      }
    }
  };
}

function slippageOf({impact, volumeLimit, slippageBps, spreadBps}: ExecutionRules): ShareSlippage {
  return {
    type: impact.model === "volume-share" ? "volume-share" : "fixed-bps",
    volumeLimit: volumeLimit ?? 1,
    priceImpact: impact.coefficient,
    bps: slippageBps + spreadBps / 2
  };
}

interface Share {
  readonly slippage: ShareSlippage;
  readonly candle: MatchedCandle;
  readonly used: Decimal;
}

/** @returns the amount filled */
function fillShare(venue: Venue, order: WorkingOrder, {slippage, candle, used}: Share): Decimal {
  const step = venue.instrument.amountIncrement;
  const left = subtract(decimal(slippage.volumeLimit * candle.volume), used);
  const most = minimum(remaining(order), left);
  const amount = step === null ? most : roundToStep(most, step, "floor");
  if (sign(amount) <= 0) return ZERO;
  const price = priceAfterImpact(slippage, {candle, taken: toNumber(add(used, amount)), isBuy: order.side === "buy"});
  if (order.limit !== null && (order.side === "buy" ? price > order.limit : price < order.limit)) return ZERO;
  return execute(venue, order, {price: decimal(price), amount, liquidity: "taker", time: candle.closeTime});
}
