/** Factor values at a candle's close, and what a factor's impact on returns was measured to be. Published by factors. */
import Type from "typebox";
import {factSchema, NullableNumber, payloadOf, type Static, Time} from "./envelope.js";

const type = "FactorCalculationEvent";

export const FactorsCalculatedSchema = factSchema(type, {
  fact: "FactorsCalculated",
  version: 1,
  payload: payloadOf({
    instrument: Type.String(),
    timeframe: Type.String(),
    closeTime: Time,
    /** The close the values were calculated at: what a decision taken now refers to. */
    close: Type.Number(),
    factors: Type.Array(Type.String()),
    /** One a factor, in the same order; null before a factor is defined. */
    values: Type.Array(NullableNumber),
    /** Names of factors whose window touches a gap. */
    touchedByGap: Type.Array(Type.String())
  })
});

export const FactorImpactMeasuredSchema = factSchema(type, {
  fact: "FactorImpactMeasured",
  version: 1,
  payload: payloadOf({
    snapshot: Type.String(),
    factor: Type.String(),
    timeframe: Type.String(),
    horizonCandles: Type.Number({minimum: 1}),
    observations: Type.Number({minimum: 0}),
    meanInformationCoefficient: NullableNumber,
    tStatistic: NullableNumber,
    pValue: NullableNumber
  })
});

export type FactorsCalculated = Static<typeof FactorsCalculatedSchema>;
export type FactorImpactMeasured = Static<typeof FactorImpactMeasuredSchema>;
export type FactorCalculationEvent = FactorsCalculated | FactorImpactMeasured;
