/** What the operator, or the configuration, told the system. Inputs of the pipeline: a replay sees them again. */
import Type from "typebox";
import {factSchema, payloadOf, type Static} from "./envelope.js";

const type = "ConfigurationEvent";
const command = {by: Type.String(), reason: Type.String()};

export const ConfigurationLoadedSchema = factSchema(type, {
  fact: "ConfigurationLoaded",
  version: 1,
  payload: payloadOf({
    configurationHash: Type.String(),
    strategy: Type.String(),
    environment: Type.String(),
    /** The merged configuration without secrets. */
    configuration: Type.Unknown()
  })
});
export const ConfigurationChangedSchema = factSchema(type, {
  fact: "ConfigurationChanged",
  version: 1,
  payload: payloadOf({key: Type.String(), from: Type.Unknown(), to: Type.Unknown(), by: Type.String()})
});
/** No new positions; exits go on. */
export const TradingPausedSchema = factSchema(type, {fact: "TradingPaused", version: 1, payload: payloadOf(command)});
export const TradingResumedSchema = factSchema(type, {fact: "TradingResumed", version: 1, payload: payloadOf(command)});
/** No new orders at all, open ones canceled; cancels always pass. */
export const TradingHaltedSchema = factSchema(type, {fact: "TradingHalted", version: 1, payload: payloadOf(command)});
/** Cancel all orders and close all positions at the next price, then stay paused. */
export const FlattenRequestedSchema = factSchema(type, {
  fact: "FlattenRequested",
  version: 1,
  payload: payloadOf(command)
});

export type ConfigurationLoaded = Static<typeof ConfigurationLoadedSchema>;
export type ConfigurationChanged = Static<typeof ConfigurationChangedSchema>;
export type TradingPaused = Static<typeof TradingPausedSchema>;
export type TradingResumed = Static<typeof TradingResumedSchema>;
export type TradingHalted = Static<typeof TradingHaltedSchema>;
export type FlattenRequested = Static<typeof FlattenRequestedSchema>;
export type ConfigurationEvent =
  | ConfigurationLoaded
  | ConfigurationChanged
  | TradingPaused
  | TradingResumed
  | TradingHalted
  | FlattenRequested;
