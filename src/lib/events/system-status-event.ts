/** How the parts of the system are. Published by monitoring and the supervisor. */
import Type from "typebox";
import {factSchema, payloadOf, type Static} from "./envelope.js";

const type = "SystemStatusEvent";
const component = Type.String();

export const ComponentStartedSchema = factSchema(type, {
  fact: "ComponentStarted",
  version: 1,
  payload: payloadOf({component, build: Type.String(), resumedFrom: Type.Union([Type.Number(), Type.Null()])})
});
export const ComponentDegradedSchema = factSchema(type, {
  fact: "ComponentDegraded",
  version: 1,
  payload: payloadOf({component, reason: Type.String(), effect: Type.String()})
});
export const ComponentRecoveredSchema = factSchema(type, {
  fact: "ComponentRecovered",
  version: 1,
  payload: payloadOf({component, reason: Type.String()})
});
export const ComponentStoppedSchema = factSchema(type, {
  fact: "ComponentStopped",
  version: 1,
  payload: payloadOf({component, reason: Type.String()})
});
export const HealthReportedSchema = factSchema(type, {
  fact: "HealthReported",
  version: 1,
  payload: payloadOf({
    component,
    status: Type.Union([Type.Literal("up"), Type.Literal("degraded"), Type.Literal("down")]),
    /** Age of the newest input in milliseconds; null before the first. */
    lagMs: Type.Union([Type.Number(), Type.Null()]),
    detail: Type.String()
  })
});

export type ComponentStarted = Static<typeof ComponentStartedSchema>;
export type ComponentDegraded = Static<typeof ComponentDegradedSchema>;
export type ComponentRecovered = Static<typeof ComponentRecoveredSchema>;
export type ComponentStopped = Static<typeof ComponentStoppedSchema>;
export type HealthReported = Static<typeof HealthReportedSchema>;
export type SystemStatusEvent =
  | ComponentStarted
  | ComponentDegraded
  | ComponentRecovered
  | ComponentStopped
  | HealthReported;
