/**
 * What a stage in a process of its own reads: the session's inputs, cut into stretches, and what other stages made of
 * them. Begins wherever the session stands; what was read before comes again and is recognised. Entries stay in their
 * streams until the journal has what became of them, so that whoever starts anew finds them.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {DeliveredEvent, EventBus, StreamPosition, Subscription} from "../../lib/integration/ports/event-bus.js";
import {isStateDue, type StageParcel, type Stretch, stageStream} from "../../lib/integration/stage-parcel.js";
import {endsStretch, STAGES, type StageName} from "../../lib/integration/stages.js";
import {inputStream} from "./session-runner.js";
import type {TakenInputs, TakenInputsState} from "./taken-inputs.js";

export interface StageBuses {
  readonly events: EventBus;
  readonly parcels: EventBus<StageParcel>;
}

export interface StretchFeedOptions {
  readonly buses: StageBuses;
  readonly session: string;
  /** Names the reader: every stage, and every shard of one, reads all for itself. */
  readonly group: string;
  readonly upstream: readonly StageName[];
  readonly inputsBetweenStates: number;
  /** Waits; given in, so that a simulation can. */
  readonly pause: (ms: number) => Promise<void>;
}

/** As taken up to the end of a stretch. */
export interface CutStretch extends Stretch {
  readonly completedThrough: number | null;
  /** The inputs taken, where a state is due behind the stretch; null elsewhere. */
  readonly taken: TakenInputsState | null;
}

interface ReadMark {
  /** Inputs of the session behind the entry. */
  readonly end: number;
  readonly position: StreamPosition;
}

/** Stretches that wait in memory at most before reading stops. */
const MOST_WAITING = 1_000;
/** How long a missing parcel may be awaited when later ones have come. */
const GAP_PATIENCE_MS = 30_000;

export class StretchFeed {
  readonly #options: StretchFeedOptions;
  readonly #marks = new Map<string, ReadMark[]>();
  readonly #parcels = new Map<string, StageParcel[]>();
  readonly #stretches: CutStretch[] = [];
  readonly #subscriptions: Subscription[] = [];
  #taken: TakenInputs | null = null;
  #open: PapertapeEvent[] = [];
  #expected = 0;
  #waiting: (() => void)[] = [];
  #failure: {readonly error: unknown} | null = null;

  constructor(options: StretchFeedOptions) {
    this.#options = options;
  }

  /** From now on nothing that is not read is removed. Nothing is handed out before `begin`. */
  async open(): Promise<void> {
    const {buses, session, upstream} = this.#options;
    const inputs = inputStream(session);
    await this.#subscribe(buses.events, inputs, (batch) => this.#takeInputs(inputs, batch));
    for (const stream of new Set(upstream.map((stage) => stageStream(session, stage))))
      await this.#subscribe(buses.parcels, stream, (batch) => this.#takeParcels(stream, batch));
  }

  /** @param taken as the session stands; the feed goes on with it */
  begin(taken: TakenInputs): void {
    this.#taken = taken;
    this.#expected = taken.count;
    this.#wake();
  }

  async nextStretch(): Promise<CutStretch> {
    await this.#until(() => this.#stretches.length > 0);
    const stretch = this.#stretches.shift() as CutStretch;
    this.#wake();
    return stretch;
  }

