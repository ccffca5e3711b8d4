/**
 * Replay: the recorded inputs of a session run through a fresh pipeline, and everything that comes out held against the
 * record, by canonical JSON and by the hash that chains it to the event before. Stops at the first difference.
 */
import {canonicalJson} from "../core/canonical-json.js";
import type {PapertapeEvent} from "../events/event.js";
import type {Pipeline} from "./pipeline.js";
import type {JournaledEvent, JournalHead} from "./ports/journal.js";

export interface ReplayDifference {
  readonly sequence: number;
  /** Ids of the events at this place; null where there is none. */
  readonly recorded: string | null;
  readonly replayed: string | null;
  /** The first field that differs, like `payload.price`; null where it is the hash, or a whole event. */
  readonly field: string | null;
  /** What was found, in a sentence. */
  readonly reason: string;
}

export interface SessionReplayOptions {
  /** Warmed up as the session's was, and otherwise new. */
  readonly pipeline: Pipeline;
  /** Hash of the session before its first event. */
  readonly genesis: string;
  /** Hash of an event: of the hash before it and of its canonical JSON. */
  readonly chain: (previousHash: string, text: string) => string;
}

/** Takes a session's record from its first event on, in order. */
export class SessionReplay {
  readonly #options: SessionReplayOptions;
  #stretch: JournaledEvent[] = [];
  #head: JournalHead;

  constructor(options: SessionReplayOptions) {
    this.#options = options;
    this.#head = {sequence: 0, hash: options.genesis};
  }

  /** Where the replayed tape stands. */
  get head(): JournalHead {
    return this.#head;
  }

  /** The first difference; null while there is none. */
  take(entries: readonly JournaledEvent[]): ReplayDifference | null {
    for (const entry of entries) {
      this.#stretch.push(entry);
      // A watermark follows its effects, other inputs precede theirs: behind it all that was caused is there.
      if (entry.event.fact !== "SliceCompleted") continue;
      const difference = this.finish();
      if (difference !== null) return difference;
    }
    return null;
  }

  /** Compares what was taken since the last watermark. */
  finish(): ReplayDifference | null {
    const stretch = this.#stretch;
    this.#stretch = [];
    const replayed: PapertapeEvent[] = [];
    for (const {event} of stretch) {
      if (event.causationId !== null) continue;
      // The session's opening describes it and went past the pipeline.
      if (event.fact === "ConfigurationLoaded") replayed.push(event);
      else this.#options.pipeline.handle(event, (made) => replayed.push(made));
    }
    for (let index = 0; index < Math.max(stretch.length, replayed.length); index++) {
      const difference = this.#compare(stretch[index], replayed[index]);
      if (difference !== null) return difference;
    }
    return null;
  }

  #compare(then: JournaledEvent | undefined, now: PapertapeEvent | undefined): ReplayDifference | null {
    const sequence = this.#head.sequence + 1;
    const place = {sequence, recorded: then?.event.id ?? null, replayed: now?.id ?? null};
    if (then === undefined)
      return {...place, field: null, reason: `the record has no event where the replay makes ${now?.id}`};
    if (now === undefined)
      return {...place, field: null, reason: `the record has ${then.event.id} where the replay makes nothing`};
    if (then.sequence !== sequence)
      return {...place, field: null, reason: `event ${sequence} is not in the record: ${then.sequence} comes next`};
    const text = canonicalJson(now);
    if (canonicalJson(then.event) !== text) {
      const field = differingField(then.event, now);
      const values = field === null ? "" : `: ${field.path} was ${field.before} and is now ${field.after}`;
      return {...place, field: field?.path ?? null, reason: `event ${sequence} (${then.event.id}) differs${values}`};
    }
    const hash = this.#options.chain(this.#head.hash, text);
    if (hash !== then.hash)
      return {
        ...place,
        field: null,
        reason: `event ${sequence} (${now.id}) has the hash ${hash}, recorded is ${then.hash}: it was altered since`
      };
    this.#head = {sequence, hash};
    return null;
  }
}

interface FieldDifference {
  readonly path: string;
  /** As JSON. */
  readonly before: string;
  readonly after: string;
}

/** The first leaf, in order of key, at which two values differ; null when they are equal. */
function differingField(before: unknown, after: unknown, path = ""): FieldDifference | null {
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    for (const key of keys) {
      const found = differingField(before[key], after[key], path === "" ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  const [left, right] = [before, after].map((value) => (value === undefined ? "nothing" : canonicalJson(value)));
  return left === right ? null : {path, before: left as string, after: right as string};
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
