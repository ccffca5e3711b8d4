/**
 * The last step of accountability: factor values worked out again from candles, next to the recorded ones. Recursive
 * factors depend on where their history began, so the candles are those of the session, its warm-up first.
 */
import type {PapertapeEvent} from "../events/event.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import {createFactorEngine} from "../factors/factor-engine.js";
import type {StrategyPlan} from "./strategy-plan.js";

export interface RecalculatedFactor {
  readonly factor: string;
  /** Null where it was not defined. */
  readonly recorded: number | null;
  readonly recalculated: number | null;
  readonly isEqual: boolean;
}

export interface RecalculationOptions {
  readonly plan: StrategyPlan;
  readonly recorded: FactorsCalculated;
  /** Events of candles in the tape's order, from the beginning of the warm-up; read up to the recorded close time. */
  readonly tape: Iterable<PapertapeEvent>;
}

/** One entry a factor in the recorded order; null when the candles hold no close at the recorded time. */
export function recalculateFactors({plan, recorded, tape}: RecalculationOptions): readonly RecalculatedFactor[] | null {
  const {instrument, closeTime, factors, values} = recorded.payload;
  const engine = createFactorEngine({
    instruments: plan.instruments.map(({id}) => id),
    timeframe: plan.strategy.timeframe,
    factors: plan.factors
  });
  let found: FactorsCalculated | null = null;
  for (const event of tape) {
    if (event.occurredAt > closeTime) break;
    engine.handle(event, (made) => {
      if (made.fact !== "FactorsCalculated") return;
      if (made.payload.instrument === instrument && made.payload.closeTime === closeTime) found = made;
    });
  }
  const again = (found as FactorsCalculated | null)?.payload;
  if (again === undefined) return null;
  const valueNow = new Map(again.factors.map((name, index) => [name, again.values[index] ?? null]));
  return factors.map((factor, index) => {
    const before = values[index] ?? null;
    const now = valueNow.get(factor) ?? null;
    return {factor, recorded: before, recalculated: now, isEqual: before === now};
  });
}
