/** A stage's parcel as a bus stores it. The events in it are validated at both doors, as on every bus. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {validateEvent} from "../../lib/events/validate-event.js";
import type {StageParcel} from "../../lib/integration/stage-parcel.js";
import {STAGES} from "../../lib/integration/stages.js";
import type {Decoded, MessageCodec} from "./event-codec.js";

export const PARCEL_CODEC: MessageCodec<StageParcel> = {
  encode: (parcel) => {
    const reason = problemOf(parcel);
    if (reason !== null)
      throw new OperatingError(`This parcel may not enter the bus: ${reason}.`, {
        code: "EVENT_INVALID",
        details: {id: parcel.id}
      });
    return {id: parcel.id, text: JSON.stringify(parcel)};
  },
  decode: (text): Decoded<StageParcel> => {
    let parcel: unknown;
    try {
      parcel = JSON.parse(text);
    } catch (error) {
      return {ok: false, reason: `the entry is not JSON: ${error instanceof Error ? error.message : String(error)}`};
    }
    const reason = problemOf(parcel);
    return reason === null ? {ok: true, event: parcel as StageParcel} : {ok: false, reason};
  }
};

function problemOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return "a parcel is an object";
  const {id, stage, shard, before, inputs, made} = value as Partial<Record<keyof StageParcel, unknown>>;
  if (typeof id !== "string" || id === "") return "a parcel has an id";
  if (!STAGES.some((name) => name === stage)) return `there is no stage ${String(stage)}`;
  const {number, of} = (shard ?? {}) as Readonly<Record<string, unknown>>;
  if (!isCount(number) || !isCount(of) || number < 1 || number > of) return "a shard is a number and of how many";
  if (!isCount(before) || !isCount(inputs)) return "the place of a parcel is two counts of inputs";
  if (!Array.isArray(made)) return "what was made is a list";
  for (const entry of made) {
    const [cause, events] = Array.isArray(entry) ? entry : [];
    if (typeof cause !== "string" || !Array.isArray(events)) return "what was made stands with its cause";
    for (const event of events) {
      const validation = validateEvent(event as PapertapeEvent);
      if (!validation.ok) return validation.reason;
    }
  }
  return null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
