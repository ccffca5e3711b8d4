/** Positions and equity of a broker: positions exact, equity in float64. */
import {numberText, toNumber, toText} from "../core/decimal.js";
import type {PositionChange} from "./broker-outcome.js";
import type {BrokerState} from "./broker-state.js";
import type {Venue} from "./matching/venue.js";
import {cashOf, holdingOf, positionView, settledCash} from "./portfolio.js";

/** Value of the account at one time, in quote units. */
export interface EquityMark {
  readonly time: number;
  readonly cash: number;
  readonly equity: number;
  readonly positionsValue: number;
  /** Gross value of positions over equity; null at no equity. */
  readonly exposure: number | null;
  /** Share lost since the highest mark so far. */
  readonly drawdown: number;
  /** Instruments with a position whose last data is older than `time`. */
  readonly staleInstruments: string[];
}

/** The position after a fill or a funding; the cash that goes with it is taken over for valuation. */
export function positionChange(state: BrokerState, venue: Venue, time: number): PositionChange {
  const {symbol} = venue.instrument;
  const view = positionView(state.portfolio, symbol);
  state.cash = toNumber(cashOf(state.portfolio));
  return {
    kind: "position",
    instrument: symbol,
    time,
    amount: toText(holdingOf(state.portfolio, symbol)),
    averagePrice: view.averagePrice === null ? null : numberText(view.averagePrice),
    realizedProfit: numberText(view.realizedProfit),
    cash: toText(venue.account === "margin" ? settledCash(state.portfolio) : cashOf(state.portfolio))
  };
}

/** Values the account at the last prices and remembers its peak. */
export function markEquity(state: BrokerState, account: "spot" | "margin", time: number): EquityMark {
  let value = 0;
  let gross = 0;
  let cost = 0;
  const staleInstruments: string[] = [];
  for (const [instrument, desk] of state.desks) {
    if (desk.held === 0) continue;
    const worth = desk.held * (desk.venue.last ?? 0);
    value += worth;
    gross += Math.abs(worth);
    cost += desk.cost;
    if (desk.dataTime === null || desk.dataTime < time) staleInstruments.push(instrument);
  }
  const equity = state.cash + value;
  state.peakEquity = Math.max(state.peakEquity, equity);
  const isMargin = account === "margin";
  return {
    time,
    cash: isMargin ? state.cash + cost : state.cash,
    equity,
    positionsValue: isMargin ? value - cost : value,
    exposure: equity > 0 ? gross / equity : null,
    drawdown: state.peakEquity > 0 ? Math.min(1, Math.max(0, 1 - equity / state.peakEquity)) : 0,
    staleInstruments
  };
}
