/** The event that records a decision, raised or withheld. Ids derive from the factors event: the same cause, the same id. */
import {toText} from "../core/decimal.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {TradeSignalRaised, TradeSignalWithheld} from "../events/trade-signal-event.js";
import type {Situation, Verdict} from "./decide.js";
import {limitPrice} from "./order-amount.js";
import {rationaleOf} from "./rationale.js";

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
  const {strategy, candle, factors} = cause;
  const causing = factors ?? candle;
  const rest = causing.id.slice(causing.id.indexOf(":") + 1);
  const envelope = {
    id: `decision:${strategy}:${rest}`,
    type: "TradeSignalEvent",
    version: 1,
    occurredAt: candle.payload.closeTime,
    recordedAt: causing.recordedAt,
    correlationId: candle.id,
    causationId: causing.id,
    source: "decision"
  } as const;
  const base = payloadBase(cause, situation, verdict);
  if (verdict.action === "withhold")
    return {
      ...envelope,
      fact: "TradeSignalWithheld",
      payload: {...base, rationale: rationaleOf(situation, verdict, ""), reason: verdict.reason}
    };
  const amount = toText(verdict.order.amount);
  return {
    ...envelope,
    fact: "TradeSignalRaised",
    payload: {
      ...base,
      rationale: rationaleOf(situation, verdict, amount),
      reason: verdict.reason,
      side: verdict.order.side,
      amount,
      ...orderTerms(cause, situation, verdict)
    }
  };
}

function payloadBase({strategy, candle}: DecisionCause, situation: Situation, verdict: Verdict) {
  const {consensus, holding, costBps, configuration} = situation;
  const {instrument, timeframe, closeTime, close} = candle.payload;
  const expectedReturnBps = consensus === null ? null : consensus.expectedReturn * 1e4;
  return {
    strategy,
    instrument,
    timeframe,
    closeTime,
    referencePrice: close,
    probabilityUp: consensus?.probabilityUp ?? null,
    score: consensus?.score ?? null,
    agents: consensus?.agents ?? [],
    factors: consensus?.factors ?? [],
    expectedReturnBps,
    costBps,
    edgeBps: expectedReturnBps === null ? null : tradeDirection(situation, configuration) * expectedReturnBps - costBps,
    confidence: situation.confidence,
    positionAmount: holding.amountText,
    targetAmount: verdict.target === null ? holding.amountText : toText(verdict.target),
    limits: verdict.limits
  };
}

/** The side held, else the side that would be entered: short only where that is allowed. */
function tradeDirection({holding, consensus, instrument}: Situation, {allowShort}: {allowShort: boolean}): number {
  if (holding.amount !== 0) return Math.sign(holding.amount);
  return allowShort && instrument.kind === "perpetual" && (consensus?.score ?? 0) < 0 ? -1 : 1;
}

/** Entries may wait at a limit; whatever makes the position smaller goes to market. */
function orderTerms(
  {candle, candleMs}: DecisionCause,
  {configuration, grid, close}: Situation,
  {reason, order}: Extract<Verdict, {action: "raise"}>
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
