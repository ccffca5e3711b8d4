/** What holds for every command: help with examples, and wrong usage told with a suggestion and its own exit code. */
import {existsSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {COMMAND_NAMES} from "../../../src/cli/program.mjs";
import {papertape, papertapeHere} from "../../support/command-line.js";

let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "papertape-cli-"));
});

afterAll(() => rm(data, {recursive: true, force: true}));

const run = (...given: string[]) => papertape(given, {PAPERTAPE_DATA: data, DATABASE_URL: "", REDIS_URL: ""});

describe("every command", () => {
  it("has a module that does it", () => {
    expect(COMMAND_NAMES.filter((name) => !existsSync(`src/cli/commands/${name}.ts`))).toEqual([]);
  });

  it("explains itself with examples, and says how to have the result as JSON", async () => {
    const helps = await Promise.all(COMMAND_NAMES.map((name) => run(name, "--help")));
    for (const {code, out} of helps) {
      expect(code).toBe(0);
      expect(out).toContain("Examples:\n  papertape ");
      expect(out).toContain("--json");
    }
  });

  it("is listed by papertape --help", async () => {
    const {code, out} = await run("--help");
    expect(code).toBe(0);
    expect(COMMAND_NAMES.filter((name) => !new RegExp(`^ {2}${name}\\b`, "m").test(out))).toEqual([]);
  });
});

describe("wrong usage", () => {
  it("of a command's name exits with 2 and suggests the nearest", async () => {
    const {code, out, errors} = await run("replya");
    expect({code, out}).toEqual({code: 2, out: ""});
    expect(errors).toContain("Did you mean replay?");
  });

  it("of an option exits with 2 and suggests the nearest", async () => {
    const {code, errors} = await run("audit", "--factor", "rsi-14");
    expect(code).toBe(2);
    expect(errors).toContain("Did you mean --factors?");
  });

  it("without a needed argument exits with 2 and names it", async () => {
    const {code, errors} = await run("parity");
    expect(code).toBe(2);
    expect(errors).toContain("session");
  });

  it("of an action is told before a database is started", async () => {
    const there = {PAPERTAPE_DATA: data, DATABASE_URL: ""};
    const mistake = (given: readonly string[], options = {}) => expect(papertapeHere(given, options, there)).rejects;
    await mistake(["journal", "verfy"]).toThrow("did you mean verify?");
    await mistake(["user", "lst"]).toThrow("did you mean list?");
    await mistake(["user", "add"], {role: "viewer"}).toThrow("takes a name");
    await mistake(["user", "add", "ada"], {role: "boss"}).toThrow("is one of viewer");
    expect(existsSync(join(data, "postgres"))).toBe(false);
  });

  it("with --json is an object with a code on standard output", async () => {
    const {code, out} = await run("audit", "--factors", "rsy-14", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({error: {code: "STRATEGY_NAMES_UNKNOWN"}});
    expect(JSON.parse(out).error.message).toContain("did you mean rsi-14?");
  });
});

describe("papertape audit", () => {
  it("finds nothing that looks ahead, with the candles that a value needs to settle", async () => {
    const {code, out} = await run(
      "audit",
      "--factors",
      "momentum-24",
      "trade-imbalance-12",
      "--candles",
      "120",
      "--json"
    );
    expect(code).toBe(0);
    const {factors, looksAhead} = JSON.parse(out);
    expect(looksAhead).toBe(false);
    expect(factors).toMatchObject([
      {factor: "momentum-24", isSound: true, settle: 25},
      {factor: "trade-imbalance-12", isSound: true, settle: 12}
    ]);
  });
});

describe("papertape status and doctor without anything there", () => {
  it("say so and make nothing", async () => {
    const port = {PAPERTAPE_DATA: data, DATABASE_URL: "", REDIS_URL: "", PAPERTAPE_HTTP_PORT: "9"};
    const [status, doctor] = await Promise.all([papertape(["status"], port), papertape(["doctor", "--json"], port)]);
    expect(status.code).toBe(0);
    expect(status.out).toContain("No daemon answers at http://127.0.0.1:9");
    expect(status.out).toContain("no database yet");
    const {findings} = JSON.parse(doctor.out);
    expect(findings.map(({what}: {what: string}) => what)).toEqual(
      expect.arrayContaining(["Node", "data folder", "disk", "port", "PostgreSQL", "database", "Redis", "clock"])
    );
    expect(existsSync(join(data, "postgres"))).toBe(false);
  });
});
