/**
 * The decision taken at a candle's close: exactly one a candle and instrument, raised or withheld, with its reasons.
 * Published by decision.
 */
import Type from "typebox";
import {ORDER_SIDES, ORDER_TYPES, TIMES_IN_FORCE} from "../vocabulary/order.js";
import {DecimalText, Fraction, factSchema, NullableNumber, oneOf, payloadOf, type Static, Time} from "./envelope.js";

const type = "TradeSignalEvent";

const AgentShare = payloadOf({
  agent: Type.String(),
  prediction: Type.String(),
  weight: Fraction,
  calibratedProbabilityUp: Fraction,
  /** Its part of the consensus score; all parts sum to it exactly. */
  contribution: Type.Number()
});
const FactorShare = payloadOf({factor: Type.String(), contribution: Type.Number()});
/** A risk limit that changed the wanted position. */
const LimitApplied = payloadOf({limit: Type.String(), before: Type.Number(), after: Type.Number()});

const decision = {
  strategy: Type.String(),
  instrument: Type.String(),
  timeframe: Type.String(),
  closeTime: Time,
  /** The close the decision was taken at. */
  referencePrice: Type.Number(),
  /** Consensus probability of up; null when no agent could speak. */
  probabilityUp: NullableNumber,
  /** Log-odds of `probabilityUp`; of a strategy by rules 1 where a rule argues for long, -1 for short, 0 where none does. */
  score: NullableNumber,
  /** What of the score belongs to no agent or factor (the agents' biases). */
  agents: Type.Array(AgentShare),
  factors: Type.Array(FactorShare),
  expectedReturnBps: NullableNumber,
  costBps: Type.Number(),
  /** Expected return net of costs, in the direction of the trade. */
  edgeBps: NullableNumber,
  confidence: Fraction,
  /** Base units held and wanted, signed. */
  positionAmount: DecimalText,
  targetAmount: DecimalText,
  limits: Type.Array(LimitApplied),
  /** One sentence a person understands. */
  rationale: Type.String()
};

export const SIGNAL_REASONS = ["entry", "increase", "reduce", "exit", "reverse", "flatten", "stop-loss"] as const;

export const TradeSignalRaisedSchema = factSchema(type, {
  fact: "TradeSignalRaised",
  version: 1,
  payload: payloadOf({
    ...decision,
    reason: oneOf(SIGNAL_REASONS),
    side: oneOf(ORDER_SIDES),
    amount: DecimalText,
    orderType: oneOf(ORDER_TYPES),
    limitPrice: Type.Union([DecimalText, Type.Null()]),
    stopPrice: Type.Union([DecimalText, Type.Null()]),
    timeInForce: oneOf(TIMES_IN_FORCE),
    expiresAt: Type.Union([Time, Type.Null()])
  })
});

export const WITHHELD_REASONS = [
  "warming-up",
  "no-predictions",
  "no-rule-holds",
  "edge-below-minimum",
  "already-at-target",
  "below-minimum-order",
  "order-pending",
  "paused",
  "halted",
  "data-gap",
  "stale-data",
  "risk-limit",
  "cooldown",
  "stop-loss-guard",
  "low-profit-lock",
  "daily-loss",
  "drawdown-halt"
] as const;

export const TradeSignalWithheldSchema = factSchema(type, {
  fact: "TradeSignalWithheld",
  version: 1,
  payload: payloadOf({...decision, reason: oneOf(WITHHELD_REASONS)})
});

export type TradeSignalRaised = Static<typeof TradeSignalRaisedSchema>;
export type TradeSignalWithheld = Static<typeof TradeSignalWithheldSchema>;
export type TradeSignalEvent = TradeSignalRaised | TradeSignalWithheld;
export type SignalReason = (typeof SIGNAL_REASONS)[number];
export type WithheldReason = (typeof WITHHELD_REASONS)[number];
