/** What became of orders, positions and equity. Ledger numbers are exact decimal text. Published by virtual trading. */
import Type from "typebox";
import {LIQUIDITY_SIDES, ORDER_SIDES, ORDER_TYPES, TIMES_IN_FORCE} from "../vocabulary/order.js";
import {DecimalText, Fraction, factSchema, NullableNumber, oneOf, payloadOf, type Static, Time} from "./envelope.js";

const type = "TradeExecutionEvent";
const NullableDecimal = Type.Union([DecimalText, Type.Null()]);

/** What an order is there for that no decision asked for by itself; left out for all others. */
export const ORDER_PURPOSES = ["stop-loss", "take-profit", "trailing-stop", "liquidation"] as const;
const purpose = {exit: Type.Optional(oneOf(ORDER_PURPOSES))};

const order = {
  orderId: Type.String(),
  /** Id of the TradeSignalRaised event, or of the command, that asked for the order. */
  signal: Type.String(),
  instrument: Type.String(),
  side: oneOf(ORDER_SIDES),
  orderType: oneOf(ORDER_TYPES),
  amount: DecimalText,
  limitPrice: NullableDecimal,
  stopPrice: NullableDecimal,
  timeInForce: oneOf(TIMES_IN_FORCE),
  submittedAt: Time,
  ...purpose
};

export const OrderAcceptedSchema = factSchema(type, {
  fact: "OrderAccepted",
  version: 1,
  payload: payloadOf({...order, rules: Type.String()})
});

export const OrderRejectedSchema = factSchema(type, {
  fact: "OrderRejected",
  version: 1,
  payload: payloadOf({...order, code: Type.String(), message: Type.String()})
});

export const OrderFilledSchema = factSchema(type, {
  fact: "OrderFilled",
  version: 1,
  payload: payloadOf({
    orderId: Type.String(),
    signal: Type.String(),
    instrument: Type.String(),
    side: oneOf(ORDER_SIDES),
    /** When the fill happened in the market. */
    time: Time,
    price: DecimalText,
    amount: DecimalText,
    fee: DecimalText,
    feeCurrency: Type.String(),
    liquidity: oneOf(LIQUIDITY_SIDES),
    remaining: DecimalText,
    /** Close the decision was taken at, to measure slippage against. */
    referencePrice: Type.Number(),
    /** True when the fill was worked out afterwards for a time the daemon was away. */
    whileAway: Type.Boolean(),
    ...purpose
  })
});

export const OrderCanceledSchema = factSchema(type, {
  fact: "OrderCanceled",
  version: 1,
  payload: payloadOf({
    orderId: Type.String(),
    signal: Type.String(),
    instrument: Type.String(),
    reason: Type.String(),
    filled: DecimalText,
    remaining: DecimalText,
    ...purpose
  })
});

export const PositionChangedSchema = factSchema(type, {
  fact: "PositionChanged",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    amount: DecimalText,
    averagePrice: NullableDecimal,
    realizedProfit: DecimalText,
    cash: DecimalText
  })
});

export const EquityMarkedSchema = factSchema(type, {
  fact: "EquityMarked",
  version: 1,
  payload: payloadOf({
    closeTime: Time,
    cash: DecimalText,
    /** Quote units: cash plus positions at their last close. */
    equity: Type.Number(),
    positionsValue: Type.Number(),
    /** Gross value of positions as a share of equity; null at no equity. */
    exposure: NullableNumber,
    /** Share lost since the highest equity so far. */
    drawdown: Fraction,
    /** Instruments valued at an older close than this one. */
    staleInstruments: Type.Array(Type.String())
  })
});

export type OrderAccepted = Static<typeof OrderAcceptedSchema>;
export type OrderRejected = Static<typeof OrderRejectedSchema>;
export type OrderFilled = Static<typeof OrderFilledSchema>;
export type OrderCanceled = Static<typeof OrderCanceledSchema>;
export type PositionChanged = Static<typeof PositionChangedSchema>;
export type EquityMarked = Static<typeof EquityMarkedSchema>;
export type TradeExecutionEvent =
  | OrderAccepted
  | OrderRejected
  | OrderFilled
  | OrderCanceled
  | PositionChanged
  | EquityMarked;
