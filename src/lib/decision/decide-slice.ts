/** All decisions of one slice, in the slice's order of instruments. */
import {toNumber} from "../core/decimal.js";
import type {Emit} from "../events/event.js";
import type {CandleClosed, SliceCompleted} from "../events/market-data-event.js";
import {decide} from "./decide.js";
import type {DecisionDesk} from "./decision-desk.js";
import {decisionRecord} from "./decision-record.js";
import type {DecisionRoom} from "./decision-room.js";
import {DeskSituation} from "./desk-situation.js";

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

function decideOne({room, desk, candle, emit}: Turn): void {
  const {strategy, candleMs, orders, portfolio, plan} = room;
  const situation = new DeskSituation(room, desk, candle);
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
