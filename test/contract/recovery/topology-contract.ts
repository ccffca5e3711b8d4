/** What a session in one process a component must be, whatever is killed: the same as one that nothing happened to. */
import {afterAll, beforeAll, expect, it} from "vitest";
import type {Journal} from "../../../src/lib/integration/ports/journal.js";
import {tradeTape} from "../../../src/live/trade-tape.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {type CrashOrder, crashBus} from "../../support/crash-process.js";
import {componentsTape} from "../../support/crash-tape.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {startDatabaseServer, type TestDatabaseServer} from "../../support/database-server.js";
import type {TestRedis} from "../../support/redis.js";
import {crashDatabase, killComponents} from "../../support/topology-harness.js";
import {toldIds} from "./told-ids.js";

const IS_LONG = process.env.PAPERTAPE_LONG === "1";
/** Of one bus; there are two. */
const KILLS = IS_LONG ? 100 : 6;
const KILLS_A_SESSION = 10;
const MINUTE = 60_000;

/** @param startRedis null for the bus in the database. */
export function topologyContract(startRedis: (() => Promise<TestRedis>) | null): void {
  /** Its own: it is crashed. */
  let server: TestDatabaseServer;
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let journal: Journal;
  let undisturbed: readonly string[];
  const order = (session: string): CrashOrder => ({
    databaseUrl: database.url,
    redisUrl: redis?.url ?? null,
    session
  });
  const undisturbedRun = async () => {
    const bus = crashBus(order("undisturbed"));
    await tradeTape({
      tape: componentsTape(),
      journal,
      bus,
      sessionId: "undisturbed",
      codeCommit: "crash-suite",
      environment: "simulation",
      speed: "max",
      signal: new AbortController().signal
    });
    await bus.close();
  };
  /** Without the opening, which names its session. */
  const tapeOf = async (session: string): Promise<readonly string[]> => {
    const texts: string[] = [];
    for await (const batch of journal.read(session)) texts.push(...batch.map(({event}) => JSON.stringify(event)));
    return texts.slice(1);
  };

  beforeAll(async () => {
    server = await startDatabaseServer();
    database = await createTestDatabase({server: server.url});
    redis = (await startRedis?.()) ?? null;
    journal = createPostgresJournal(database.pool);
    await undisturbedRun();
    undisturbed = await tapeOf("undisturbed");
  });
  afterAll(async () => {
    await redis?.stop();
    await database?.drop();
    await server?.stop();
  });

  it(
    "gets to the same tape, to the byte, whichever component or server is killed",
    async () => {
      const killed: string[] = [];
      for (let round = 1; killed.length < KILLS; round++) {
        const session = `killed-${round}`;
        const broken = await killComponents({
          order: order(session),
          journal,
          seed: round,
          events: undisturbed.length + 1,
          kills: Math.min(KILLS_A_SESSION, KILLS - killed.length),
          servers: {
            database: () => crashDatabase(database.pool),
            ...(redis === null ? {} : {redis: () => redis?.breakDown() ?? Promise.resolve()})
          }
        });
        expect(broken.length).toBeGreaterThan(0);
        killed.push(...broken);
        expect(await tapeOf(session)).toEqual(undisturbed);
        expect(await journal.verify(session)).toMatchObject({ok: true, events: undisturbed.length + 1});
        const told = await toldIds(order(session), undisturbed.length + 1);
        expect(told.slice(1)).toEqual(undisturbed.map((text) => (JSON.parse(text) as {id: string}).id));
      }
      expect(new Set(killed).size).toBeGreaterThan(3);
    },
    Math.max(1, KILLS / 10) * 5 * MINUTE
  );
}
