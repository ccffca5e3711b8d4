/**
 * The situation of one instrument at one close, read from the running engine: what is asked for rarely is worked out
 * only then. Holds good until the desk is cleared.
 */
import type {CandleClosed} from "../events/market-data-event.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {type Consensus, poolPredictions} from "./consensus.js";
import type {DecisionConfiguration} from "./decision-configuration.js";
import type {DecisionDesk} from "./decision-desk.js";
import type {DecisionRoom} from "./decision-room.js";
import type {RiskView} from "./limits/risk-limit.js";
import type {OrderGrid} from "./order-amount.js";
import type {Holding} from "./portfolio.js";
import {type RuleView, ruleView} from "./rules/rule-view.js";
import {canShort, type Situation, type TradingState} from "./situation.js";

/** A class: an object with a function of its own for each decision costs more than the decision. */
export class DeskSituation implements Situation {
  readonly #room: DecisionRoom;
  readonly #desk: DecisionDesk;
  readonly #candle: CandleClosed;
  readonly #gapShare: number;
  readonly instrument: Instrument;
  readonly configuration: DecisionConfiguration;
  readonly holding: Holding;
  readonly equity: number | null;
  readonly consensus: Consensus | null;
  readonly rules: RuleView | null;
  readonly confidence: number;

  constructor(room: DecisionRoom, desk: DecisionDesk, candle: CandleClosed) {
    const {rounds, layoutOf, controls, portfolio} = room;
    this.#room = room;
    this.#desk = desk;
    this.#candle = candle;
    this.#gapShare = gapShareOf(desk);
    this.instrument = desk.instrument;
    this.configuration = controls.configuration;
    this.holding = portfolio.holding(desk.instrument.id);
    this.equity = portfolio.equity();
    this.consensus = poolPredictions(desk.predictions(), {weightOf: rounds.weightOf, layoutOf});
    const reading = desk.readRules(candle);
    this.rules = reading === null ? null : ruleView(reading, Math.sign(this.holding.amount), canShort(this));
    const conviction = this.rules === null ? convictionOf(this.consensus) : Math.abs(this.rules.score);
    this.confidence = conviction * (1 - this.#gapShare);
  }

  get grid(): OrderGrid {
    return this.#desk.grid;
  }

  get state(): TradingState {
    return this.#room.controls.state;
  }

  get isFlattening(): boolean {
    return this.#room.controls.isFlattening;
  }

  get isOrderPending(): boolean {
    return this.#room.orders.isPending(this.instrument.id, this.#candle.payload.closeTime);
  }

  get close(): number {
    return this.#candle.payload.close;
  }

  get hasSpoken(): boolean {
    return this.#desk.hasSpoken();
  }

  get dataFlaw(): "data-gap" | "stale-data" | null {
    const {maximumGapShare, maximumDataAgeCandles} = this.configuration;
    const {payload, recordedAt} = this.#candle;
    if (payload.missingBefore > 0 || this.#gapShare > maximumGapShare) return "data-gap";
    const ageMs = recordedAt - payload.closeTime;
    if (maximumDataAgeCandles !== null && ageMs > maximumDataAgeCandles * this.#room.candleMs) return "stale-data";
    return null;
  }

  get costBps(): number {
    return this.#desk.costBps;
  }

  get candleVolatility(): number | null {
    return this.#desk.history.volatility();
  }

  get candlesPerYear(): number {
    return this.#room.candlesPerYear;
  }

  riskView(): RiskView {
    return this.#room.plan.riskView(this.#desk, {
      limits: this.configuration.limits,
      closeTime: this.#candle.payload.closeTime,
      price: this.close,
      equity: this.equity ?? 0
    });
  }
}

/** How far from even the agents are together, 0..1. A rule that holds has no doubts. */
function convictionOf(consensus: Consensus | null): number {
  return consensus === null ? 0 : Math.abs(Math.tanh(consensus.score / 2));
}

/** Share of the calculated factors whose window touches a gap. */
function gapShareOf(desk: DecisionDesk): number {
  const payload = desk.factors()?.payload;
  if (payload === undefined || payload.touchedByGap.length === 0) return 0;
  return Math.min(1, payload.touchedByGap.length / payload.factors.length);
}
