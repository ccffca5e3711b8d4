/**
 * What the decisions of one slice have taken already: later instruments of the slice see the positions and the cash
 * that earlier ones have spoken for, so that together they stay within the limits.
 */
import type {DecisionConfiguration} from "./decision-configuration.js";
import type {DecisionDesk} from "./decision-desk.js";
import type {RiskView} from "./limits/risk-limit.js";
import type {Portfolio} from "./portfolio.js";
import {returnCorrelation} from "./return-correlation.js";

export interface SlicePlan {
  /** Forgets what the last slice wanted. */
  begin(): void;
  /** @param change base units held and wanted, signed. */
  note(desk: DecisionDesk, change: {held: number; target: number; price: number}): void;
  riskView(desk: DecisionDesk, moment: PlanMoment): RiskView;
}

export interface PlanMoment {
  readonly limits: DecisionConfiguration["limits"];
  readonly closeTime: number;
  readonly price: number;
  readonly equity: number;
}

export interface SlicePlanOptions {
  readonly desks: ReadonlyMap<string, DecisionDesk>;
  readonly portfolio: Portfolio;
  readonly candleMs: number;
}

export function createSlicePlan({desks, portfolio, candleMs}: SlicePlanOptions): SlicePlan {
  const planned = new Map<string, number>();
  let spent = 0;
  const instruments = Array.from(desks.values(), (desk) => desk.instrument);
  const value = (instrument: string) => {
    const wanted = planned.get(instrument);
    if (wanted !== undefined) return wanted;
    return Math.abs(portfolio.holding(instrument).amount) * (desks.get(instrument)?.history.lastClose() ?? 0);
  };
  // Made once, not for each view: a function of its own would cost a decision more than all its limits.
  const correlation: RiskView["correlation"] = ({instrument, other, closeTime, candles}) => {
    const a = desks.get(instrument);
    const b = desks.get(other);
    return a === undefined || b === undefined
      ? null
      : returnCorrelation(a.history, b.history, {closeTime, candles, candleMs});
  };
  return {
    begin: () => {
      if (planned.size > 0) planned.clear();
      spent = 0;
    },
    note: (desk, {held, target, price}) => {
      // Until an order is filled its reduction is not sure: the larger of both positions counts.
      planned.set(desk.instrument.id, Math.max(Math.abs(held), Math.abs(target)) * price);
      if (desk.instrument.kind === "spot" && target > held)
        spent += (target - held) * price * (1 + desk.instrument.takerFee);
    },
    riskView: (desk, {limits, closeTime, price, equity}) => ({
      limits,
      instrument: desk.instrument,
      price,
      closeTime,
      candleMs,
      equity,
      cash: portfolio.cash() - spent,
      held: portfolio.holding(desk.instrument.id).amount,
      instruments,
      valueHeld: value,
      correlation,
      highestEquity: portfolio.highestEquity(),
      dayStartEquity: portfolio.dayStartEquity(),
      drawdownSince: portfolio.drawdownSince(),
      trades: portfolio.trades()
    })
  };
}
