/** All components of a session, each with buses of its own, as processes of their own would have them. */
import {setTimeout as wait} from "node:timers/promises";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import type {Journal} from "../../../src/lib/integration/ports/journal.js";
import {type Shard, WHOLE} from "../../../src/lib/integration/stage-shards.js";
import {EVENT_CODEC, type MessageCodec} from "../../../src/live/integration/event-codec.js";
import {journalProgress} from "../../../src/live/integration/journal-progress.js";
import {PARCEL_CODEC} from "../../../src/live/integration/parcel-codec.js";
import {inputStream} from "../../../src/live/integration/session-runner.js";
import type {HostedStage, RunningStage} from "../../../src/live/integration/stage-runner.js";
import type {StageBuses} from "../../../src/live/integration/stretch-feed.js";
import {readTape} from "../../../src/live/integration/tape-reader.js";
import {openStage, openTrading} from "../../../src/live/open-stage.js";
import type {ChosenTape} from "../../../src/live/tape-choice.js";

export interface StageSetOptions {
  readonly tape: ChosenTape;
  readonly session: string;
  readonly journal: Journal;
  /** A bus as a process of its own opens it. */
  readonly open: <Message extends {readonly id: string}>(codec: MessageCodec<Message>) => EventBus<Message>;
  readonly shards?: Partial<Record<"factors" | "agents", number>>;
  readonly inputsBetweenStates?: number;
}

const pause = async (ms: number) => {
  await wait(ms);
};

export interface StageSet {
  readonly failed: Promise<never>;
  readonly feeding: EventBus;
  stop(): Promise<void>;
}

/** Virtual trading first: it begins the session. */
export async function startStages(options: StageSetOptions): Promise<StageSet> {
  const {tape, session, journal, open, shards = {}, inputsBetweenStates = 500} = options;
  const opened: {close(): Promise<void>}[] = [];
  const busesOf = (): StageBuses => {
    const buses = {events: open(EVENT_CODEC), parcels: open(PARCEL_CODEC)};
    opened.push(buses.events, buses.parcels);
    return buses;
  };
  const trading = await openTrading({
    plan: tape.plan,
    kind: "tape",
    scope: tape.scope,
    id: session,
    journal,
    buses: busesOf(),
    codeCommit: "crash-suite",
    environment: "simulation",
    warmUp: () => Promise.resolve(tape.warmUp),
    startedAt: tape.from,
    inputsBetweenStates
  });
  const running: RunningStage[] = [trading.running];
  const host = async (stage: HostedStage, shard: Shard) => {
    const common = {plan: tape.plan, session, journal, buses: busesOf(), inputsBetweenStates};
    running.push(await openStage({...common, stage, shard}));
  };
  for (const stage of ["factors", "agents"] as const)
    for (let number = 1; number <= (shards[stage] ?? 1); number++) await host(stage, {number, of: shards[stage] ?? 1});
  await host("decision", WHOLE);
  const failed = Promise.race(running.map(({finished}) => finished));
  failed.catch(() => {});
  return {
    failed,
    feeding: busesOf().events,
    stop: async () => {
      await Promise.all(running.map((stage) => stage.stop()));
      await Promise.all(opened.map((bus) => bus.close()));
    }
  };
}

/** Runs the whole tape through components of their own, and ends the session. */
export async function tradeInStages(options: StageSetOptions): Promise<void> {
  const {tape, session, journal} = options;
  const stages = await startStages(options);
  try {
    const reading = readTape({
      tape: tape.events(),
      bus: stages.feeding,
      stream: inputStream(session),
      runner: journalProgress({journal, session, pause}),
      after: null,
      speed: "max",
      signal: new AbortController().signal
    });
    const last = await Promise.race([reading, stages.failed]);
    await journal.endSession(session, {at: last ?? tape.to, reason: "the tape has ended"});
  } finally {
    await stages.stop();
  }
}
