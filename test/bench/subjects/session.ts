/**
 * A paper session over Redis, journal and validation on, in one process and in five: events a second, and the time from
 * publishing a slice to the word that what came of it is in the journal; against bare Redis in the same run. Then how
 * long a session that was not stopped takes to go on. Options: --candles=400 (of each of three instruments), --slices=150.
 */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import type {Pool} from "pg";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {EventBus} from "../../../src/lib/integration/ports/event-bus.js";
import {journalProgress} from "../../../src/live/integration/journal-progress.js";
import {pause} from "../../../src/live/integration/pause.js";
import {RedisEventBus} from "../../../src/live/integration/redis-event-bus.js";
import {eventStream, inputStream, runSession} from "../../../src/live/integration/session-runner.js";
import {readTape} from "../../../src/live/integration/tape-reader.js";
import {openSession} from "../../../src/live/open-session.js";
import {awaitSession} from "../../../src/live/open-stage.js";
import type {ChosenTape} from "../../../src/live/tape-choice.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import type {ComponentOrder} from "../../support/component-process.js";
import {componentsTape} from "../../support/crash-tape.js";
import {withBenchDatabase} from "../bench-database.js";
import {bareHops, bareLoop, quantile, withBenchRedis} from "../bench-redis.js";
import {numberOption, printRatio} from "../wall-clock.js";

const CANDLES = numberOption("candles", 400);
const SLICES = numberOption("slices", 150);
const COMPONENTS = ["virtual-trading", "factors", "agents", "decision"] as const;
/** Of three instruments, inputs included. */
const EVENTS_OF_A_SLICE = 30;
const NEVER = new AbortController().signal;

interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly pool: Pool;
}

/** A session that runs somewhere, to be fed. */
interface Fed {
  readonly session: string;
  readonly tape: ChosenTape;
  readonly bus: EventBus;
  readonly pool: Pool;
}

await withBenchDatabase(async ({url: databaseUrl, pool}) => {
  await withBenchRedis(async (redisUrl) => {
    const servers = {databaseUrl, redisUrl, pool};
    const one = await inOneProcess(servers, {session: "one", candles: CANDLES + SLICES});
    const five = await inFiveProcesses(servers, {session: "five", candles: CANDLES + SLICES});
    const bare = await bareLoop(redisUrl, await textsOf(pool, "one"));
    const hops = await slicesHops(servers);
    print("bare XADD, XREADGROUP, XACK", bare, "events/s");
    print("one process", one.perSecond, "events/s");
    printRatio("  of bare", one.perSecond / bare);
    print("five processes", five.perSecond, "events/s");
    printRatio("  of bare", five.perSecond / bare);
    print("bare hop of a single entry, p50", hops.single, "ms");
    for (const [name, {times}, {count, own}] of [
      ["one process", one, {count: 2, own: hops.one}],
      ["five processes", five, {count: 5, own: hops.five}]
    ] as const) {
      print(`${name}: slice to journaled effects p50`, quantile(times, 0.5), "ms");
      print(`${name}: slice to journaled effects p99`, quantile(times, 0.99), "ms");
      printRatio(`  p50 against ${count} bare hops of a single entry`, quantile(times, 0.5) / (count * hops.single));
      printRatio(`  p50 against ${count} bare hops of a slice's own messages`, quantile(times, 0.5) / own);
      printRatio("  p99 against p50", quantile(times, 0.99) / quantile(times, 0.5));
    }
    await recovery(servers, "one");
  });
});

function busOf({redisUrl}: Servers): EventBus {
  return new RedisEventBus({url: redisUrl, prefix: "crash"});
}

function opening(servers: Servers, tape: ChosenTape, session: string): Parameters<typeof openSession>[0] {
  return {
    ...{plan: tape.plan, kind: "tape", scope: tape.scope, id: session, startedAt: tape.from},
    ...{journal: createPostgresJournal(servers.pool), bus: busOf(servers)},
    ...{codeCommit: "crash-suite", environment: "simulation", warmUp: () => Promise.resolve(tape.warmUp)}
  };
}

async function inOneProcess(servers: Servers, {session: id, candles}: {session: string; candles: number}) {
  const tape = componentsTape(candles);
  const options = opening(servers, tape, id);
  const {session} = await openSession(options);
  const runner = await runSession({session, bus: options.bus});
  const measured = await feed({session: id, tape, bus: options.bus, pool: servers.pool});
  await runner.stop();
  await options.bus.close();
  return measured;
}

