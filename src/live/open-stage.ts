/**
 * One component of a session in this process: it finds from the journal where the session stands, and goes on with the
 * stage it hosts. What one process does with all stages, these do together, to the byte.
 */
import {setTimeout as wait} from "node:timers/promises";
import {createStrategyComponents} from "../lib/integration/create-strategy-pipeline.js";
import {createPipeline, type PipelineComponents} from "../lib/integration/pipeline.js";
import type {Journal, JournalSession} from "../lib/integration/ports/journal.js";
import {checkShard, type Shard, shardComponent} from "../lib/integration/stage-shards.js";
import {stageComponent} from "../lib/integration/stages.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {INPUTS_BETWEEN_STATES} from "./integration/paper-session.js";
import {recoverSession} from "./integration/recover-session.js";
import {eventStream, mayPass} from "./integration/session-runner.js";
import {type HostedStage, type RunningStage, startStage} from "./integration/stage-runner.js";
import type {StageBuses} from "./integration/stretch-feed.js";
import {TakenInputs} from "./integration/taken-inputs.js";
import {TapeWriter} from "./integration/tape-writer.js";
import {startTrading} from "./integration/trading-runner.js";
import {beginSession, describeSession, type OpenSessionOptions} from "./open-session.js";

export interface StageOptions {
  readonly plan: StrategyPlan;
  readonly session: string;
  readonly journal: Journal;
  readonly buses: StageBuses;
  /** The same in every process of a session. */
  readonly inputsBetweenStates?: number;
  readonly pause?: (ms: number) => Promise<void>;
}

const pauseFor = async (ms: number): Promise<void> => {
  await wait(ms);
};

/** @throws OperatingError SHARD_REFUSED, SESSION_DIVERGED, and as the journal and the bus */
export function openStage(
  options: StageOptions & {readonly stage: HostedStage; readonly shard: Shard}
): Promise<RunningStage> {
  const {plan, session, journal, stage, shard, inputsBetweenStates = INPUTS_BETWEEN_STATES, pause = pauseFor} = options;
  checkShard(plan, stage, shard);
  return startStage({
    ...options,
    inputsBetweenStates,
    pause,
    recover: async () => {
      const {components, taken} = freshPipeline(plan);
      const position = await journal.loadState(session);
      await recoverSession({session, journal, pipeline: createPipeline(components), taken}, position);
      const whole = stageComponent(components, stage);
      const component = shardComponent(whole, {plan, stage, shard});
      if (component !== whole) component.restore(whole.snapshot());
      return {component, taken};
    }
  });
}

export interface TradingOptions extends Omit<OpenSessionOptions, "bus" | "id">, Omit<StageOptions, "session"> {
  /** Null makes an id of strategy, configuration and scope. */
  readonly id: string | null;
  readonly onCommit?: (completedThrough: number | null) => void;
}

export interface OpenedTrading {
  readonly session: string;
  readonly running: RunningStage;
  readonly writer: TapeWriter;
}

/** Virtual trading begins the session where it is new, and writes its tape. */
export async function openTrading(options: TradingOptions): Promise<OpenedTrading> {
  const {plan, journal, buses, inputsBetweenStates = INPUTS_BETWEEN_STATES, pause = pauseFor, onCommit} = options;
  const description = await describeSession(options);
  const session = description.id;
  const publish = async (events: Parameters<typeof buses.events.publish>[1]) => {
    await buses.events.publish(eventStream(session), events);
  };
  const writer = new TapeWriter({session, journal, publish});
  const running = await startTrading({
    plan,
    session,
    buses,
    journal,
    inputsBetweenStates,
    pause,
    mayPass,
    ...(onCommit === undefined ? {} : {onCommit}),
    recover: async () => {
      const {components, taken} = freshPipeline(plan);
      const pipeline = createPipeline(components);
      await journal.openSession(description);
      const position = await journal.loadState(session);
      writer.resumeAt(position);
      if (position.head.sequence === 0) {
        const events = await beginSession({...options, bus: buses.events}, session, pipeline);
        for (const event of events) taken.isTaken(event);
        const state = {pipeline: pipeline.snapshot(), inputs: taken.snapshot()};
        await writer.commit({events, reached: taken, state});
      } else {
        await recoverSession({session, journal, pipeline, taken}, position);
        await writer.publishAgain(position);
      }
      return {components, taken, writer};
    }
  });
  return {session, running, writer};
}

function freshPipeline(plan: StrategyPlan): {readonly components: PipelineComponents; readonly taken: TakenInputs} {
  return {components: createStrategyComponents(plan), taken: new TakenInputs()};
}

const SESSION_POLL_MS = 200;

/**
 * Waits for the session that virtual trading begins: the one of the id, or the newest of the strategy that goes on.
 * @returns null when `signal` aborts first
 */
export async function awaitSession(
  journal: Journal,
  {id, strategy, kind}: {readonly id: string | null; readonly strategy: string; readonly kind: "live" | "tape"},
  signal: AbortSignal
): Promise<JournalSession | null> {
  while (!signal.aborted) {
    // A server that is away is waited for like a session that is not there yet.
    const sessions = await journal.listSessions().catch(() => []);
    const found = sessions.find((session) =>
      id === null
        ? session.strategy === strategy && session.kind === kind && session.endedAt === null
        : session.id === id
    );
    if (found !== undefined && found.head.sequence > 0) return found;
    await wait(SESSION_POLL_MS, undefined, {signal}).catch(() => {});
  }
  return null;
}
