/** What the columnar path runs, and why it does not run the rest: for that the full pipeline is there. */
import {referenceOf} from "../../factors/factor-reference.js";
import type {StrategyPlan} from "../strategy-plan.js";

/** Null when the columnar path runs the plan; else the reason why the full pipeline must, in words. */
export function supportsColumnar(plan: StrategyPlan): string | null {
  return (
    (plan.rules === null ? "agents decide: they learn from every event" : null) ??
    executionReason(plan) ??
    lockReason(plan) ??
    referenceReason(plan)
  );
}

function executionReason({strategy}: StrategyPlan): string | null {
  const {execution, decision} = strategy;
  if (execution.latencyMs > 0) return `orders arrive ${execution.latencyMs} ms late (execution.latencyMs)`;
  if (decision.order.type !== "market") return "entries wait at a limit (decision.order.type)";
  return null;
}

/** Limits that look back at equity or at trades that were closed. */
function lockReason({strategy}: StrategyPlan): string | null {
  const {limits} = strategy.decision;
  const locks: readonly (readonly [string, boolean])[] = [
    ["drawdownHalt", limits.drawdownHalt.maximum !== null],
    ["dailyLoss", limits.dailyLoss !== null],
    ["stopLossGuard", limits.stopLossGuard.stops > 0],
    ["lowProfitLock", limits.lowProfitLock.trades > 0],
    ["cooldownCandles", limits.cooldownCandles > 0],
    ["correlationCluster", limits.correlationCluster.maximum !== null]
  ];
  const lock = locks.find(([, isOn]) => isOn);
  return lock === undefined ? null : `decision.limits.${lock[0]} looks back at what was traded`;
}

function referenceReason({factors, instruments}: StrategyPlan): string | null {
  const ids = instruments.map(({id}) => id as string);
  for (const {name, reference} of factors) {
    if (reference === null) continue;
    for (const id of ids) {
      const followed = referenceOf(id, reference, {instruments: ids, bitcoin: null});
      if (followed !== null && !ids.includes(followed))
        return `${name} follows ${followed}, which the strategy does not trade`;
    }
  }
  return null;
}
