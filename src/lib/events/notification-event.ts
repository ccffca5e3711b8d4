/** Who is to be told what, and whether it reached them. Published by notification. */
import Type from "typebox";
import {factSchema, oneOf, payloadOf, type Static} from "./envelope.js";

const type = "NotificationEvent";

export const NOTIFICATION_SEVERITIES = ["information", "warning", "critical"] as const;

export const NotificationRequestedSchema = factSchema(type, {
  fact: "NotificationRequested",
  version: 1,
  payload: payloadOf({
    channel: Type.String(),
    severity: oneOf(NOTIFICATION_SEVERITIES),
    title: Type.String(),
    body: Type.String(),
    /** Id of the event it is about. */
    about: Type.String()
  })
});
export const NotificationDeliveredSchema = factSchema(type, {
  fact: "NotificationDelivered",
  version: 1,
  payload: payloadOf({notification: Type.String(), channel: Type.String(), attempts: Type.Number({minimum: 1})})
});
export const NotificationFailedSchema = factSchema(type, {
  fact: "NotificationFailed",
  version: 1,
  payload: payloadOf({
    notification: Type.String(),
    channel: Type.String(),
    attempts: Type.Number({minimum: 1}),
    reason: Type.String()
  })
});

export type NotificationRequested = Static<typeof NotificationRequestedSchema>;
export type NotificationDelivered = Static<typeof NotificationDeliveredSchema>;
export type NotificationFailed = Static<typeof NotificationFailedSchema>;
export type NotificationEvent = NotificationRequested | NotificationDelivered | NotificationFailed;
