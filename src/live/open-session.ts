/** A paper session of a strategy: begun, or gone on with where it stood. The same for a tape and for the present. */
import {hashValue} from "../lib/core/hash.js";
import type {ConfigurationLoaded} from "../lib/events/configuration-event.js";
import type {PapertapeEvent} from "../lib/events/event.js";
import {createStrategyPipeline} from "../lib/integration/create-strategy-pipeline.js";
import type {Pipeline} from "../lib/integration/pipeline.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Journal, SessionDescription} from "../lib/integration/ports/journal.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {describeWarmUp, type WarmUpRecord} from "../lib/integration/warm-up-record.js";
import {candleTape, type TapeSeries} from "../lib/market-data/candle-tape.js";
import {PaperSession, type SessionOpening} from "./integration/paper-session.js";
import {eventStream} from "./integration/session-runner.js";

export interface OpenSessionOptions {
  readonly plan: StrategyPlan;
  readonly kind: "live" | "tape";
  /** What distinguishes this session from others of the strategy: the range of a tape, the exchange of a live one. */
  readonly scope: Readonly<Record<string, unknown>>;
  /** Null makes an id of strategy, configuration and scope. */
  readonly id: string | null;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly codeCommit: string;
  readonly environment: string;
  /** Candles before the first one traded: asked for only when the session is new. */
  readonly warmUp: () => Promise<readonly TapeSeries[]>;
  /** Market time at which it begins, epoch milliseconds. */
  readonly startedAt: number;
}

export interface OpenedSession {
  readonly session: PaperSession;
  readonly opening: SessionOpening;
}

export async function openSession(options: OpenSessionOptions): Promise<OpenedSession> {
  const {plan, journal, bus} = options;
  const description = await describeSession(options);
  const pipeline = createStrategyPipeline(plan);
  const session = new PaperSession({
    description,
    pipeline,
    journal,
    begin: () => beginSession(options, description.id, pipeline),
    publish: async (events) => {
      await bus.publish(eventStream(description.id), events);
    }
  });
  return {session, opening: await session.open()};
}

/** What the session is; an id is made where none is given. */
export async function describeSession(
  options: Omit<OpenSessionOptions, "bus" | "warmUp" | "environment">
): Promise<SessionDescription> {
  const {plan, kind, scope, journal, codeCommit, startedAt} = options;
  const {strategy, instruments} = plan;
  const configuration = {strategy, instruments, scope};
  const id =
    options.id ?? (await freeSessionId(journal, `${kind}-${strategy.name}-${hashValue(configuration).slice(0, 8)}`));
  return {id, kind, strategy: strategy.name, configuration, codeCommit, startedAt};
}

/** Warms up the pipeline of a new session. @returns the first events of its tape */
export async function beginSession(
  options: OpenSessionOptions,
  session: string,
  pipeline: Pipeline
): Promise<readonly PapertapeEvent[]> {
  const history = await options.warmUp();
  pipeline.warmUp(candleTape(options.plan.strategy.timeframe, history));
  return [configurationLoaded(session, options, describeWarmUp(history))];
}

/** A session that has ended is history: the same command begins the next of its kind. */
async function freeSessionId(journal: Journal, wished: string): Promise<string> {
  const ended = new Set((await journal.listSessions()).filter(({endedAt}) => endedAt !== null).map(({id}) => id));
  let id = wished;
  for (let number = 2; ended.has(id); number++) id = `${wished}-${number}`;
  return id;
}

function configurationLoaded(
  session: string,
  {plan, startedAt, environment, scope}: OpenSessionOptions,
  warmUp: readonly WarmUpRecord[]
): ConfigurationLoaded {
  const id = `configuration-loaded:${session}`;
  return {
    id,
    type: "ConfigurationEvent",
    fact: "ConfigurationLoaded",
    version: 1,
    occurredAt: startedAt,
    recordedAt: startedAt,
    correlationId: id,
    causationId: null,
    source: "control",
    payload: {
      configurationHash: plan.hash,
      strategy: plan.strategy.name,
      environment,
      configuration: {strategy: plan.strategy, scope, warmUp}
    }
  };
}