async function inFiveProcesses(servers: Servers, {session, candles}: {session: string; candles: number}) {
  const {databaseUrl, redisUrl, pool} = servers;
  const program = new URL("../../support/component-process.ts", import.meta.url).pathname;
  const children: ChildProcess[] = COMPONENTS.map((component) => {
    const order: ComponentOrder = {databaseUrl, redisUrl, session, component, shard: null, candles};
    return spawn(process.execPath, ["--import", "tsx", program, JSON.stringify(order)], {stdio: "inherit"});
  });
  const bus = busOf(servers);
  try {
    await awaitSession(createPostgresJournal(pool), {id: session, strategy: "busy", kind: "tape"}, NEVER);
    // Until all have begun: the first slices are not measured.
    return await feed({session, tape: componentsTape(candles), bus, pool});
  } finally {
    for (const child of children) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    await bus.close();
  }
}

/** First a part as fast as it goes, then slices one by one. */
async function feed({session, tape, bus, pool}: Fed) {
  const journal = createPostgresJournal(pool);
  const stream = inputStream(session);
  const slices = slicesOf([...(tape.events() as Iterable<PapertapeEvent>)]);
  const told = new Map<string, () => void>();
  const tail = await bus.tail({stream: eventStream(session), after: "now"}, (batch) => {
    for (const {event} of batch) told.get(event.id)?.();
    return Promise.resolve();
  });
  const oneByOne = async (part: readonly (readonly PapertapeEvent[])[]) => {
    const times: number[] = [];
    for (const slice of part) {
      const begun = performance.now();
      const heard = new Promise<void>((resolve) => told.set(slice.at(-1)?.id ?? "", resolve));
      await bus.publish(stream, slice);
      await heard;
      times.push(performance.now() - begun);
    }
    return times;
  };
  const warm = 20;
  await oneByOne(slices.slice(0, warm));
  const times = await oneByOne(slices.slice(warm, warm + SLICES));
  const rest = slices.slice(warm + SLICES).flat();
  const [before, begun] = [(await journal.head(session)).sequence, performance.now()];
  const runner = journalProgress({journal, session, pause: (ms) => pause(ms, NEVER)});
  await readTape({tape: rest, bus, stream, runner, after: null, speed: "max", signal: NEVER});
  const seconds = (performance.now() - begun) / 1000;
  await tail.close();
  return {times, perSecond: ((await journal.head(session)).sequence - before) / seconds};
}

function slicesOf(events: readonly PapertapeEvent[]): readonly (readonly PapertapeEvent[])[] {
  const slices: PapertapeEvent[][] = [[]];
  for (const event of events) {
    slices.at(-1)?.push(event);
    if (event.fact === "SliceCompleted") slices.push([]);
  }
  return slices.filter((slice) => slice.length > 0);
}

async function textsOf(pool: Pool, session: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const batch of createPostgresJournal(pool).read(session))
    for (const {event} of batch) texts.push(JSON.stringify(event));
  return texts;
}

/** Medians of what the messages of one slice need bare: its inputs, what three components say, what is on the tape. */
async function slicesHops({redisUrl, pool}: Servers) {
  const slice = (await textsOf(pool, "one")).slice(-EVENTS_OF_A_SLICE);
  const median = async (texts: readonly string[]) => quantile(await bareHops(redisUrl, texts), 0.5);
  const third = Math.ceil(slice.length / 3);
  const ends = (await median(slice.slice(0, 4))) + (await median(slice));
  const between = await median([slice.slice(0, third).join(",")]);
  return {single: await median(["x".repeat(700)]), one: ends, five: ends + 3 * between};
}

/** Opens a session as after a kill: what came after its last stored state is run again. */
async function recovery(servers: Servers, id: string): Promise<void> {
  const options = opening(servers, componentsTape(CANDLES + SLICES), id);
  const begun = performance.now();
  const {session, opening: found} = await openSession(options);
  const ms = performance.now() - begun;
  print(`recovery of ${session.sequence} events, ${found.recoveredInputs} inputs run again`, ms, "ms");
  await options.bus.close();
}

function print(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(62)} ${value < 100 ? value.toFixed(2) : Math.round(value)} ${unit}`);
}
