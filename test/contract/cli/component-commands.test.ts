/** `papertape live --only`: every component a process of its own, together the same session as one process makes. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import type {JournaledEvent} from "../../../src/lib/integration/ports/journal.js";
import {papertape, papertapeHere} from "../../support/command-line.js";
import {type Recording, recording, tradedSession} from "../sessions/recorded-session.js";

let data: string;
let recorded: Recording;
const running: ChildProcess[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "papertape-components-"));
  recorded = await recording(13);
});

afterAll(async () => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await recorded.drop();
  await rm(data, {recursive: true, force: true});
});

const environment = () => ({
  PAPERTAPE_DATA: data,
  DATABASE_URL: recorded.database.url,
  REDIS_URL: "",
  PAPERTAPE_HTTP_PORT: "0"
});

function start(...given: string[]): ChildProcess {
  const child = spawn(process.execPath, ["bin/papertape.mjs", "live", ...given], {
    env: {...process.env, ...environment()},
    stdio: ["ignore", "pipe", "inherit"]
  });
  running.push(child);
  return child;
}

async function eventsOf(session: string): Promise<readonly JournaledEvent[]> {
  const events: JournaledEvent[] = [];
  for await (const batch of recorded.source.journal.read(session)) events.push(...batch);
  return events;
}

describe("components in processes of their own", () => {
  it("trade a recorded session again to the same events, in the same order", async () => {
    const {session: whole} = await tradedSession(recorded);
    const common = ["--tape", whole, "--session", "parts"];
    start("--only", "virtual-trading", ...common);
    for (const component of ["factors", "agents", "decision"]) start("--only", component, ...common);
    const fed = await papertape(["live", "--only", "collection", ...common, "--json"], environment());
    expect(fed.errors).toBe("");
    expect(JSON.parse(fed.out)).toMatchObject({session: "parts", isFinished: true});
    const stopped = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    expect(await Promise.all(stopped)).toEqual(running.map(() => [0, null]));
    const texts = (events: readonly JournaledEvent[]) => events.slice(1).map(({event}) => JSON.stringify(event));
    expect(texts(await eventsOf("parts"))).toEqual(texts(await eventsOf(whole)));
  });

  it("are refused by a name or a shard that is none", async () => {
    const live = (options: CommandOptions) => papertapeHere(["live"], options, environment());
    await expect(live({only: "factor"})).rejects.toThrow("did you mean factors?");
    await expect(live({only: "factors", shard: "half"})).rejects.toThrow("A shard is written 1/2");
  });
});
