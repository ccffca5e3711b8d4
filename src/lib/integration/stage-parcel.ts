/** What stages in different processes hand each other: what one of them made of one stretch of inputs. */
import type {PapertapeEvent} from "../events/event.js";
import type {BusMessage} from "./ports/event-bus.js";
import type {Shard} from "./stage-shards.js";
import type {MadeByCause, StageName} from "./stages.js";

/** Plain JSON. */
export interface StageParcel extends BusMessage {
  readonly stage: StageName;
  readonly shard: Shard;
  /** Inputs that the session had taken before the stretch: its place on the tape. */
  readonly before: number;
  /** Inputs of the stretch. */
  readonly inputs: number;
  readonly made: readonly (readonly [cause: string, events: readonly PapertapeEvent[]])[];
  /** Of the component behind the stretch, where one is due; null elsewhere. */
  readonly state: unknown;
}

/** The stream that a stage's parcels travel on. Virtual trading has one for both of its ends. */
export function stageStream(session: string, stage: StageName): string {
  return `${stage === "market" || stage === "orders" ? "executions" : stage}:${session}`;
}

/** Inputs without a gap, up to one after which something may be ordered. */
export interface Stretch {
  /** Inputs that the session had taken before. */
  readonly before: number;
  readonly inputs: readonly PapertapeEvent[];
}

export function parcelOf(
  {stage, shard, state}: {readonly stage: StageName; readonly shard: Shard; readonly state: unknown},
  {before, inputs}: Stretch,
  made: MadeByCause
): StageParcel {
  // The same stretch gives the same parcel, whoever makes it: one published again is recognised.
  const id = `${stage}:${shard.number}/${shard.of}:${before}:${inputs[inputs.length - 1]?.id}`;
  return {id, stage, shard, before, inputs: inputs.length, made: [...made], state};
}

/** True where a state is due behind a stretch: all stages agree on it without a word. */
export function isStateDue({before, inputs}: Stretch, inputsBetweenStates: number): boolean {
  return Math.floor((before + inputs.length) / inputsBetweenStates) > Math.floor(before / inputsBetweenStates);
}
