/**
 * Virtual trading in a process of its own, and the end of the tape: it says what the market did to open orders, puts
 * together what the other stages made, turns signals into orders and commits the whole to the journal, in the order of
 * the inputs. While one commit is under way the next stretches are worked on; together they make the next commit.
 */

import {backOffMs} from "../../lib/core/back-off.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {discard} from "../../lib/integration/batch.js";
import type {PipelineComponents, PipelineState} from "../../lib/integration/pipeline.js";
import type {Journal} from "../../lib/integration/ports/journal.js";
import {parcelOf, type StageParcel, stageStream} from "../../lib/integration/stage-parcel.js";
import {joinStates, WHOLE} from "../../lib/integration/stage-shards.js";
import {type MadeByCause, runStage, type StageName} from "../../lib/integration/stages.js";
import type {StrategyPlan} from "../../lib/integration/strategy-plan.js";
import type {StoredSession} from "./recover-session.js";
import {madeOf, type RunningStage} from "./stage-runner.js";
import {StageWindow} from "./stage-window.js";
import {type CutStretch, type StageBuses, StretchFeed} from "./stretch-feed.js";
import type {TakenInputs} from "./taken-inputs.js";
import type {TapeWriter} from "./tape-writer.js";

const ELSEWHERE = ["factors", "agents", "decision"] as const;
/** Events that may wait for the commit under way. */
const MOST_UNCOMMITTED = 10_000;
/** Events of one commit. */
const MOST_COMMITTED = 5_000;
const BACK_OFF = {firstMs: 100, maxMs: 5_000};
const GROUP = "virtual-trading";

export interface TradingRunnerOptions {
  readonly plan: StrategyPlan;
  readonly session: string;
  readonly buses: StageBuses;
  readonly journal: Journal;
  readonly inputsBetweenStates: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly recover: () => Promise<{
    readonly components: PipelineComponents;
    readonly taken: TakenInputs;
    readonly writer: TapeWriter;
  }>;
  /** True for an error that another try may mend. */
  readonly mayPass: (error: unknown) => boolean;
  readonly onCommit?: (completedThrough: number | null) => void;
}

export async function startTrading(options: TradingRunnerOptions): Promise<RunningStage> {
  const {session, buses, inputsBetweenStates, pause, journal} = options;
  const feed = new StretchFeed({buses, session, group: GROUP, upstream: ELSEWHERE, inputsBetweenStates, pause});
  try {
    await feed.open();
    const {components, taken, writer} = await options.recover();
    const trim = (count: number) => feed.trim(count);
    const window = new StageWindow({session, journal, pause, trim, lookEvery: inputsBetweenStates}, taken.count);
    const loop = new TradingLoop(options, {feed, window, components, writer, reached: taken.count});
    feed.begin(taken);
    const finished = Promise.race([loop.run(), loop.commitAll()]);
    return {
      finished,
      reached: () => loop.reached,
      stop: async () => {
        await feed.close();
        loop.stop();
        await loop.committed;
      }
    };
  } catch (error) {
    await feed.close();
    throw error;
  }
}

interface LoopParts {
  readonly feed: StretchFeed;
  readonly window: StageWindow;
  readonly components: PipelineComponents;
  readonly writer: TapeWriter;
  readonly reached: number;
}

/** A stretch with all that was made of it, waiting for the journal. */
interface Finished {
  readonly stretch: CutStretch;
  readonly events: readonly PapertapeEvent[];
  readonly state: StoredSession | null;
  /** What the decision must find when it begins anew behind this stretch is on the bus. */
  readonly told: Promise<unknown>;
}

class TradingLoop {
  readonly #options: TradingRunnerOptions;
  readonly #parts: LoopParts;
  readonly #finished: Finished[] = [];
  #waitingEvents = 0;
  #isStopped = false;
  #wake: () => void = () => {};
  #drained: () => void = () => {};
  /** Resolves when the commit under way is done. */
  committed: Promise<unknown> = Promise.resolve();
  reached: number;

