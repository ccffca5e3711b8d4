/**
 * The agents as a component of the pipeline. At a candle's close it first resolves and scores the predictions whose
 * horizon has passed and lets the agents learn from them; when the factors of that close come, each agent predicts.
 * Nothing after a close can reach a prediction made at it: outcomes exist for an agent only once they are resolved here.
 */
import {assert} from "../core/assert.js";
import type {Component} from "../events/component.js";
import type {Emit} from "../events/event.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {PredictionMade, PredictionScored} from "../events/prediction-event.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";
import type {AgentDefinition} from "./agent.js";
import {type AgentSeat, type AgentSeatState, createAgentSeat} from "./agent-seat.js";
import {type CalibrationConfiguration, DEFAULT_CALIBRATION, logLossOf} from "./calibration.js";
import {
  createPendingPredictions,
  type Lesson,
  type PendingPredictions,
  type PendingRow
} from "./pending-predictions.js";

/** Whether an agent learns from all instruments together, or keeps a mind of its own for each. */
export const LEARNING_SCOPES = ["all-instruments", "each-instrument"] as const;
export type LearningScope = (typeof LEARNING_SCOPES)[number];

export interface AgentEngineOptions {
  readonly agents: readonly AgentDefinition[];
  readonly timeframe: Timeframe;
  /** Predictions are about the return over so many candles. */
  readonly horizonCandles: number;
  readonly calibration?: CalibrationConfiguration;
  /** Default: all-instruments. */
  readonly learning?: LearningScope;
}

export interface AgentEngineState {
  /** By scope: "*" or an instrument; then by agent. */
  readonly seats: Readonly<Record<string, Readonly<Record<string, AgentSeatState>>>>;
  readonly pending: Readonly<Record<string, readonly PendingRow[]>>;
  /** Close time of the newest candle seen and of the newest predictions made, by instrument. */
  readonly seenUntil: Readonly<Record<string, number>>;
  readonly predictedUntil: Readonly<Record<string, number>>;
}

interface InstrumentDesk {
  readonly pending: PendingPredictions;
  readonly seats: readonly AgentSeat[];
  seenUntil: number;
  predictedUntil: number;
}

const EVERYBODY = "*";
const NO_LESSONS: readonly Lesson[] = [];

/** @throws InvariantError when two agents share a name or the horizon is not a whole number of candles above 0. */
export function createAgentEngine(options: AgentEngineOptions): Component<AgentEngineState> {
  const {agents, timeframe, horizonCandles, calibration = DEFAULT_CALIBRATION, learning = "all-instruments"} = options;
  assert(Number.isSafeInteger(horizonCandles) && horizonCandles > 0, `a horizon is at least 1, not ${horizonCandles}`);
  const names = agents.map((agent) => agent.name);
  assert(new Set(names).size === names.length, `two agents share a name among ${names.join(", ")}`);
  const candleMs = timeframeMs(timeframe);
  const horizon = {candles: horizonCandles, ms: horizonCandles * candleMs};
  const scopes = new Map<string, readonly AgentSeat[]>();
  const desks = new Map<string, InstrumentDesk>();

  const seatsOf = (scope: string): readonly AgentSeat[] => {
    let seats = scopes.get(scope);
    if (seats === undefined) {
      seats = agents.map((agent) => createAgentSeat(agent, calibration));
      scopes.set(scope, seats);
    }
    return seats;
  };
  const deskOf = (instrument: string): InstrumentDesk => {
    let desk = desks.get(instrument);
    if (desk === undefined) {
      const seats = seatsOf(learning === "all-instruments" ? EVERYBODY : instrument);
      desk = {pending: createPendingPredictions(horizonCandles + 2), seats, seenUntil: -1, predictedUntil: -1};
      desks.set(instrument, desk);
    }
    return desk;
  };

  return {
    name: "agents",
    handle: (event, emit) => {
      if (event.fact === "CandleClosed") {
        if (event.payload.timeframe !== timeframe) return;
        resolve(event, {desk: deskOf(event.payload.instrument), names, candleMs, emit});
      } else if (event.fact === "FactorsCalculated") {
        if (event.payload.timeframe !== timeframe) return;
        predict(event, {agents, desk: deskOf(event.payload.instrument), horizon, emit});
      }
    },
    snapshot: () => snapshotOf({names, scopes, desks}),
    restore: (state) => {
      scopes.clear();
      desks.clear();
      for (const [scope, byAgent] of Object.entries(state.seats))
        seatsOf(scope).forEach((seat, place) => {
          const kept = byAgent[names[place] as string];
          // An agent added since the snapshot was taken begins anew.
          if (kept !== undefined) seat.restore(kept);
        });
      for (const [instrument, rows] of Object.entries(state.pending)) {
        const desk = deskOf(instrument);
        desk.pending.restore(rows);
        desk.seenUntil = state.seenUntil[instrument] ?? -1;
        desk.predictedUntil = state.predictedUntil[instrument] ?? -1;
      }
    }
  };
}

interface Resolving {
  readonly desk: InstrumentDesk;
  /** Of the agents, by seat. */
  readonly names: readonly string[];
  readonly candleMs: number;
  readonly emit: Emit;
}

/**
 * The outcome is the first close at or after the horizon's end, at most one candle late; after that the prediction
 * stays unresolved (METHODS 4). A correction of a past candle changes nothing that was already scored.
 */
