/**
 * What every event carries around its payload. `occurredAt` is when it was true in the market, `recordedAt` when this
 * system could first use it. Ids derive from cause and content: the same input gives the same id, so an event delivered
 * twice is recognised.
 */
import Type, {type Static, type TEnum, type TSchema} from "typebox";

export const EVENT_TYPES = [
  "MarketDataEvent",
  "FactorCalculationEvent",
  "PredictionEvent",
  "TradeSignalEvent",
  "TradeExecutionEvent",
  "SystemStatusEvent",
  "ConfigurationEvent",
  "NotificationEvent"
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Epoch milliseconds. */
export const Time = Type.Number({minimum: 0, multipleOf: 1});
/** Exact decimal text: ledger numbers never pass through floating point. */
export const DecimalText = Type.String({pattern: "^-?\\d+(\\.\\d+)?$"});
export const Fraction = Type.Number({minimum: 0, maximum: 1});
export const NullableNumber = Type.Union([Type.Number(), Type.Null()]);
export const NullableText = Type.Union([Type.String(), Type.Null()]);

/** One of the listed texts. */
export function oneOf<const Values extends readonly string[]>(values: Values): TEnum<[...Values]> {
  return Type.Enum<[...Values]>([...values]);
}

/** The nine envelope fields around a payload, one schema for one fact. */
export function factSchema<
  Type_ extends EventType,
  Fact extends string,
  Version extends number,
  Payload extends TSchema
>(type: Type_, {fact, version, payload}: {fact: Fact; version: Version; payload: Payload}) {
  return Type.Object(
    {
      id: Type.String({minLength: 1}),
      type: Type.Literal(type),
      fact: Type.Literal(fact),
      version: Type.Literal(version),
      occurredAt: Time,
      recordedAt: Time,
      /** Id of the event that began the chain: for all that follows from a candle, the candle's. */
      correlationId: Type.String({minLength: 1}),
      /** Id of the event that directly caused this one; null for what comes from outside. */
      causationId: NullableText,
      /** The component that published it. */
      source: Type.String({minLength: 1}),
      payload
    },
    {additionalProperties: false}
  );
}

/** A payload object: unknown fields are refused, so that a renamed field cannot pass in silence. */
export function payloadOf<Fields extends Record<string, TSchema>>(fields: Fields) {
  return Type.Object(fields, {additionalProperties: false});
}

export type {Static};