  constructor(options: TradingRunnerOptions, parts: LoopParts) {
    this.#options = options;
    this.#parts = parts;
    this.reached = parts.reached;
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  async run(): Promise<never> {
    const {feed, window} = this.#parts;
    for (;;) {
      const stretch = await feed.nextStretch();
      await window.room(stretch.before);
      const done = await this.#work(stretch);
      feed.passed(stretch);
      this.reached = stretch.before + stretch.inputs.length;
      this.#finished.push(done);
      this.#waitingEvents += done.events.length;
      this.#wake();
      if (this.#waitingEvents > MOST_UNCOMMITTED)
        await new Promise<void>((resolve) => {
          this.#drained = resolve;
        });
    }
  }

  async #work(stretch: CutStretch): Promise<Finished> {
    const {feed, components} = this.#parts;
    const {execution} = components;
    const market = runStage({component: execution, stage: "market"}, {inputs: stretch.inputs, made: {}});
    const asked = this.#tell("market", stretch, market);
    const parcels: Record<(typeof ELSEWHERE)[number], readonly StageParcel[]> = {factors: [], agents: [], decision: []};
    const made: Partial<Record<StageName, MadeByCause>> = {market};
    for (const stage of ELSEWHERE) {
      parcels[stage] = await feed.parcels(stage, stretch);
      made[stage] = madeOf(stretch, parcels[stage]);
    }
    const events: PapertapeEvent[] = [];
    const orders = runStage({component: execution, stage: "orders"}, {inputs: stretch.inputs, made}, (event) =>
      events.push(event)
    );
    const answered = orders.size === 0 ? null : this.#tell("orders", stretch, orders);
    const state = stretch.taken === null ? null : this.#stateBehind(stretch, parcels, orders);
    return {stretch, events, state, told: Promise.all([asked, answered])};
  }

  #tell(stage: "market" | "orders", stretch: CutStretch, made: MadeByCause): Promise<unknown> {
    const {buses, session} = this.#options;
    const parcel = parcelOf({stage, shard: WHOLE, state: null}, stretch, made);
    return buses.parcels.publish(stageStream(session, stage), [parcel]).catch((error) => this.#parts.feed.fail(error));
  }

  /** The states that came with the parcels, put together as the pipeline would give them behind the stretch. */
  #stateBehind(
    stretch: CutStretch,
    parcels: Record<(typeof ELSEWHERE)[number], readonly StageParcel[]>,
    orders: MadeByCause
  ): StoredSession | null {
    const {plan} = this.#options;
    const {execution, decision} = this.#parts.components;
    const stateOf = (stage: (typeof ELSEWHERE)[number]) =>
      joinStates(
        plan,
        stage,
        parcels[stage].map(({state}) => state)
      );
    if (stretch.taken === null || ELSEWHERE.some((stage) => parcels[stage].some(({state}) => state === null)))
      return null;
    // This process' own decision engine decides nothing: it only works out how the other stands after the answers.
    decision.restore(stateOf("decision"));
    for (const answers of orders.values()) for (const answer of answers) decision.handle(answer, discard);
    const pipeline: PipelineState = {
      execution: execution.snapshot(),
      factors: stateOf("factors"),
      agents: stateOf("agents"),
      decision: decision.snapshot()
    };
    return {pipeline, inputs: stretch.taken};
  }

  /** Commits what is finished, in order, as long as the loop runs. */
  async commitAll(): Promise<never> {
    for (;;) {
      while (this.#finished.length === 0) {
        if (this.#isStopped) return new Promise(() => {});
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      const batch = nextCommit(this.#finished);
      const commit = this.#commit(batch);
      this.committed = commit.catch(() => {});
      await commit;
      for (const {events} of batch) this.#waitingEvents -= events.length;
      if (this.#waitingEvents <= MOST_UNCOMMITTED) this.#drained();
    }
  }

  async #commit(batch: readonly Finished[]): Promise<void> {
    const {pause, mayPass, onCommit} = this.#options;
    const {writer} = this.#parts;
    await Promise.all(batch.map(({told}) => told));
    const last = batch[batch.length - 1] as Finished;
    const {before, inputs, completedThrough} = last.stretch;
    const reached = {count: before + inputs.length, completedThrough};
    const events = batch.flatMap((done) => done.events);
    const state = last.state === null ? {} : {state: last.state};
    let commit = () => writer.commit({events, reached, ...state});
    for (let attempt = 1; ; attempt++)
      try {
        await commit();
        break;
      } catch (error) {
        if (this.#isStopped || !mayPass(error)) throw error;
        await pause(backOffMs(attempt, BACK_OFF));
        commit = () => writer.settle();
      }
    onCommit?.(completedThrough);
  }
}

/** As many as fit, up to one behind which a state is stored: a state is that of the last event of its commit. */
function nextCommit(finished: Finished[]): readonly Finished[] {
  let events = 0;
  let count = 0;
  for (const done of finished) {
    if (count > 0 && events + done.events.length > MOST_COMMITTED) break;
    events += done.events.length;
    count++;
    if (done.state !== null) break;
  }
  return finished.splice(0, count);
}
