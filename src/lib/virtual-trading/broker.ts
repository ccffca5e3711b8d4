/**
 * The streaming virtual broker: the matching core of papertape-1 fed with live, recorded or historical data. Several
 * instruments share one cash account. Deterministic: the same calls give the same outcomes, and a broker restored from
 * a snapshot goes on exactly as the one that made it. Money is exact; valuation is float64.
 */
import {decimal} from "../core/decimal.js";
import {type Desk, deskBook, deskCandle, deskTime, deskTrade, sendMessage, settleDesk} from "./broker-desk.js";
import {type BrokerOutcome, brokerOutcome, refusal} from "./broker-outcome.js";
import {send} from "./broker-sending.js";
import {type BrokerSnapshot, restoreState, snapshotOf} from "./broker-snapshot.js";
import {type BrokerOptions, type BrokerState, deskNamed, initialState} from "./broker-state.js";
import {type EquityMark, markEquity, positionChange} from "./broker-valuation.js";
import type {MatchedCandle} from "./matching/candle-matching.js";
import type {OrderChanges} from "./matching/order-entry.js";
import type {Book, TradePrint} from "./matching/venue.js";
import type {OrderRequest, WorkingOrder} from "./order.js";
import {bookFunding, holdingOf, type Portfolio, type PositionView, positionView} from "./portfolio.js";
import {NO_LIMITS, type RiskLimits, type TradingState} from "./risk-checks.js";

export interface Broker {
  onCandle(instrument: string, candle: MatchedCandle): readonly BrokerOutcome[];
  onTrade(instrument: string, trade: TradePrint): readonly BrokerOutcome[];
  /** Full snapshots; one that is older than the known book changes nothing. */
  onBook(instrument: string, book: Book, received: number): readonly BrokerOutcome[];
  /** Funding of a perpetual: the position times `price` times `rate` is paid (longs pay a positive rate). */
  onFunding(
    instrument: string,
    funding: {readonly time: number; readonly rate: number; readonly price: number}
  ): readonly BrokerOutcome[];
  /** Sends orders together; a child comes after its parent. */
  submit(instrument: string, orders: readonly OrderRequest[], time: number): readonly BrokerOutcome[];
  cancel(instrument: string, orderId: string, time: number): readonly BrokerOutcome[];
  modify(
    instrument: string,
    change: {readonly orderId: string; readonly changes: OrderChanges},
    time: number
  ): readonly BrokerOutcome[];
  setTradingState(state: TradingState): void;
  tradingState(): TradingState;
  position(instrument: string): PositionView;
  /** Orders that have not ended, oldest first. */
  openOrders(instrument: string): readonly WorkingOrder[];
  /** Values the account and remembers its peak. */
  mark(time: number): EquityMark;
  portfolio(): Portfolio;
  /** Plain JSON. */
  snapshot(): BrokerSnapshot;
  /** Goes on from a snapshot of a broker with the same options. */
  restore(snapshot: BrokerSnapshot): void;
}

const NOTHING: readonly BrokerOutcome[] = [];
const NO_LATENCY = {submit: 0, cancel: 0, modify: 0};

export function createBroker(options: BrokerOptions): Broker {
  const state = initialState(options);
  const limits: RiskLimits = {...NO_LIMITS, ...options.risk};
  const latency = options.latencyMs ?? NO_LATENCY;
  const deskOf = (instrument: string): Desk => deskNamed(state, instrument);
  return {
    onCandle(instrument, candle) {
      const desk = deskOf(instrument);
      deskCandle(desk, candle);
      return collect(state, desk);
    },
    onTrade(instrument, trade) {
      const desk = deskOf(instrument);
      deskTrade(desk, trade);
      return collect(state, desk);
    },
    onBook(instrument, book, received) {
      const desk = deskOf(instrument);
      deskBook(desk, book, received);
      return collect(state, desk);
    },
    onFunding(instrument, funding) {
      return payFunding(state, deskOf(instrument), funding);
    },
    submit(instrument, orders, time) {
      const desk = state.desks.get(instrument);
      if (desk === undefined) {
        return orders.map(({id}) => refusal("rejected", {instrument, orderId: id, time}, "unknown-instrument"));
      }
      const refused = orders.flatMap((order) => send(state, desk, {order, time, limits, latencyMs: latency.submit}));
      deskTime(desk, time);
      return [...refused, ...collect(state, desk)];
    },
    cancel(instrument, orderId, time) {
      const desk = deskOf(instrument);
      sendMessage(desk, {at: time + latency.cancel, kind: "cancel", orderId, changes: {}});
      deskTime(desk, time);
      return collect(state, desk);
    },
    modify(instrument, {orderId, changes}, time) {
      const desk = deskOf(instrument);
      sendMessage(desk, {at: time + latency.modify, kind: "modify", orderId, changes});
      deskTime(desk, time);
      return collect(state, desk);
    },
    setTradingState(next) {
      state.tradingState = next;
    },
    tradingState: () => state.tradingState,
    position: (instrument) => positionView(state.portfolio, deskOf(instrument).venue.instrument.symbol),
    openOrders: (instrument) => [...deskOf(instrument).venue.orders.values()].sort((a, b) => a.sequence - b.sequence),
    mark: (time) => markEquity(state, options.account, time),
    portfolio: () => state.portfolio,
    snapshot: () => snapshotOf(state),
    restore: (snapshot) => restoreState(state, snapshot)
  };
}

/** Takes what has happened at a desk, and values it anew when something was filled. */
function collect(state: BrokerState, desk: Desk): readonly BrokerOutcome[] {
  const {venue} = desk;
  if (venue.outcomes.length === 0 && desk.answers.length === 0) return NOTHING;
  const outcomes = venue.outcomes.map((outcome) => brokerOutcome(venue, outcome));
  const fill = venue.outcomes.findLast(({kind}) => kind === "filled");
  for (const {message, reason} of desk.answers) {
    const at = {instrument: venue.instrument.symbol, orderId: message.orderId, time: message.at};
    if (reason !== null) outcomes.push(refusal("refused", at, reason));
  }
  venue.outcomes = [];
  desk.answers = [];
  settleDesk(desk);
  if (fill !== undefined) outcomes.push(positionChange(state, venue, fill.time));
  return outcomes;
}

function payFunding(
  state: BrokerState,
  desk: Desk,
  {time, rate, price}: {readonly time: number; readonly rate: number; readonly price: number}
): readonly BrokerOutcome[] {
  if (desk.held === 0 || rate === 0) return NOTHING;
  bookFunding(state.portfolio, {
    holding: holdingOf(state.portfolio, desk.venue.instrument.symbol),
    price: decimal(price),
    rate: decimal(rate)
  });
  return [positionChange(state, desk.venue, time)];
}
