/** The commands about sessions and people, each in a process of its own over one database. */
import {mkdtemp, rm} from "node:fs/promises";
import {createServer} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {AuditLog} from "../../../src/live/authentication/audit-log.js";
import {createSessionQueries} from "../../../src/live/integration/session-queries.js";
import type {TradedTape} from "../../../src/live/trade-tape.js";
import {papertape} from "../../support/command-line.js";
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

const run = (...given: string[]) => runAt("9", ...given);
const runAt = (port: string, ...given: string[]) =>
  papertape(given, {
    PAPERTAPE_DATA: data,
    DATABASE_URL: recorded.database.url,
    REDIS_URL: "",
    PAPERTAPE_HTTP_PORT: port
  });

describe("a sound session", () => {
  it("is listed, verified, replayed and on a par with its backtest", async () => {
    const [list, verify, replay, parity] = await Promise.all([
      run("journal", "list", "--json"),
      run("journal", "verify", tape.session, "--json"),
      run("replay", tape.session),
      run("parity", tape.session)
    ]);
    expect(JSON.parse(list.out)).toMatchObject([{id: tape.session, kind: "tape", head: {sequence: tape.events}}]);
    expect(JSON.parse(verify.out)).toMatchObject([{session: tape.session, ok: true, events: tape.events}]);
    const {hash} = JSON.parse(list.out)[0].head;
    expect(replay.out).toBe(`same: ${tape.events} events, head hash ${hash}\n`);
    expect(parity.out).toBe(`same: ${tape.fills} fills, final equity ${tape.finalEquity}\n`);
    expect([list, verify, replay, parity].map(({code}) => code)).toEqual([0, 0, 0, 0]);
  });

  it("explains a fill down to candles and equal factor values, as text and as JSON", async () => {
    const queries = createSessionQueries(recorded.source.pool, tape.session);
    const [fill] = await queries.recent(["OrderFilled"], {limit: 1});
    const id = fill?.id ?? "";
    const [text, json, order] = await Promise.all([
      run("explain", id),
      run("explain", id, "--session", tape.session, "--json"),
      run("explain", fill?.payload.orderId ?? "", "--json")
    ]);
    expect(text).toMatchObject({code: 0});
    for (const word of ["fill ", "order ", "decision ", "candle ", "simulated", "equal"])
      expect(text.out).toContain(word);
    expect(text.out).not.toContain("differs");
    const explained = JSON.parse(json.out);
    expect(explained).toMatchObject({session: tape.session, fill: {id}, missing: []});
    expect(explained.recalculated.every(({isEqual}: {isEqual: boolean}) => isEqual)).toBe(true);
    expect(JSON.parse(order.out)).toMatchObject({order: {payload: {orderId: fill?.payload.orderId}}, fill: null});
  });

  it("is suggested where its name was mistyped, and an unknown id is told", async () => {
    const [mistyped, unknown] = await Promise.all([run("replay", `${tape.session}x`), run("explain", "fill:nowhere")]);
    expect(mistyped).toMatchObject({code: 2, out: ""});
    expect(mistyped.errors).toContain(`did you mean ${tape.session}?`);
    expect(unknown).toMatchObject({code: 2, out: ""});
    expect(unknown.errors).toContain("no session knows");
  });
});

describe("a damaged session", () => {
  it("makes verify and replay exit with 1 and name the event", async () => {
    const {id, head} = await scriptedSession(recorded, {id: "damaged", inputs: (events) => events.slice(0, 60)});
    await recorded.source.pool.query(
      "update journal_events set event = replace(event, '\"revision\":0', '\"revision\":1') where fact = 'CandleClosed' and session = (select number from journal_sessions where id = $1) and sequence = (select min(sequence) from journal_events where fact = 'CandleClosed' and session = (select number from journal_sessions where id = $1))",
      [id]
    );
    const [verify, replay] = await Promise.all([run("journal", "verify", id), run("replay", id, "--json")]);
    expect(verify).toMatchObject({code: 1});
    expect(verify.out).toContain(`${id}: altered at event 2`);
    expect(replay).toMatchObject({code: 1});
    expect(JSON.parse(replay.out)).toMatchObject({same: false, difference: {sequence: 2}});
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
      const {code, out} = await runAt(port, "status", "--json");
      server.close();
      expect({state, code}).toEqual({state, code: 0});
      expect(JSON.parse(out).daemon.state).toBe(state);
    }
    const silent = JSON.parse((await run("status", "--json")).out);
    expect(silent).toMatchObject({daemon: {state: "silent"}, session: {id: "damaged", trading: "active"}});
  });
});

describe("papertape user", () => {
  it("adds, changes and removes people, with a one-time password shown once and every change in the audit log", async () => {
    const added = await run("user", "add", "ada", "--role", "admin");
    expect(added.code).toBe(0);
    expect(added.out).toMatch(/ada may sign in as admin with the one-time password [a-z0-9-]{23}/);
    expect((await run("user", "add", "bob", "--json")).code).toBe(0);
    expect((await run("user", "role", "bob", "trader")).code).toBe(0);
    expect((await run("user", "password", "bob")).out).toContain("one-time password");
    const mistyped = await run("user", "password", "boob");
    expect(mistyped.code).toBe(2);
    expect(mistyped.errors).toContain("did you mean bob?");
    const lastAdmin = await run("user", "remove", "ada");
    expect(lastAdmin).toMatchObject({code: 2});
    expect((await run("user", "remove", "bob")).code).toBe(0);
    expect(JSON.parse((await run("user", "list", "--json")).out)).toMatchObject([
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
    const {out, code} = await run("doctor");
    expect(code).toBe(0);
    expect(out).toContain("Nothing to mend.");
    expect(out).toMatch(/ok {7}migrations/);
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    const busy = await runAt(String(typeof address === "object" ? address?.port : 0), "doctor", "--json");
    server.close();
    expect(busy.code).toBe(1);
    const found = JSON.parse(busy.out).findings.find(({state}: {state: string}) => state === "problem");
    expect(found).toMatchObject({what: "port", mend: expect.stringContaining("--port")});
  });
});
