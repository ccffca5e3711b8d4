/**
 * The rule set volume-share: everything happens at the close of a candle, orders share a part of its volume, and the
 * price moves with the share that was taken. Prices are computed in float64, as the engine it follows does.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  minimum,
  roundToStep,
  sign,
  subtract,
  toNumber,
  ZERO
} from "../../core/decimal.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import {remaining, type WorkingOrder} from "../order.js";
import type {SimulationCase} from "../simulate/case-format.js";
import {allowFields, childNode, type Node, optionalNumber, optionalWord} from "../simulate/field-reading.js";
import type {RuleSetResult} from "../simulate/result.js";
import {closeCandle, createRun, fillOrder, finishRun, type OrderRun, openSince, playEvents, RANK} from "./order-run.js";

export interface ShareSlippage {
  readonly type: "volume-share" | "fixed-bps";
  /** Share of a candle's volume that all orders together may take. */
  readonly volumeLimit: number;
  readonly priceImpact: number;
  readonly bps: number;
}

interface Commission {
  readonly type: "per-trade" | "per-value" | "per-unit";
  readonly cost: number;
  readonly minimum: number;
  readonly first: number;
}

interface ShareModel {
  readonly slippage: ShareSlippage;
  /** Null: the instrument's own rates. */
  readonly commission: Commission | null;
}

export function simulateVolumeShare(input: SimulationCase): RuleSetResult {
  const model = readShareModel(input.model);
  const run = createRun(input);
  const candles = input.market.candles.map((candle) => ({
    time: candle.closeTime,
    rank: RANK.data,
    run: () => playCandle(run, model, candle)
  }));
  playEvents(run, candles, () => {});
  return finishRun(run);
}

function readShareModel(node: Node): ShareModel {
  allowFields(node, ["slippage", "commission"]);
  const slippage = childNode(node, "slippage");
  allowFields(slippage, ["type", "volumeLimit", "priceImpact", "bps"]);
  const type = optionalWord(slippage, "type", ["volume-share", "fixed-bps"]) ?? "volume-share";
  const commission = childNode(node, "commission");
  allowFields(commission, ["type", "cost", "minimum", "first"]);
  const kind = optionalWord(commission, "type", ["per-trade", "per-value", "per-unit"]);
  return {
    slippage: {
      type,
      volumeLimit: optionalNumber(slippage, "volumeLimit", {min: 0}) ?? (type === "fixed-bps" ? 0.1 : 0.025),
      priceImpact: optionalNumber(slippage, "priceImpact", {min: 0}) ?? 0.1,
      bps: optionalNumber(slippage, "bps", {min: 0}) ?? 5
    },
    commission:
      kind === null
        ? null
        : {
            type: kind,
            cost: optionalNumber(commission, "cost") ?? 0,
            minimum: optionalNumber(commission, "minimum", {min: 0}) ?? 0,
            first: optionalNumber(commission, "first", {min: 0}) ?? 0
          }
  };
}

function playCandle(run: OrderRun, model: ShareModel, candle: MatchedCandle): void {
  let used = ZERO;
  if (candle.volume > 0) {
    for (const {order} of openSince(run, (time) => candle.openTime >= time)) {
      if (isReadyAtClose(order, candle.close)) used = add(used, fillShare(run, order, {model, candle, used}));
    }
  }
  closeCandle(run, candle);
}

/** Whether the close has reached the stop (which stays triggered) and allows the limit. */
export function isReadyAtClose(order: WorkingOrder, close: number): boolean {
  const isBuy = order.side === "buy";
  if (order.stop !== null && !order.triggered) {
    order.triggered = isBuy ? close >= order.stop : close <= order.stop;
    if (!order.triggered) return false;
  }
  return order.limit === null || (isBuy ? close <= order.limit : close >= order.limit);
}

interface ShareOfCandle {
  readonly model: ShareModel;
  readonly candle: MatchedCandle;
  /** What older orders took of the candle. */
  readonly used: Decimal;
}

/** @returns the amount filled. */
function fillShare(run: OrderRun, order: WorkingOrder, {model, candle, used}: ShareOfCandle): Decimal {
  const {slippage} = model;
  const step = run.input.instrument.amountIncrement;
  const left = subtract(decimal(slippage.volumeLimit * candle.volume), used);
  const most = minimum(remaining(order), left);
  const amount = step === null ? most : roundToStep(most, step, "floor");
  if (sign(amount) <= 0) return ZERO;
  const price = priceAfterImpact(slippage, {candle, taken: toNumber(add(used, amount)), isBuy: order.side === "buy"});
  if (order.limit !== null && (order.side === "buy" ? price > order.limit : price < order.limit)) return ZERO;
  const isFirst = compare(order.filled, ZERO) === 0;
  const fee =
    model.commission === null ? null : feeRise(model.commission, order, {price, amount: toNumber(amount), isFirst});
  fillOrder(run, order, {
    price: decimal(price),
    amount,
    liquidity: "taker",
    time: candle.closeTime,
    feeDigits: null,
    ...(fee === null ? {} : {fee: decimal(fee)})
  });
  return amount;
}

/** The close, moved by the share of volume that was taken with this fill, or by fixed basis points. */
export function priceAfterImpact(
  slippage: ShareSlippage,
  {candle, taken, isBuy}: {readonly candle: MatchedCandle; readonly taken: number; readonly isBuy: boolean}
): number {
  const direction = isBuy ? 1 : -1;
  if (slippage.type === "fixed-bps") return candle.close * (1 + (direction * slippage.bps) / 10_000);
  const share = Math.min(taken / candle.volume, slippage.volumeLimit);
  return candle.close * (1 + direction * slippage.priceImpact * share ** 2);
}

/** What this fill adds to the order's commission. */
function feeRise(
  commission: Commission,
  order: WorkingOrder,
  fill: {readonly price: number; readonly amount: number; readonly isFirst: boolean}
): number {
  switch (commission.type) {
    case "per-trade":
      return fill.isFirst ? commission.cost : 0;
    case "per-value":
      return commission.cost * fill.price * fill.amount;
    case "per-unit": {
      const total = commission.first + commission.cost * (toNumber(order.filled) + fill.amount);
      return Math.max(total, commission.minimum) - toNumber(order.fee);
    }
  }
}
