/** What an agent expects, and how right it was once the horizon had passed. Published by agents. */
import Type from "typebox";
import {Fraction, factSchema, NullableNumber, payloadOf, type Static, Time} from "./envelope.js";

const type = "PredictionEvent";

export const PredictionMadeSchema = factSchema(type, {
  fact: "PredictionMade",
  version: 1,
  payload: payloadOf({
    agent: Type.String(),
    agentVersion: Type.String(),
    instrument: Type.String(),
    timeframe: Type.String(),
    /** Close time of the candle it was made at. */
    madeAt: Time,
    horizonCandles: Type.Number({minimum: 1}),
    resolvesAt: Time,
    /** As the agent says it. */
    probabilityUp: Fraction,
    /** After the calibration learnt from outcomes known at `madeAt`. */
    calibratedProbabilityUp: Fraction,
    /** The calibration used: none, platt, isotonic or beta. */
    calibration: Type.String(),
    /** Fraction over the horizon. */
    expectedReturn: Type.Number(),
    confidence: Fraction,
    /** Log-odds of `probabilityUp`: `bias` plus the sum of `contributions`. */
    score: Type.Number(),
    bias: Type.Number(),
    factors: Type.Array(Type.String()),
    factorValues: Type.Array(NullableNumber),
    contributions: Type.Array(Type.Number())
  })
});

export const PredictionScoredSchema = factSchema(type, {
  fact: "PredictionScored",
  version: 1,
  payload: payloadOf({
    prediction: Type.String(),
    agent: Type.String(),
    instrument: Type.String(),
    timeframe: Type.String(),
    madeAt: Time,
    resolvesAt: Time,
    resolvedAt: Time,
    /** Null when the exit candle is missing: the prediction stays unresolved and is counted as such. */
    outcomeReturn: NullableNumber,
    probabilityUp: Fraction,
    calibratedProbabilityUp: Fraction,
    /** Null when unresolved; a return of exactly 0 is not up. */
    brier: NullableNumber,
    logLoss: NullableNumber
  })
});

export type PredictionMade = Static<typeof PredictionMadeSchema>;
export type PredictionScored = Static<typeof PredictionScoredSchema>;
export type PredictionEvent = PredictionMade | PredictionScored;
