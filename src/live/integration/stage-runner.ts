/**
 * Factors, agents or the decision in a process of its own: takes the session's inputs in stretches, adds what the stages
 * before it made of each, and says what its own component makes of it.
 */

import type {Component} from "../../lib/events/component.js";
import {discard} from "../../lib/integration/batch.js";
import type {Journal} from "../../lib/integration/ports/journal.js";
import {isStateDue, parcelOf, type StageParcel, type Stretch, stageStream} from "../../lib/integration/stage-parcel.js";
import {joinMade, type Shard} from "../../lib/integration/stage-shards.js";
import {type MadeByCause, runStage, type StageName} from "../../lib/integration/stages.js";
import {StageWindow} from "./stage-window.js";
import {type StageBuses, StretchFeed} from "./stretch-feed.js";
import type {TakenInputs} from "./taken-inputs.js";

export type HostedStage = "factors" | "agents" | "decision";

const UPSTREAM: Readonly<Record<HostedStage, readonly StageName[]>> = {
  factors: [],
  agents: ["factors"],
  decision: ["market", "factors", "agents"]
};

export interface StageRunnerOptions {
  readonly stage: HostedStage;
  readonly shard: Shard;
  readonly session: string;
  readonly buses: StageBuses;
  readonly journal: Journal;
  readonly inputsBetweenStates: number;
  readonly pause: (ms: number) => Promise<void>;
  /** Called when the feed holds what is not read yet: brings the component to where the session stands. */
  readonly recover: () => Promise<{readonly component: Component; readonly taken: TakenInputs}>;
}

export interface RunningStage {
  /** Rejects when the stage cannot go on; a new start goes on from the journal. */
  readonly finished: Promise<never>;
  /** Inputs of the session that the stage has worked on. */
  readonly reached: () => number;
  stop(): Promise<void>;
}

/** Parcels under way to the bus at most. */
const MOST_UNSENT = 64;

export function stageGroup(stage: string, {number, of}: Shard): string {
  return of === 1 ? stage : `${stage}-${number}-of-${of}`;
}

export async function startStage(options: StageRunnerOptions): Promise<RunningStage> {
  const {stage, shard, session, buses, inputsBetweenStates, pause, journal} = options;
  const group = stageGroup(stage, shard);
  const feed = new StretchFeed({buses, session, group, upstream: UPSTREAM[stage], inputsBetweenStates, pause});
  try {
    await feed.open();
    const {component, taken} = await options.recover();
    const trim = (committed: number) => feed.trim(committed);
    const window = new StageWindow({session, journal, pause, trim, lookEvery: inputsBetweenStates}, taken.count);
    const stageLoop = new StageLoop(options, {feed, window, component, reached: taken.count});
    feed.begin(taken);
    return {finished: stageLoop.run(), reached: () => stageLoop.reached, stop: () => feed.close()};
  } catch (error) {
    await feed.close();
    throw error;
  }
}

interface LoopParts {
  readonly feed: StretchFeed;
  readonly window: StageWindow;
  readonly component: Component;
  readonly reached: number;
}

class StageLoop {
  readonly #options: StageRunnerOptions;
  readonly #parts: LoopParts;
  readonly #unsent = new Set<Promise<unknown>>();
  #last: Stretch | null = null;
  reached: number;

  constructor(options: StageRunnerOptions, parts: LoopParts) {
    this.#options = options;
    this.#parts = parts;
    this.reached = parts.reached;
  }

  async run(): Promise<never> {
    const {feed, window} = this.#parts;
    for (;;) {
      const stretch = await feed.nextStretch();
      await window.room(stretch.before);
      await this.#work(stretch);
      this.reached = stretch.before + stretch.inputs.length;
    }
  }

  async #work(stretch: Stretch): Promise<void> {
    const {stage, shard, inputsBetweenStates} = this.#options;
    const {feed, component} = this.#parts;
    const made: Partial<Record<StageName, MadeByCause>> = {};
    for (const name of UPSTREAM[stage]) made[name] = madeOf(stretch, await feed.parcels(name, stretch));
    if (stage === "decision") this.#hearAnswers();
    const own = runStage({component, stage}, {inputs: stretch.inputs, made});
    // Of the decision before it has heard what became of its signals: virtual trading adds that.
    const state = isStateDue(stretch, inputsBetweenStates) ? component.snapshot() : null;
    await this.#send(parcelOf({stage, shard, state}, stretch, own));
    if (stage !== "decision") feed.passed(stretch);
    this.#last = stretch;
  }

  /**
   * What virtual trading made of the last signals. It says so before it says what the market did next, on the same
   * stream: where that is there and this is not, there was nothing to say.
   */
  #hearAnswers(): void {
    const {feed, component} = this.#parts;
    if (this.#last === null) return;
    const answers = feed.parcelNow("orders", this.#last);
    for (const [, events] of answers?.made ?? []) for (const event of events) component.handle(event, discard);
    feed.passed(this.#last);
  }

  async #send(parcel: StageParcel): Promise<void> {
    const {buses, session, stage} = this.#options;
    const {feed} = this.#parts;
    const sent = buses.parcels.publish(stageStream(session, stage), [parcel]).catch((error) => feed.fail(error));
    this.#unsent.add(sent);
    void sent.finally(() => this.#unsent.delete(sent));
    if (this.#unsent.size >= MOST_UNSENT) await Promise.race(this.#unsent);
  }
}

/** What the shards of a stage made of a stretch, as one. */
export function madeOf({inputs}: Stretch, parcels: readonly StageParcel[]): MadeByCause {
  return joinMade(
    inputs,
    parcels.map(({made}) => new Map(made))
  );
}
