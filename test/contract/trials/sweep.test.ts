/** Sweeps through the command line: the same result however many threads, after a kill, and never an unregistered trial. */
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import type {SweepReport} from "../../../src/lib/integration/sweep/sweep-report.js";
import {holdSweep} from "../../../src/loaders/sweep/sweep-lock.js";
import {listSweeps} from "../../../src/loaders/sweep/sweep-store.js";
import {papertape, papertapeHere} from "../../support/command-line.js";
import {createSweepProject, type SweepProject, startPapertape} from "./sweep-project.js";

let project: SweepProject;
beforeAll(async () => {
  project = await createSweepProject();
});
afterAll(() => project?.drop());

const EDGES = "decision.minimumEdgeBps=0,2,4,6";
const FRACTIONS = "decision.sizing.fraction=0.2,0.4";
const folds = {walkForward: "train=200,test=100", cpcv: "6,2", embargo: "2"};

const here = async (strategy: string, options: CommandOptions) =>
  (await papertapeHere(["sweep", strategy], options, project.environment)).result as SweepReport;
const rows = async (sweep: string) =>
  (await project.database.pool.query("select * from trials where sweep = $1 order by number", [sweep])).rows;

/** A sweep that the tests share, by one thread and undisturbed. */
let alone: SweepReport;
const options = {over: [EDGES, FRACTIONS], ...folds};
const typed = [
  ...["--over", EDGES, "--over", FRACTIONS, "--walk-forward", folds.walkForward],
  ...["--cpcv", folds.cpcv, "--embargo", folds.embargo]
];

describe("a sweep", () => {
  beforeAll(async () => {
    alone = await here(project.agents, {...options, workers: "1"});
  });

  it("gives the same by two threads as by one, and runs agents through the full pipeline", async () => {
    const two = await here(project.agents, {...options, workers: "2"});
    expect(alone.trials).toHaveLength(8);
    expect(alone.trials.map(({path}) => path)).toEqual(Array(8).fill("full"));
    expect(two.digest).toBe(alone.digest);
    expect(two.id).toBe(`${alone.id}-2`);
    // The second changes no count either: nothing new was tried.
    expect({...two, id: alone.id}).toEqual(alone);
    expect(alone.honesty.trials).toBe(8);
    expect(alone.walkForward).toMatchObject({isDefined: true, gapCandles: 6});
    expect(alone.crossValidation).toMatchObject({isDefined: true, splits: {length: 15}, paths: {length: 5}});
  });

  it("runs rules over columns, ranks them, and keeps the report and a row for each with the figures shown", async () => {
    const report = await here(project.rules, {over: ["rules.parameters.slow=10..40:1"], random: "6", seed: "3"});
    expect(report.trials.map(({path}) => path)).toEqual(Array(6).fill("columnar"));
    const scores = report.trials.map(({figures}) => figures?.sharpe ?? Number.NEGATIVE_INFINITY);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(report.best).toEqual(report.trials[0]);
    const kept = JSON.parse(await readFile(join(project.data, "sweeps", `${report.id}.json`), "utf8"));
    expect(kept).toEqual(JSON.parse(JSON.stringify(report)));
    const registered = await rows(report.id);
    expect(registered.map(({status, number}) => [status, number])).toEqual(
      [0, 1, 2, 3, 4, 5].map((number) => ["finished", number])
    );
    for (const {number, parameters, digest, figures} of report.trials)
      expect(registered[number]).toMatchObject({parameters, digest, figures, snapshot: project.snapshot});
  });

  it("goes on after kill -9 without running again what was finished, to the result of an undisturbed run", async () => {
    const killed = startPapertape(["sweep", project.agents, ...typed, "--workers", "1"], project.environment);
    await killed.printed(": 8 trials");
    const id = /sweep (\S+): 8 trials/.exec(killed.output())?.[1] ?? "";
    const finished = async () => (await rows(id)).filter(({status}) => status === "finished");
    await vi.waitFor(async () => expect((await finished()).length).toBeGreaterThanOrEqual(2), {
      timeout: 60_000,
      interval: 20
    });
    const known = async () => (await listSweeps(project.database.pool)).find((sweep) => sweep.id === id)?.status;
    expect(await known()).toBe("running");
    // Asked where it is decided: a whole command would give the sweep time to end.
    await expect(holdSweep(project.database.pool, id)).rejects.toMatchObject({code: "SWEEP_RUNNING"});
    await killed.kill();
    await vi.waitFor(async () => expect(await known()).toBe("interrupted"), {timeout: 20_000});
    const before = await finished();
    expect(before.length).toBeLessThan(8);
    const resumed = await papertape(["sweep", "--resume", id, "--json"], project.environment);
    expect(resumed.code).toBe(0);
    expect((JSON.parse(resumed.out) as SweepReport).digest).toBe(alone.digest);
    const after = await rows(id);
    expect(after.map(({status}) => status)).toEqual(Array(8).fill("finished"));
    for (const {number, finished_at} of before) expect(after[number].finished_at).toEqual(finished_at);
    const [sweep] = (await project.database.pool.query("select status from sweeps where id = $1", [id])).rows;
    expect(sweep).toEqual({status: "finished"});
  });

  it("says what is wrong before anything runs", async () => {
    const wrong = (given: CommandOptions) => papertapeHere(["sweep", project.agents], given, project.environment);
    await expect(wrong({over: ["decision.minimumEdgBps=1,2"]})).rejects.toThrow(
      "did you mean decision.minimumEdgeBps?"
    );
    await expect(wrong({over: ["agents.names=[trend],[trent]"]})).rejects.toThrow("trend");
    await expect(wrong({})).rejects.toThrow("at least one parameter");
    await expect(wrong({resume: "sweep-nothing"})).rejects.toMatchObject({code: "SWEEP_UNKNOWN"});
    await expect(wrong({over: [EDGES], by: "winRate", cpcv: "6,2"})).rejects.toMatchObject({
      code: "SWEEP_FOLDS_INVALID"
    });
    await expect(wrong({over: [EDGES], distributed: true})).rejects.toThrow("REDIS_URL");
  });

  it("does not mix the trials of two versions of the code", async () => {
    const change = (commit: string) =>
      project.database.pool.query("update sweeps set code_commit = $2 where id = $1", [alone.id, commit]);
    await change("older");
    await expect(here(project.rules, {resume: alone.id})).rejects.toMatchObject({code: "SWEEP_CODE_CHANGED"});
    await change(alone.codeCommit);
  });
});
