/** One component of a session over the crash suite's tape, in a process of its own, made to be killed. Order: argv[2]. */
import {WHOLE} from "../../src/lib/integration/stage-shards.js";
import type {ComponentName} from "../../src/live/components.js";
import {shardOf} from "../../src/live/components.js";
import {feedSession} from "../../src/live/feed-session.js";
import {EVENT_CODEC, type MessageCodec} from "../../src/live/integration/event-codec.js";
import {PARCEL_CODEC} from "../../src/live/integration/parcel-codec.js";
import {PostgresEventBus} from "../../src/live/integration/postgres-event-bus.js";
import {RedisEventBus} from "../../src/live/integration/redis-event-bus.js";
import type {RunningStage} from "../../src/live/integration/stage-runner.js";
import {createSupervisor} from "../../src/live/integration/supervisor.js";
import {awaitSession, openStage, openTrading} from "../../src/live/open-stage.js";
import {createPool} from "../../src/loaders/database/open-database.js";
import {createPostgresJournal} from "../../src/loaders/journal/postgres-journal.js";
import type {CrashOrder} from "./crash-process.js";
import {componentsTape} from "./crash-tape.js";

export interface ComponentOrder extends CrashOrder {
  readonly component: ComponentName;
  readonly shard: string | null;
  /** Of each instrument; 200 when left out. */
  readonly candles?: number;
}

/** Small, so that there is something left to trim, to repeat and to recover. */
const INPUTS_BETWEEN_STATES = 150;
const BATCH = 20;

function busOf<Message extends {readonly id: string}>(
  {databaseUrl, redisUrl}: CrashOrder,
  codec: MessageCodec<Message>
) {
  if (redisUrl !== null) return new RedisEventBus({url: redisUrl, prefix: "crash", maxBatchEvents: BATCH}, codec);
  return new PostgresEventBus({connectionString: databaseUrl, maxConnections: 3, maxBatchEvents: BATCH}, codec);
}

async function main(order: ComponentOrder): Promise<void> {
  const {component, session} = order;
  const journal = createPostgresJournal(createPool(order.databaseUrl, 2));
  const tape = componentsTape(order.candles);
  const events = busOf(order, EVENT_CODEC);
  if (component === "collection") {
    await awaitSession(journal, {id: session, strategy: "busy", kind: "tape"}, new AbortController().signal);
    await feedSession({tape, bus: events, journal, session, speed: "max", signal: new AbortController().signal});
    process.exit(0);
  }
  const common = {
    plan: tape.plan,
    journal,
    buses: {events, parcels: busOf(order, PARCEL_CODEC)},
    inputsBetweenStates: INPUTS_BETWEEN_STATES
  };
  const open = async (): Promise<RunningStage> => {
    if (component === "factors" || component === "agents" || component === "decision") {
      await awaitSession(journal, {id: session, strategy: "busy", kind: "tape"}, new AbortController().signal);
      const shard = order.shard === null ? WHOLE : shardOf(order.shard);
      return openStage({...common, session, stage: component, shard});
    }
    const opening = {kind: "tape", scope: tape.scope, startedAt: tape.from} as const;
    const warmUp = () => Promise.resolve(tape.warmUp);
    const described = {...opening, warmUp, codeCommit: "crash-suite", environment: "simulation"};
    return (await openTrading({...common, ...described, id: session})).running;
  };
  await createSupervisor({
    emit: () => {},
    clock: Date.now,
    build: "crash-suite",
    backOff: {firstMs: 20, maxMs: 200}
  }).start([
    {
      name: component,
      effectWhenAway: "the others wait",
      start: async (fail) => {
        const running = await open();
        running.finished.catch(fail);
        return running;
      }
    }
  ]);
}

if (process.argv[2]?.startsWith("{")) await main(JSON.parse(process.argv[2]) as ComponentOrder);
