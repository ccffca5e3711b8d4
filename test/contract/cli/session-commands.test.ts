/** The commands about sessions and people over one database: some in a process of their own, most in this one. */
import {mkdtemp, rm} from "node:fs/promises";
import {createServer} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import {AuditLog} from "../../../src/live/authentication/audit-log.js";
import {createSessionQueries} from "../../../src/live/integration/session-queries.js";
import type {TradedTape} from "../../../src/live/trade-tape.js";
import {papertape, papertapeHere} from "../../support/command-line.js";
import {type Recording, recording, scriptedSession, tradedSession} from "../sessions/recorded-session.js";

let data: string;
let recorded: Recording;
let tape: TradedTape;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "papertape-cli-"));
  recorded = await recording(11);
  tape = await tradedSession(recorded);
});

afterAll(async () => {
  await recorded.drop();
  await rm(data, {recursive: true, force: true});
});

const environment = (port: string) => ({
  PAPERTAPE_DATA: data,
  DATABASE_URL: recorded.database.url,
  REDIS_URL: "",
  PAPERTAPE_HTTP_PORT: port
});
const run = (...given: string[]) => papertape(given, environment("9"));
const here = (given: readonly string[], options: CommandOptions = {}, port = "9") =>
  papertapeHere(given, options, environment(port));

describe("a sound session", () => {
  it("is listed, verified, replayed in a fresh process and on a par with its backtest", async () => {
    const replay = await run("replay", tape.session);
    const list = await here(["journal", "list"]);
    expect(list.result).toMatchObject([{id: tape.session, kind: "tape", head: {sequence: tape.events}}]);
    const [{head}] = list.result as [{head: {hash: string}}];
    expect(replay).toMatchObject({code: 0, out: `same: ${tape.events} events, head hash ${head.hash}\n`});
    const verify = await here(["journal", "verify", tape.session]);
    expect(verify).toMatchObject({code: 0, result: [{session: tape.session, ok: true, events: tape.events}]});
    const parity = await here(["parity", tape.session]);
    expect(parity).toMatchObject({code: 0, lines: [`same: ${tape.fills} fills, final equity ${tape.finalEquity}`]});
  });

  it("explains a fill down to candles and equal factor values, as text and as JSON", async () => {
    const queries = createSessionQueries(recorded.source.pool, tape.session);
    const [fill] = await queries.recent(["OrderFilled"], {limit: 1});
    const id = fill?.id ?? "";
    const json = await run("explain", id, "--session", tape.session, "--json");
    const explained = JSON.parse(json.out);
    expect(explained).toMatchObject({session: tape.session, fill: {id}, missing: []});
    expect(explained.recalculated.every(({isEqual}: {isEqual: boolean}) => isEqual)).toBe(true);
    const text = (await here(["explain", id])).lines.join("\n");
    for (const word of ["fill ", "order ", "decision ", "candle ", "simulated", "equal"]) expect(text).toContain(word);
    expect(text).not.toContain("differs");
    const order = await here(["explain", fill?.payload.orderId ?? ""]);
    expect(order.result).toMatchObject({order: {payload: {orderId: fill?.payload.orderId}}, fill: null});
  });

  it("is suggested where its name was mistyped, and an unknown id is told", async () => {
    const mistyped = await run("replay", `${tape.session}x`);
    expect(mistyped).toMatchObject({code: 2, out: ""});
    expect(mistyped.errors).toContain(`did you mean ${tape.session}?`);
    await expect(here(["explain", "fill:nowhere"])).rejects.toThrow("no session knows");
  });
});

describe("a damaged session", () => {
  it("makes verify and replay exit with 1 and name the event", async () => {
    const {id, head} = await scriptedSession(recorded, {id: "damaged", inputs: (events) => events.slice(0, 60)});
    await recorded.source.pool.query(
      "update journal_events set event = replace(event, '\"revision\":0', '\"revision\":1') where fact = 'CandleClosed' and session = (select number from journal_sessions where id = $1) and sequence = (select min(sequence) from journal_events where fact = 'CandleClosed' and session = (select number from journal_sessions where id = $1))",
      [id]
    );
    const verify = await run("journal", "verify", id);
    expect(verify).toMatchObject({code: 1});
    expect(verify.out).toContain(`${id}: altered at event 2`);
    expect(await here(["replay", id])).toMatchObject({code: 1, result: {same: false, difference: {sequence: 2}}});
    expect(head.sequence).toBeGreaterThan(60);
  });
});

describe("papertape status", () => {
  it("tells a silent daemon, a ready one and a stranger apart", async () => {
    const answers = new Map([
      ["ready", {status: "ready"}],
      ["foreign", {hello: "world"}]
    ]);
    for (const [state, body] of answers) {
      const server = createServer((_, response) => response.end(JSON.stringify(body)));
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      const address = server.address();
      const port = String(typeof address === "object" ? address?.port : 0);
      const {result} = await here(["status"], {}, port);
      server.close();
      expect(result).toMatchObject({daemon: {state}});
    }
    const {result: silent} = await here(["status"]);
    expect(silent).toMatchObject({daemon: {state: "silent"}, session: {id: "damaged", trading: "active"}});
  });
});

describe("papertape user", () => {
  it("adds, changes and removes people, with a one-time password shown once and every change in the audit log", async () => {
    const added = await run("user", "add", "ada", "--role", "admin");
    expect(added.code).toBe(0);
    expect(added.out).toMatch(/ada may sign in as admin with the one-time password [a-z0-9-]{23}/);
    await here(["user", "add", "bob"], {role: "viewer"});
    await here(["user", "role", "bob", "trader"]);
    expect((await here(["user", "password", "bob"])).lines.join()).toContain("one-time password");
    await expect(here(["user", "password", "boob"])).rejects.toThrow("did you mean bob?");
    await expect(here(["user", "remove", "ada"])).rejects.toThrow("the only admin");
    await here(["user", "remove", "bob"]);
    expect((await here(["user", "list"])).result).toMatchObject([
      {name: "ada", role: "admin", isRemoved: false, mustChangePassword: true},
      {name: "bob", role: "trader", isRemoved: true}
    ]);
    const log = new AuditLog(recorded.source.pool, Date.now);
    const entries = await log.list({limit: 10});
    expect(entries.map(({actor, action, target}) => `${actor}: ${action} ${target}`).reverse()).toEqual([
      "command line: accounts.create ada",
      "command line: accounts.create bob",
      "command line: accounts.role bob",
      "command line: password.renew bob",
      "command line: accounts.disable bob"
    ]);
    expect(await log.verify()).toMatchObject({ok: true});
  });
});

describe("papertape doctor", () => {
  it("finds nothing to mend here, and a foreign server on the port", async () => {
    const {lines, code} = await here(["doctor"]);
    expect(code).toBe(0);
    expect(lines.join("\n")).toContain("Nothing to mend.");
    expect(lines.join("\n")).toMatch(/ok {7}migrations/);
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    const busy = await here(["doctor"], {}, String(typeof address === "object" ? address?.port : 0));
    server.close();
    const {findings} = busy.result as {findings: readonly {state: string}[]};
    const found = findings.find(({state}) => state === "problem");
    expect(busy.code).toBe(1);
    expect(found).toMatchObject({what: "port", mend: expect.stringContaining("--port")});
  });
});