  /** What all shards of a stage made of a stretch, in order of shard. */
  async parcels(stage: StageName, {before}: Stretch): Promise<readonly StageParcel[]> {
    const key = `${stage}:${before}`;
    let patience = GAP_PATIENCE_MS;
    const isWhole = () => {
      const parts = this.#parcels.get(key);
      return parts !== undefined && parts.length === parts[0]?.shard.of;
    };
    while (!isWhole()) {
      const changed = this.#changed();
      if (!this.#hasLater(stage, before)) await changed;
      else {
        await Promise.race([changed, this.#options.pause(GAP_PATIENCE_MS / 30)]);
        patience -= GAP_PATIENCE_MS / 30;
        if (patience < 0) throw lost(stage, before);
      }
      this.#check();
    }
    const parts = this.#parcels.get(key) ?? [];
    return [...parts].sort((a, b) => a.shard.number - b.shard.number);
  }

  /** What is there of a stage for a stretch now; null when nothing came. */
  parcelNow(stage: StageName, {before}: Stretch): StageParcel | null {
    return this.#parcels.get(`${stage}:${before}`)?.[0] ?? null;
  }

  /** Forgets what was made of a stretch, and of all before it. */
  passed({before, inputs}: Stretch): void {
    this.#expected = before + inputs.length;
    for (const stage of STAGES) this.#parcels.delete(`${stage}:${before}`);
  }

  /** Removes from the streams what the journal no longer needs of them. @param committed inputs in the journal */
  async trim(committed: number): Promise<void> {
    const {buses, session} = this.#options;
    // Of stretches that were cut otherwise: nobody asks for them.
    for (const [key, [parcel]] of this.#parcels)
      if (parcel !== undefined && parcel.before < this.#expected) this.#parcels.delete(key);
    for (const [stream, marks] of this.#marks) {
      const kept = marks.findIndex(({end}) => end > committed);
      const done = kept < 0 ? marks.splice(0) : marks.splice(0, kept);
      const keepAfter = done.at(-1)?.position;
      if (keepAfter === undefined) continue;
      if (stream === inputStream(session)) await buses.events.trim(stream, {keepAfter});
      else await buses.parcels.trim(stream, {keepAfter});
    }
  }

  /** Whoever waits here is told of it. */
  fail(error: unknown): void {
    this.#failure ??= {error};
    this.#wake();
  }

  async close(): Promise<void> {
    this.fail(closed());
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()));
    const {buses, session, group} = this.#options;
    for (const stream of this.#marks.keys()) {
      const bus = stream === inputStream(session) ? buses.events : buses.parcels;
      // Whoever goes on reads from the beginning; a group that nobody reads would hold back trimming.
      await bus.dropGroup(stream, group).catch(() => {});
    }
  }

  /** The group is made anew at the beginning: what was acknowledged and not committed must come again. */
  async #subscribe<Message extends {readonly id: string}>(
    bus: EventBus<Message>,
    stream: string,
    take: (batch: readonly DeliveredEvent<Message>[]) => Promise<void>
  ): Promise<void> {
    const {group} = this.#options;
    this.#marks.set(stream, []);
    await bus.dropGroup(stream, group);
    this.#subscriptions.push(
      await bus.subscribe({stream, group, consumer: group, start: "beginning"}, async (batch) => {
        await this.#until(() => this.#taken !== null);
        await take(batch);
      })
    );
  }

  async #takeInputs(stream: string, batch: readonly DeliveredEvent[]): Promise<void> {
    const taken = this.#taken;
    if (taken === null) return;
    for (const {event, position} of batch) {
      if (!taken.isTaken(event)) {
        this.#open.push(event);
        if (endsStretch(event)) this.#cut(taken);
      }
      this.#mark(stream, {end: taken.count, position});
    }
    this.#wake();
    await this.#until(() => this.#stretches.length < MOST_WAITING);
  }

  #cut(taken: TakenInputs): void {
    const inputs = this.#open;
    this.#open = [];
    const stretch = {before: taken.count - inputs.length, inputs};
    const isDue = isStateDue(stretch, this.#options.inputsBetweenStates);
    const {completedThrough} = taken;
    this.#stretches.push({...stretch, completedThrough, taken: isDue ? taken.snapshot() : null});
  }

  #takeParcels(stream: string, batch: readonly DeliveredEvent<StageParcel>[]): Promise<void> {
    for (const {event: parcel, position} of batch) {
      this.#mark(stream, {end: parcel.before + parcel.inputs, position});
      if (parcel.before < this.#expected) continue;
      const key = `${parcel.stage}:${parcel.before}`;
      const parts = this.#parcels.get(key) ?? [];
      // Of one division into shards: those of another begin the place anew.
      const same = parts.filter(({shard}) => shard.of === parcel.shard.of && shard.number !== parcel.shard.number);
      this.#parcels.set(key, [...same, parcel]);
    }
    this.#wake();
    return Promise.resolve();
  }

  #mark(stream: string, mark: ReadMark): void {
    const marks = this.#marks.get(stream) ?? [];
    // One entry a stretch is enough to know where it ends.
    if (marks.at(-1)?.end === mark.end) marks.pop();
    marks.push(mark);
  }

  #hasLater(stage: StageName, before: number): boolean {
    for (const [parcel] of this.#parcels.values())
      if (parcel !== undefined && parcel.stage === stage && parcel.before > before) return true;
    return false;
  }

  async #until(isSo: () => boolean): Promise<void> {
    this.#check();
    while (!isSo()) {
      await this.#changed();
      this.#check();
    }
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function lost(stage: StageName, before: number): OperatingError {
  return new OperatingError(`What ${stage} made behind input ${before} is missing, and later parcels are there.`, {
    code: "STAGE_PARCEL_MISSING",
    details: {stage, before},
    retryable: true
  });
}

function closed(): OperatingError {
  return new OperatingError("The stage was stopped.", {code: "STAGE_STOPPED"});
}
