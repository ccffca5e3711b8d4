/** The door: unknown data becomes an event here or is refused with the field that is wrong. */
import type {TSchema} from "typebox";
import {Compile, type Validator} from "typebox/compile";
import * as configuration from "./configuration-event.js";
import type {EventFact, PapertapeEvent} from "./event.js";
import * as factor from "./factor-calculation-event.js";
import * as market from "./market-data-event.js";
import * as notification from "./notification-event.js";
import * as prediction from "./prediction-event.js";
import * as status from "./system-status-event.js";
import * as execution from "./trade-execution-event.js";
import * as signal from "./trade-signal-event.js";

/** One schema a fact, at its newest version. */
export const EVENT_SCHEMAS: Readonly<Record<EventFact, TSchema>> = {
  CandleClosed: market.CandleClosedSchema,
  SliceCompleted: market.SliceCompletedSchema,
  TradePrinted: market.TradePrintedSchema,
  BookUpdated: market.BookUpdatedSchema,
  FundingSettled: market.FundingSettledSchema,
  FigureReported: market.FigureReportedSchema,
  MarketDataGapFound: market.MarketDataGapFoundSchema,
  FactorsCalculated: factor.FactorsCalculatedSchema,
  FactorImpactMeasured: factor.FactorImpactMeasuredSchema,
  PredictionMade: prediction.PredictionMadeSchema,
  PredictionScored: prediction.PredictionScoredSchema,
  TradeSignalRaised: signal.TradeSignalRaisedSchema,
  TradeSignalWithheld: signal.TradeSignalWithheldSchema,
  OrderAccepted: execution.OrderAcceptedSchema,
  OrderRejected: execution.OrderRejectedSchema,
  OrderFilled: execution.OrderFilledSchema,
  OrderCanceled: execution.OrderCanceledSchema,
  PositionChanged: execution.PositionChangedSchema,
  EquityMarked: execution.EquityMarkedSchema,
  ComponentStarted: status.ComponentStartedSchema,
  ComponentDegraded: status.ComponentDegradedSchema,
  ComponentRecovered: status.ComponentRecoveredSchema,
  ComponentStopped: status.ComponentStoppedSchema,
  HealthReported: status.HealthReportedSchema,
  ConfigurationLoaded: configuration.ConfigurationLoadedSchema,
  ConfigurationChanged: configuration.ConfigurationChangedSchema,
  TradingPaused: configuration.TradingPausedSchema,
  TradingResumed: configuration.TradingResumedSchema,
  TradingHalted: configuration.TradingHaltedSchema,
  FlattenRequested: configuration.FlattenRequestedSchema,
  NotificationRequested: notification.NotificationRequestedSchema,
  NotificationDelivered: notification.NotificationDeliveredSchema,
  NotificationFailed: notification.NotificationFailedSchema
};

export type EventValidation =
  | {readonly ok: true; readonly event: PapertapeEvent}
  | {readonly ok: false; readonly reason: string};

const validators = new Map<string, Validator>();

/** Accepts an event of a known fact at its newest version, or says which field is wrong and why. */
export function validateEvent(value: unknown): EventValidation {
  const fact = (value as {fact?: unknown} | null)?.fact;
  if (typeof fact !== "string" || !Object.hasOwn(EVENT_SCHEMAS, fact))
    return {
      ok: false,
      reason: `an event names its fact, one of ${Object.keys(EVENT_SCHEMAS).join(", ")}; this one says ${JSON.stringify(fact)}`
    };
  const validator = validatorOf(fact as EventFact);
  if (validator.Check(value)) return {ok: true, event: value as PapertapeEvent};
  const errors = validator.Errors(value).map((error) => `${error.instancePath || "/"} ${error.message}`);
  return {ok: false, reason: `${fact} is not as its schema says: ${errors.slice(0, 3).join("; ")}`};
}

function validatorOf(fact: EventFact): Validator {
  let validator = validators.get(fact);
  if (validator === undefined) {
    validator = Compile(EVENT_SCHEMAS[fact]) as Validator;
    validators.set(fact, validator);
  }
  return validator;
}
