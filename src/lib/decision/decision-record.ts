/** The event that records a decision, raised or withheld. Ids derive from the factors event: the same cause, the same id. */
import {toText} from "../core/decimal.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {TradeSignalRaised, TradeSignalWithheld} from "../events/trade-signal-event.js";
import type {Verdict} from "./decide.js";
import {limitPrice} from "./order-amount.js";
import {rationaleOf} from "./rationale.js";
import type {Situation} from "./situation.js";

export interface DecisionCause {
  readonly strategy: string;
  readonly candle: CandleClosed;
  /** Null when no factors came for the candle. */
  readonly factors: FactorsCalculated | null;
  readonly candleMs: number;
}

export function decisionRecord(
  cause: DecisionCause,
  situation: Situation,
  verdict: Verdict
): TradeSignalRaised | TradeSignalWithheld {
  const {candle} = cause;
  const causing = cause.factors ?? candle;
  const id = `decision:${cause.strategy}:${causing.id.slice(causing.id.indexOf(":") + 1)}`;
  if (verdict.action === "raise") return raised({id, causing, cause, situation, verdict});
  // Spelt out in one literal: nearly all decisions pass here, and copying objects costs more than the decision.
  return {
    id,
    type: "TradeSignalEvent",
    fact: "TradeSignalWithheld",
    version: 1,
    occurredAt: candle.payload.closeTime,
    recordedAt: causing.recordedAt,
    correlationId: candle.id,
    causationId: causing.id,
    source: "decision",
    payload: withheldPayload({cause, situation, verdict})
  };
}

interface Recorded<Kind extends Verdict> {
  readonly cause: DecisionCause;
  readonly situation: Situation;
  readonly verdict: Kind;
}

type Withheld = Extract<Verdict, {action: "withhold"}>;
type Raised = Extract<Verdict, {action: "raise"}>;

function withheldPayload({cause, situation, verdict}: Recorded<Withheld>): TradeSignalWithheld["payload"] {
  const {consensus, rules, holding, costBps} = situation;
  const {payload} = cause.candle;
  const expectedReturnBps = consensus === null ? null : consensus.expectedReturn * 1e4;
  return {
    strategy: cause.strategy,
    instrument: payload.instrument,
    timeframe: payload.timeframe,
    closeTime: payload.closeTime,
    referencePrice: payload.close,
    probabilityUp: consensus === null ? null : consensus.probabilityUp,
    score: rules !== null ? rules.score : consensus === null ? null : consensus.score,
    agents: consensus === null ? [] : consensus.agents,
    factors: rules !== null ? rules.shares : consensus === null ? [] : consensus.factors,
    expectedReturnBps,
    costBps,
    edgeBps: expectedReturnBps === null ? null : tradeDirection(situation) * expectedReturnBps - costBps,
    confidence: situation.confidence,
    positionAmount: holding.amountText,
    targetAmount: verdict.target === null ? holding.amountText : toText(verdict.target),
    limits: verdict.limits,
    rationale: rationaleOf(situation, verdict, ""),
    reason: verdict.reason
  };
}

function raised({
  id,
  causing,
  cause,
  situation,
  verdict
}: Recorded<Raised> & {id: string; causing: {id: string; recordedAt: number}}): TradeSignalRaised {
  const {limits, reason, order, target} = verdict;
  const amount = toText(order.amount);
  const asWithheld: Withheld = {action: "withhold", reason: "already-at-target", target, limits};
  const base = withheldPayload({cause, situation, verdict: asWithheld});
  const terms = orderTerms(cause, situation, verdict);
  // Spelt out as well: objects put together from others have a shape each, and making a shape is dear.
  return {
    id,
    type: "TradeSignalEvent",
    fact: "TradeSignalRaised",
    version: 1,
    occurredAt: cause.candle.payload.closeTime,
    recordedAt: causing.recordedAt,
    correlationId: cause.candle.id,
    causationId: causing.id,
    source: "decision",
    payload: {
      strategy: base.strategy,
      instrument: base.instrument,
      timeframe: base.timeframe,
      closeTime: base.closeTime,
      referencePrice: base.referencePrice,
      probabilityUp: base.probabilityUp,
      score: base.score,
      agents: base.agents,
      factors: base.factors,
      expectedReturnBps: base.expectedReturnBps,
      costBps: base.costBps,
      edgeBps: base.edgeBps,
      confidence: base.confidence,
      positionAmount: base.positionAmount,
      targetAmount: base.targetAmount,
      limits: base.limits,
      rationale: rationaleOf(situation, verdict, amount),
      reason,
      side: order.side,
      amount,
      orderType: terms.orderType,
      limitPrice: terms.limitPrice,
      stopPrice: terms.stopPrice,
      timeInForce: terms.timeInForce,
      expiresAt: terms.expiresAt
    }
  };
}

/** The side held, else the side that would be entered: short only where that is allowed. */
function tradeDirection({holding, consensus, instrument, configuration}: Situation): number {
  if (holding.amount !== 0) return Math.sign(holding.amount);
  return configuration.allowShort && instrument.kind === "perpetual" && (consensus?.score ?? 0) < 0 ? -1 : 1;
}

/** Entries may wait at a limit; whatever makes the position smaller goes to market. */
function orderTerms(
  {candle, candleMs}: DecisionCause,
  {configuration, grid, close}: Situation,
  {reason, order}: Raised
) {
  const {type, limitOffsetBps, expiresAfterCandles} = configuration.order;
  const isEntry = reason === "entry" || reason === "increase";
  if (type === "market" || !isEntry)
    return {orderType: "market", limitPrice: null, stopPrice: null, timeInForce: "GTC", expiresAt: null} as const;
  const better = (order.side === "buy" ? -1 : 1) * (limitOffsetBps / 1e4);
  return {
    orderType: "limit",
    limitPrice: toText(limitPrice(close * (1 + better), order.side, grid)),
    stopPrice: null,
    timeInForce: "GTD",
    expiresAt: candle.payload.closeTime + expiresAfterCandles * candleMs
  } as const;
}
