/**
 * The decision engine as a component of the pipeline. It gathers what is known about a close and, at the watermark,
 * records exactly one decision for each of its instruments that had a candle: raised or withheld, with its reasons.
 */
import {assert} from "../core/assert.js";
import type {Component} from "../events/component.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {OrderFilled} from "../events/trade-execution-event.js";
import type {SignalReason} from "../events/trade-signal-event.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {candlesPerYear, type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import {changeDecisionConfiguration, DECISION_KEY_PREFIX} from "./configuration-change.js";
import {decideSlice} from "./decide-slice.js";
import type {DecisionConfiguration} from "./decision-configuration.js";
import {createDecisionDesk, type DecisionDesk, type DecisionDeskState} from "./decision-desk.js";
import type {Controls, DecisionRoom} from "./decision-room.js";
import {createOpenOrders, type OpenOrder} from "./open-orders.js";
import {createPortfolio, type PortfolioState} from "./portfolio.js";
import type {RuleBook} from "./rules/rule-book.js";
import {createScoreRounds, type ScoreRoundsState} from "./score-rounds.js";
import {createShareLayouts} from "./share-layout.js";
import {createSlicePlan} from "./slice-plan.js";
import type {TradingCosts} from "./trading-costs.js";

export interface DecisionEngineOptions {
  /** Name of the strategy: part of every decision's id. */
  readonly strategy: string;
  /** What it may trade; candles of other instruments get no decision. */
  readonly instruments: readonly Instrument[];
  readonly timeframe: Timeframe;
  readonly configuration: DecisionConfiguration;
  readonly costs: TradingCosts;
  /** What decides instead of the agents; null or not given: the agents do. */
  readonly rules?: RuleBook | null;
}

export interface DecisionEngineState {
  readonly controls: Controls;
  readonly portfolio: PortfolioState;
  readonly orders: Readonly<Record<string, OpenOrder>>;
  readonly rounds: ScoreRoundsState;
  readonly desks: Readonly<Record<string, DecisionDeskState>>;
}

/** @throws InvariantError when an instrument is named twice. */
export function createDecisionEngine(options: DecisionEngineOptions): Component<DecisionEngineState> {
  const {strategy, instruments, timeframe, configuration, costs, rules = null} = options;
  const candleMs = timeframeMs(timeframe);
  const desks = new Map<string, DecisionDesk>();
  for (const instrument of instruments) {
    assert(!desks.has(instrument.id), `the strategy ${strategy} names ${instrument.id} twice`);
    desks.set(instrument.id, createDecisionDesk(instrument, {costs, candleMs, rules}));
  }
  const portfolio = createPortfolio();
  const room: DecisionRoom = {
    strategy,
    timeframe,
    candleMs,
    candlesPerYear: candlesPerYear(timeframe),
    desks,
    lastDesk: undefined,
    portfolio,
    orders: createOpenOrders(),
    rounds: createScoreRounds(),
    plan: createSlicePlan({desks, portfolio, candleMs}),
    layoutOf: createShareLayouts(),
    controls: {configuration, changes: [], state: "active", isFlattening: false}
  };
  return {
    name: "decision",
    handle: (event, emit) => handle(room, event, emit),
    snapshot: () => ({
      controls: room.controls,
      portfolio: portfolio.snapshot(),
      orders: room.orders.snapshot(),
      rounds: room.rounds.snapshot(),
      desks: Object.fromEntries(Array.from(desks, ([instrument, desk]) => [instrument, desk.snapshot()]))
    }),
    restore: (state) => {
      room.controls = state.controls;
      portfolio.restore(state.portfolio);
      room.orders.restore(state.orders);
      room.rounds.restore(state.rounds);
      for (const [instrument, kept] of Object.entries(state.desks)) desks.get(instrument)?.restore(kept);
    }
  };
}

function handle(room: DecisionRoom, event: PapertapeEvent, emit: Emit): void {
  switch (event.fact) {
    case "CandleClosed":
      if (event.payload.timeframe === room.timeframe) deskOf(room, event.payload.instrument)?.takeCandle(event);
      return;
    case "FactorsCalculated":
      if (event.payload.timeframe === room.timeframe) deskOf(room, event.payload.instrument)?.takeFactors(event);
      return;
    case "PredictionMade":
      if (event.payload.timeframe === room.timeframe) deskOf(room, event.payload.instrument)?.takePrediction(event);
      return;
    case "PredictionScored":
      if (event.payload.timeframe === room.timeframe) room.rounds.take(event.payload);
      return;
    case "SliceCompleted":
      if (event.payload.timeframe !== room.timeframe) return;
      applyChanges(room);
      decideSlice(room, event, emit);
      return;
    default:
      takeExecution(room, event);
      takeCommand(room, event);
  }
}

/** Events about one instrument come in a row: the desk of the last one is looked at first. */
function deskOf(room: DecisionRoom, instrument: string): DecisionDesk | undefined {
  if (room.lastDesk === undefined || room.lastDesk.instrument.id !== instrument)
    room.lastDesk = room.desks.get(instrument);
  return room.lastDesk;
}

function takeExecution({portfolio, orders, desks}: DecisionRoom, event: PapertapeEvent): void {
  switch (event.fact) {
    case "PositionChanged":
      portfolio.applyPosition(event);
      return;
    case "EquityMarked":
      portfolio.applyEquity(event);
      return;
    case "OrderAccepted":
      // Orders attached to a position wait beside the decisions, which do not wait for them.
      if (event.payload.exit === undefined && desks.has(event.payload.instrument))
        orders.accept(event.payload.instrument, event.payload.signal);
      return;
    case "OrderFilled":
    case "OrderCanceled":
    case "OrderRejected":
      if (event.payload.exit === undefined) orders.settle(event);
      else if (event.fact === "OrderFilled") portfolio.noteSignal(event.payload.instrument, exitReason(event));
  }
}

/** As the limits count it: whatever cuts a loss is a stop-loss. */
function exitReason({payload}: OrderFilled): SignalReason {
  return payload.exit === "take-profit" ? "exit" : "stop-loss";
}

function takeCommand(room: DecisionRoom, event: PapertapeEvent): void {
  const {controls} = room;
  switch (event.fact) {
    case "TradingPaused":
      room.controls = {...controls, state: "reducing"};
      return;
    case "TradingResumed":
      room.controls = {...controls, state: "active", isFlattening: false};
      // Whoever resumes after a drawdown halt accepts the loss.
      if (room.portfolio.drawdownSince() !== null) room.portfolio.forgetHighestEquity();
      return;
    case "TradingHalted":
      room.controls = {...controls, state: "halted"};
      return;
    case "FlattenRequested":
      room.controls = {...controls, state: "reducing", isFlattening: true};
      return;
    case "ConfigurationChanged":
      if (!event.payload.key.startsWith(DECISION_KEY_PREFIX)) return;
      room.controls = {...controls, changes: [...controls.changes, {key: event.payload.key, to: event.payload.to}]};
  }
}

/** Changes count from a slice on, never in the middle of one. What the schema refuses leaves things as they are. */
function applyChanges(room: DecisionRoom): void {
  if (room.controls.changes.length === 0) return;
  let {configuration} = room.controls;
  for (const change of room.controls.changes) {
    const changed = changeDecisionConfiguration(configuration, change);
    if (changed.ok) configuration = changed.configuration;
  }
  room.controls = {...room.controls, configuration, changes: []};
}
