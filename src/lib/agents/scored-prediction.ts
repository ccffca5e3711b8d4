/** A prediction with what became of it: the row that agents are judged by. */
import type {PredictionMade, PredictionScored} from "../events/prediction-event.js";

export interface ScoredPrediction {
  readonly agent: string;
  readonly instrument: string;
  readonly timeframe: string;
  readonly horizonCandles: number;
  readonly madeAt: number;
  readonly resolvesAt: number;
  /** As the agent said it, and after calibration. */
  readonly probabilityUp: number;
  readonly calibratedProbabilityUp: number;
  /** Fraction; null where the agent gives none. */
  readonly expectedReturn: number | null;
  /** Null while unresolved, or for ever when the exit candle is missing. */
  readonly outcomeReturn: number | null;
  /** Market regime at `madeAt`, for the breakdown; null where nobody named one. */
  readonly regime: string | null;
}

export type RegimeOf = (instrument: string, madeAt: number) => string | null;

/** Rows gathered from a tape as it passes: what a row does not need is let go at once. */
export interface PredictionRows {
  made(event: PredictionMade): void;
  scored(event: PredictionScored): void;
  /** In order of time, instrument and agent; those without a score yet are unresolved. */
  rows(): ScoredPrediction[];
}

/** @param regimeOf names the regime an instrument was in at a close, from data up to it */
export function createPredictionRows(regimeOf: RegimeOf = () => null): PredictionRows {
  const rows: MutableRow[] = [];
  const waiting = new Map<string, MutableRow>();
  return {
    made: ({id, payload}) => {
      const row = rowOf(payload, {outcomeReturn: null, regime: regimeOf(payload.instrument, payload.madeAt)});
      rows.push(row);
      waiting.set(id, row);
    },
    scored: ({payload}) => {
      const row = waiting.get(payload.prediction);
      if (row === undefined) return;
      row.outcomeReturn = payload.outcomeReturn;
      waiting.delete(payload.prediction);
    },
    rows: () => inTapeOrder(rows)
  };
}

type MutableRow = {-readonly [Field in keyof ScoredPrediction]: ScoredPrediction[Field]};

function rowOf(
  payload: PredictionMade["payload"],
  {outcomeReturn, regime}: Pick<ScoredPrediction, "outcomeReturn" | "regime">
): MutableRow {
  return {
    agent: payload.agent,
    instrument: payload.instrument,
    timeframe: payload.timeframe,
    horizonCandles: payload.horizonCandles,
    madeAt: payload.madeAt,
    resolvesAt: payload.resolvesAt,
    probabilityUp: payload.probabilityUp,
    calibratedProbabilityUp: payload.calibratedProbabilityUp,
    expectedReturn: payload.expectedReturn,
    outcomeReturn,
    regime
  };
}

/**
 * Predictions with their outcomes, in order of time, instrument and agent; those without a score yet are unresolved.
 * @param regimeOf names the regime an instrument was in at a close, from data up to it
 */
export function scoredPredictions(
  made: readonly PredictionMade[],
  scored: readonly PredictionScored[],
  regimeOf: RegimeOf = () => null
): ScoredPrediction[] {
  const outcomes = new Map(scored.map(({payload}) => [payload.prediction, payload.outcomeReturn]));
  const rows = made.map(({id, payload}) =>
    rowOf(payload, {
      outcomeReturn: outcomes.get(id) ?? null,
      regime: regimeOf(payload.instrument, payload.madeAt)
    })
  );
  return inTapeOrder(rows);
}

/** By time, then instrument, then agent: the order does not depend on how the rows came. */
export function inTapeOrder(rows: readonly ScoredPrediction[]): ScoredPrediction[] {
  return rows.toSorted(
    (a, b) => a.madeAt - b.madeAt || compareText(a.instrument, b.instrument) || compareText(a.agent, b.agent)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
