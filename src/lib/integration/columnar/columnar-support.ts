/** What the columnar path runs, and why it does not run the rest: for that the full pipeline is there. */
import {DEFAULT_EXECUTION} from "../../configuration/execution-configuration.js";
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
  const {decision} = strategy;
  const execution = {...DEFAULT_EXECUTION, ...strategy.execution};
  if (execution.latencyMs > 0) return `orders arrive ${execution.latencyMs} ms late (execution.latencyMs)`;
  const {exits, risk, fills, finerTimeframe} = execution;
  if (execution.rules !== "papertape-1") return `orders fill by ${execution.rules} (execution.rules)`;
  if (fills !== "candles" || finerTimeframe !== null) return "orders fill from more than the candles (execution.fills)";
  if (Object.values(exits).some((distance) => distance !== null)) return "orders are attached (execution.exits)";
  if (execution.impact.model !== "none") return "orders move the price (execution.impact)";
  if (execution.feeTiers !== null) return "fees follow what was traded (execution.feeTiers)";
  if (Object.values(risk).some((limit) => limit !== null)) return "the broker refuses orders (execution.risk)";
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
