/** What a person tells the running session from the command line: on its tape, in the audit log, or refused whole. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, expect, it} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {AuditLog} from "../../../src/live/authentication/audit-log.js";
import {PostgresEventBus} from "../../../src/live/integration/postgres-event-bus.js";
import {inputStream} from "../../../src/live/integration/session-runner.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {papertapeHere} from "../../support/command-line.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const STARTED_AT = Date.UTC(2024, 0, 1);
let data: string;
let database: TestDatabase;
let made = 0;
let session: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "papertape-operator-"));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
  await rm(data, {recursive: true, force: true});
});

beforeEach(async () => {
  const journal = createPostgresJournal(database.pool);
  for (const {id, endedAt} of await journal.listSessions())
    if (endedAt === null) await journal.endSession(id, {at: STARTED_AT, reason: "another one begins"});
  session = `live-${made++}`;
  const configuration = {strategy: {...DEFAULT_STRATEGY, name: "default"}, instruments: []};
  const description = {id: session, kind: "live", strategy: "default", configuration} as const;
  await journal.openSession({...description, codeCommit: "test", startedAt: STARTED_AT});
});

const here = (given: readonly string[], options: CommandOptions = {}) =>
  papertapeHere(given, options, {PAPERTAPE_DATA: data, DATABASE_URL: database.url, REDIS_URL: ""});

/** What waits for the session. */
async function inputs(): Promise<readonly PapertapeEvent[]> {
  const bus = new PostgresEventBus({connectionString: database.url, pollMs: 20});
  const seen: PapertapeEvent[] = [];
  await bus.publish(inputStream(session), [END]);
  try {
    await new Promise<void>((resolve, reject) => {
      bus
        .tail({stream: inputStream(session), after: "beginning"}, async (batch) => {
          seen.push(...batch.map(({event}) => event));
          if (seen.at(-1)?.id === END.id) resolve();
        })
        .catch(reject);
    });
  } finally {
    await bus.close();
  }
  return seen.slice(0, -1);
}

const END: PapertapeEvent = {
  ...{id: "end", type: "SystemStatusEvent", fact: "ComponentStopped", version: 1, source: "test"},
  ...{occurredAt: 0, recordedAt: 0, correlationId: "end", causationId: null},
  payload: {component: "test", reason: "the end of what was told"}
};

const audited = async () =>
  (await new AuditLog(database.pool, Date.now).list({limit: 10})).map(({actor, action, details}) => ({
    ...{actor, action},
    details
  }));

it.each([
  ["pause", "TradingPaused"],
  ["resume", "TradingResumed"],
  ["halt", "TradingHalted"],
  ["flatten", "FlattenRequested"]
])("puts %s on the tape of the running session, with who and why", async (action, fact) => {
  const {result, lines} = await here(["trading", action], {reason: "maintenance"});
  expect(result).toEqual({session, action, reason: "maintenance"});
  expect(lines).toEqual([expect.stringContaining(`${action}, from the next slice of ${session} on`)]);
  expect(await inputs()).toMatchObject([{fact, payload: {by: "command line", reason: "maintenance"}}]);
  expect((await audited())[0]).toEqual({
    ...{actor: "command line", action: `trading.${action}`},
    details: {reason: "maintenance"}
  });
});

it("changes a key of the strategy, and refuses what would not be valid", async () => {
  await here(["config", "set", "decision.minimumEdgeBps", "12"]);
  expect(await inputs()).toMatchObject([
    {fact: "ConfigurationChanged", payload: {key: "decision.minimumEdgeBps", to: 12, by: "command line"}}
  ]);
  await expect(here(["config", "set", "decision.minimumEdgeBps", "much"])).rejects.toMatchObject({code: "WRONG_INPUT"});
  await expect(here(["config", "set", "decision.minimumEdge", "1"])).rejects.toThrow("decision.minimumEdgeBps");
});

it("says what is missing, and tells the session nothing", async () => {
  await expect(here(["trading", "pause"])).rejects.toThrow("--reason");
  await expect(here(["trading", "puase"], {reason: "x"})).rejects.toThrow("pause");
  expect(await inputs()).toEqual([]);
  await createPostgresJournal(database.pool).endSession(session, {at: STARTED_AT, reason: "over"});
  await expect(here(["trading", "pause"], {reason: "x"})).rejects.toThrow("papertape live");
});
