/** All limits in their order: locks first, then caps. Each one that bites is recorded. */
import type {TradeSignalRaised, WithheldReason} from "../../events/trade-signal-event.js";
import {availableCashLimit} from "./available-cash-limit.js";
import {cooldownLimit} from "./cooldown-limit.js";
import {correlationClusterLimit} from "./correlation-cluster-limit.js";
import {dailyLossLimit} from "./daily-loss-limit.js";
import {drawdownHaltLimit} from "./drawdown-halt-limit.js";
import {grossExposureLimit} from "./gross-exposure-limit.js";
import {lowProfitLockLimit} from "./low-profit-lock-limit.js";
import {perAssetLimit} from "./per-asset-limit.js";
import {perPositionLimit} from "./per-position-limit.js";
import type {RiskLimit, RiskView} from "./risk-limit.js";
import {stopLossGuardLimit} from "./stop-loss-guard-limit.js";

type LimitApplied = TradeSignalRaised["payload"]["limits"][number];

export const RISK_LIMITS: readonly RiskLimit[] = [
  drawdownHaltLimit,
  dailyLossLimit,
  stopLossGuardLimit,
  lowProfitLockLimit,
  cooldownLimit,
  perPositionLimit,
  perAssetLimit,
  correlationClusterLimit,
  grossExposureLimit,
  availableCashLimit
];

export interface LimitedTarget {
  readonly wanted: number;
  readonly applied: LimitApplied[];
  /** Of the first limit that bit; null when none did. */
  readonly reason: WithheldReason | null;
}

/** Those that look at the portfolio as it is; the others look back, and never bite while they are switched off. */
export const RISK_CAPS: readonly RiskLimit[] = [
  perPositionLimit,
  perAssetLimit,
  grossExposureLimit,
  availableCashLimit
];

/** Closing is never held back: limits are asked only about what is still wanted. */
export function applyLimits(wanted: number, view: RiskView, limits: readonly RiskLimit[] = RISK_LIMITS): LimitedTarget {
  const applied: LimitApplied[] = [];
  let reason: WithheldReason | null = null;
  for (const limit of limits) {
    if (wanted === 0) break;
    const after = limit.apply(wanted, view);
    if (after === wanted) continue;
    applied.push({limit: limit.name, before: wanted, after});
    reason ??= limit.reason;
    wanted = after;
  }
  return {wanted, applied, reason};
}