function resolve(candle: CandleClosed, resolving: Resolving): void {
  const {desk, candleMs, emit} = resolving;
  const {instrument, closeTime, close} = candle.payload;
  if (closeTime <= desk.seenUntil) return;
  desk.seenUntil = closeTime;
  for (let row = desk.pending.oldest(); row !== undefined && row.resolvesAt <= closeTime; row = desk.pending.oldest()) {
    desk.pending.dropOldest();
    const isInTime = closeTime - row.resolvesAt <= candleMs;
    const outcomeReturn = isInTime ? close / row.close - 1 : null;
    for (let i = 0; i < row.predictions.length; i++) {
      const prediction = row.predictions[i] as PredictionMade;
      emit(scored(prediction, candle, outcomeReturn));
      if (outcomeReturn === null) continue;
      const {agent, factorValues: values, score, madeAt} = prediction.payload;
      const seat = seatOf(resolving, agent, i);
      seat?.learn({instrument, madeAt, resolvedAt: closeTime, values, score, outcomeReturn});
    }
    if (outcomeReturn === null) continue;
    const {madeAt} = row;
    for (const {agent, values} of row.lessons) {
      const seat = seatOf(resolving, agent, 0);
      seat?.learn({instrument, madeAt, resolvedAt: closeTime, values, score: null, outcomeReturn});
    }
  }
}

/** Undefined for an agent that has left since its prediction: it is not taught. @param guess where it likely sits */
function seatOf({desk, names}: Resolving, agent: string, guess: number): AgentSeat | undefined {
  return desk.seats[names[guess] === agent ? guess : names.indexOf(agent)];
}

/** Brier score and log loss are those of the calibrated probability, the one that decisions rest on. */
function scored({id, payload}: PredictionMade, candle: CandleClosed, outcomeReturn: number | null): PredictionScored {
  const isUp = outcomeReturn !== null && outcomeReturn > 0;
  const miss = payload.calibratedProbabilityUp - (isUp ? 1 : 0);
  return {
    id: `score:${id}`,
    type: "PredictionEvent",
    fact: "PredictionScored",
    version: 1,
    occurredAt: candle.payload.closeTime,
    recordedAt: candle.recordedAt,
    correlationId: candle.correlationId,
    causationId: candle.id,
    source: "agents",
    payload: {
      prediction: id,
      agent: payload.agent,
      instrument: payload.instrument,
      timeframe: payload.timeframe,
      madeAt: payload.madeAt,
      resolvesAt: payload.resolvesAt,
      resolvedAt: candle.payload.closeTime,
      outcomeReturn,
      probabilityUp: payload.probabilityUp,
      calibratedProbabilityUp: payload.calibratedProbabilityUp,
      brier: outcomeReturn === null ? null : miss * miss,
      logLoss: outcomeReturn === null ? null : logLossOf(payload.calibratedProbabilityUp, isUp)
    }
  };
}

interface Predicting {
  readonly agents: readonly AgentDefinition[];
  readonly desk: InstrumentDesk;
  readonly horizon: {candles: number; ms: number};
  readonly emit: Emit;
}

function predict(event: FactorsCalculated, {agents, desk, horizon, emit}: Predicting): void {
  const {closeTime, close} = event.payload;
  // A prediction is never made again: later corrections of the candle do not rewrite it.
  if (closeTime <= desk.predictedUntil) return;
  desk.predictedUntil = closeTime;
  const predictions: PredictionMade[] = [];
  let lessons: Lesson[] | null = null;
  const moment = {horizon, idTail: event.id.slice(event.id.indexOf(":") + 1)};
  for (let i = 0; i < desk.seats.length; i++) {
    const seat = desk.seats[i] as AgentSeat;
    const prediction = seat.predict(event, moment);
    if (prediction !== null) {
      predictions.push(prediction);
      emit(prediction);
      continue;
    }
    const values = seat.silentValues();
    if (values === null) continue;
    lessons ??= [];
    lessons.push({agent: (agents[i] as AgentDefinition).name, values});
  }
  if (predictions.length === 0 && lessons === null) return;
  const resolvesAt = closeTime + horizon.ms;
  desk.pending.push({madeAt: closeTime, close, resolvesAt, predictions, lessons: lessons ?? NO_LESSONS});
}

interface Inventory {
  readonly names: readonly string[];
  readonly scopes: ReadonlyMap<string, readonly AgentSeat[]>;
  readonly desks: ReadonlyMap<string, InstrumentDesk>;
}

function snapshotOf({names, scopes, desks}: Inventory): AgentEngineState {
  const seats: Record<string, Record<string, AgentSeatState>> = {};
  for (const [scope, list] of scopes)
    seats[scope] = Object.fromEntries(list.map((seat, place) => [names[place] as string, seat.snapshot()]));
  const pending: Record<string, PendingRow[]> = {};
  const seenUntil: Record<string, number> = {};
  const predictedUntil: Record<string, number> = {};
  for (const [instrument, desk] of desks) {
    pending[instrument] = desk.pending.rows();
    seenUntil[instrument] = desk.seenUntil;
    predictedUntil[instrument] = desk.predictedUntil;
  }
  return {seats, pending, seenUntil, predictedUntil};
}
