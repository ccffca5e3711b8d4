/** All decisions of one slice, in the slice's order of instruments. */
import {toNumber} from "../core/decimal.js";
import type {Emit} from "../events/event.js";
import type {CandleClosed, SliceCompleted} from "../events/market-data-event.js";
import {type Consensus, poolPredictions} from "./consensus.js";
import {decide} from "./decide.js";
import type {DecisionDesk} from "./decision-desk.js";
import {decisionRecord} from "./decision-record.js";
import type {DecisionRoom} from "./decision-room.js";
import {ruleView} from "./rules/rule-view.js";
import {canShort, type Situation} from "./situation.js";

export function decideSlice(room: DecisionRoom, slice: SliceCompleted, emit: Emit): void {
  const {desks, plan} = room;
  const {configuration} = room.controls;
  const {closeTime} = slice.payload;
  room.rounds.settle(configuration.weights);
  watchDrawdown(room, closeTime);
  // All closes of the slice first: exposure of any instrument is valued at this close, whatever the order.
  for (const desk of desks.values()) {
    const candle = desk.candle();
    if (candle?.payload.closeTime === closeTime)
      desk.history.add(candle.payload, configuration.sizing.volatilityCandles);
  }
  plan.begin();
  for (const instrument of slice.payload.instruments) {
    const desk = desks.get(instrument);
    const candle = desk?.candle() ?? null;
    if (desk === undefined || candle === null || candle.payload.closeTime !== closeTime) continue;
    decideOne({room, desk, candle, emit});
    desk.clear();
  }
}

/** Once broken, the limit holds until somebody resumes or the pause is over; losses then count from the present equity. */
function watchDrawdown({portfolio, controls, candleMs}: DecisionRoom, closeTime: number): void {
  const {maximum, resumeAfterCandles} = controls.configuration.limits.drawdownHalt;
  const equity = portfolio.equity();
  if (maximum === null || equity === null) {
    portfolio.markDrawdown(null);
    return;
  }
  const since = portfolio.drawdownSince();
  if (since !== null && resumeAfterCandles > 0 && closeTime >= since + resumeAfterCandles * candleMs)
    portfolio.forgetHighestEquity();
  else if (since === null && 1 - equity / portfolio.highestEquity() >= maximum) portfolio.markDrawdown(closeTime);
}

interface Turn {
  readonly room: DecisionRoom;
  readonly desk: DecisionDesk;
  readonly candle: CandleClosed;
  readonly emit: Emit;
}

function decideOne(turn: Turn): void {
  const {room, desk, candle, emit} = turn;
  const {strategy, candleMs, orders, portfolio, plan} = room;
  const situation = situationOf(turn);
  const verdict = decide(situation);
  const record = decisionRecord({strategy, candle, factors: desk.factors(), candleMs}, situation, verdict);
  if (record.fact === "TradeSignalRaised" && verdict.action === "raise") {
    const {instrument, closeTime, reason, expiresAt, referencePrice: price} = record.payload;
    // An order with latency misses the next open: two closes without any answer mean that it was refused.
    orders.ask(instrument, {signal: record.id, lapsesAt: (expiresAt ?? closeTime + candleMs) + candleMs});
    portfolio.noteSignal(instrument, reason);
    plan.note(desk, {held: situation.holding.amount, target: toNumber(verdict.target), price});
  }
  emit(record);
}

function situationOf({room, desk, candle}: Turn): Situation {
  const {portfolio, orders, rounds, controls, plan} = room;
  const {instrument} = desk;
  const {closeTime, close} = candle.payload;
  const consensus = poolPredictions(desk.predictions(), {weightOf: rounds.weightOf, layoutOf: room.layoutOf});
  const holding = portfolio.holding(instrument.id);
  const reading = desk.readRules(candle);
  const isShortAllowed = canShort({instrument, configuration: controls.configuration});
  const rules = reading === null ? null : ruleView(reading, Math.sign(holding.amount), isShortAllowed);
  const gapShare = gapShareOf(desk);
  const equity = portfolio.equity();
  return {
    instrument,
    grid: desk.grid,
    configuration: controls.configuration,
    state: controls.state,
    isFlattening: controls.isFlattening,
    isOrderPending: orders.isPending(instrument.id, closeTime),
    close,
    holding,
    equity,
    consensus,
    rules,
    hasSpoken: desk.hasSpoken(),
    dataFlaw: dataFlawOf({room, candle, gapShare}),
    costBps: desk.costBps,
    confidence: (rules === null ? conviction(consensus) : Math.abs(rules.score)) * (1 - gapShare),
    candleVolatility: desk.history.volatility(),
    candlesPerYear: room.candlesPerYear,
    riskView: () =>
      plan.riskView(desk, {limits: controls.configuration.limits, closeTime, price: close, equity: equity ?? 0})
  };
}

/** How far from even the agents are together, 0..1. A rule that holds has no doubts. */
function conviction(consensus: Consensus | null): number {
  return consensus === null ? 0 : Math.abs(Math.tanh(consensus.score / 2));
}

/** Share of the calculated factors whose window touches a gap. */
function gapShareOf(desk: DecisionDesk): number {
  const payload = desk.factors()?.payload;
  if (payload === undefined || payload.touchedByGap.length === 0) return 0;
  return Math.min(1, payload.touchedByGap.length / payload.factors.length);
}

function dataFlawOf({room, candle, gapShare}: {room: DecisionRoom; candle: CandleClosed; gapShare: number}) {
  const {maximumGapShare, maximumDataAgeCandles} = room.controls.configuration;
  if (candle.payload.missingBefore > 0 || gapShare > maximumGapShare) return "data-gap";
  const ageMs = candle.recordedAt - candle.payload.closeTime;
  if (maximumDataAgeCandles !== null && ageMs > maximumDataAgeCandles * room.candleMs) return "stale-data";
  return null;
}
