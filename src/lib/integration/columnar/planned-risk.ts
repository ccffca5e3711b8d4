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
  /** Holds until the instrument's next view is asked for. */
  view(place: number, price: number): RiskView;
}

export interface PlannedRiskOptions {
  readonly instruments: readonly Instrument[];
  readonly limits: DecisionConfiguration["limits"];
  readonly candleMs: number;
}

/** One object an instrument, filled anew for each question. */
type MutableView = {-readonly [Field in keyof RiskView]: RiskView[Field]};

const unknownCorrelation = (): null => null;

export function createPlannedRisk({instruments, limits, candleMs}: PlannedRiskOptions): PlannedRisk {
  const held = new Float64Array(instruments.length);
  const lastClose = new Float64Array(instruments.length);
  const planned = new Float64Array(instruments.length).fill(Number.NaN);
  const places = new Map<string, number>(instruments.map(({id}, place) => [id, place]));
  let spent = 0;
  let isPlanned = false;
  const valueAt = (place: number): number => {
    const wanted = planned[place] as number;
    return Number.isNaN(wanted) ? Math.abs(held[place] as number) * (lastClose[place] as number) : wanted;
  };
  const valueHeld = (id: string): number => valueAt(places.get(id) as number);
  const views = instruments.map(
    (instrument): MutableView => ({
      limits,
      instrument,
      candleMs,
      instruments,
      price: 0,
      equity: 0,
      cash: 0,
      held: 0,
      valueHeld,
      // What follows is asked for by limits that the columnar path does not run.
      closeTime: Number.NaN,
      correlation: unknownCorrelation,
      highestEquity: Number.NaN,
      dayStartEquity: Number.NaN,
      drawdownSince: null,
      trades: []
    })
  );
  const risk: PlannedRisk = {
    held,
    lastClose,
    cash: 0,
    equity: 0,
    begin: () => {
      if (isPlanned) for (let place = 0; place < planned.length; place++) planned[place] = Number.NaN;
      isPlanned = false;
      spent = 0;
    },
    note: (place, {target, price}) => {
      const own = held[place] as number;
      const instrument = instruments[place] as Instrument;
      isPlanned = true;
      // Until an order is filled its reduction is not sure: the larger of both positions counts.
      planned[place] = Math.max(Math.abs(own), Math.abs(target)) * price;
      if (instrument.kind === "spot" && target > own) spent += (target - own) * price * (1 + instrument.takerFee);
    },
    view: (place, price) => {
      const view = views[place] as MutableView;
      view.price = price;
      view.equity = risk.equity;
      view.cash = risk.cash - spent;
      view.held = held[place] as number;
      return view;
    }
  };
  return risk;
}
