/**
 * What the risk limits see in a columnar run: positions, cash, and what earlier decisions of the slice have spoken for.
 * The same bookkeeping as the decision engine's portfolio and slice plan, on numbers.
 */
import type {DecisionConfiguration} from "../../decision/decision-configuration.js";
import type {RiskView} from "../../decision/limits/risk-limit.js";
import type {Instrument} from "../../vocabulary/instrument.js";

export interface PlannedRisk {
  /** By the plan's order of instruments: base units held, signed, and the newest close. */
  readonly held: Float64Array;
  readonly lastClose: Float64Array;
  cash: number;
  equity: number;
  /** A new slice: nothing is spoken for. */
  begin(): void;
  note(place: number, change: {readonly target: number; readonly price: number}): void;
  view(place: number, moment: {readonly price: number; readonly closeTime: number}): RiskView;
}

export interface PlannedRiskOptions {
  readonly instruments: readonly Instrument[];
  readonly limits: DecisionConfiguration["limits"];
  readonly candleMs: number;
}

export function createPlannedRisk({instruments, limits, candleMs}: PlannedRiskOptions): PlannedRisk {
  const held = new Float64Array(instruments.length);
  const lastClose = new Float64Array(instruments.length);
  const planned = new Float64Array(instruments.length).fill(Number.NaN);
  const places = new Map<string, number>(instruments.map(({id}, place) => [id, place]));
  let spent = 0;
  const valueAt = (place: number): number => {
    const wanted = planned[place] as number;
    return Number.isNaN(wanted) ? Math.abs(held[place] as number) * (lastClose[place] as number) : wanted;
  };
  const risk: PlannedRisk = {
    held,
    lastClose,
    cash: 0,
    equity: 0,
    begin: () => {
      planned.fill(Number.NaN);
      spent = 0;
    },
    note: (place, {target, price}) => {
      const own = held[place] as number;
      const instrument = instruments[place] as Instrument;
      // Until an order is filled its reduction is not sure: the larger of both positions counts.
      planned[place] = Math.max(Math.abs(own), Math.abs(target)) * price;
      if (instrument.kind === "spot" && target > own) spent += (target - own) * price * (1 + instrument.takerFee);
    },
    view: (place, {price, closeTime}) => ({
      limits,
      instrument: instruments[place] as Instrument,
      price,
      closeTime,
      candleMs,
      equity: risk.equity,
      cash: risk.cash - spent,
      held: held[place] as number,
      instruments,
      valueHeld: (id) => valueAt(places.get(id) as number),
      // What follows is asked for by limits that the columnar path does not run.
      correlation: () => null,
      highestEquity: Number.NaN,
      dayStartEquity: Number.NaN,
      drawdownSince: null,
      trades: []
    })
  };
  return risk;
}
