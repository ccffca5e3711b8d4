/** Sweeps over Redis by worker processes that are killed without warning: nothing is lost, and the result is the same. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import type {SweepReport} from "../../../src/lib/integration/sweep/sweep-report.js";
import {papertapeHere} from "../../support/command-line.js";
import {describeWithRedis, type TestRedis} from "../../support/redis.js";
import {createSweepProject, type PapertapeProcess, type SweepProject, startPapertape} from "./sweep-project.js";

describeWithRedis("a distributed sweep", (start) => {
  let redis: TestRedis;
  let project: SweepProject;
  let elsewhere: string;
  const workers: PapertapeProcess[] = [];
  let heir: PapertapeProcess;
  const options: CommandOptions = {
    over: ["decision.minimumEdgeBps=0..7:1"],
    walkForward: "train=200,test=100",
    cpcv: "6,2"
  };

  beforeAll(async () => {
    [redis, project] = await Promise.all([start(), createSweepProject()]);
    elsewhere = await mkdtemp(join(tmpdir(), "papertape-worker-"));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await project?.drop();
    await redis?.stop();
    await rm(elsewhere, {recursive: true, force: true});
  });

  const environment = () => ({...project.environment, REDIS_URL: redis.url});
  const sweep = async (given: CommandOptions) =>
    (await papertapeHere(["sweep", project.agents], given, environment())).result as SweepReport;
  const worker = (change: Readonly<Record<string, string>> = {}) => {
    // A worker has no database: Redis and the snapshots are all it needs.
    const started = startPapertape(["worker", "--workers", "1"], {...environment(), DATABASE_URL: "", ...change});
    workers.push(started);
    return started;
  };

  it("survives kill -9 of a worker in the middle of a trial, and equals the sweep alone", async () => {
    const alone = await sweep({...options, workers: "1"});
    const doomed = worker();
    const stranger = worker({PAPERTAPE_DATA: elsewhere});
    const running = sweep({...options, distributed: true});
    await doomed.printed("trial 1 of");
    await doomed.kill();
    await stranger.printed("is left to others");
    const taken = /trial (\d+) of \S+: taken\n?$/.exec(doomed.output());
    heir = worker();
    const report = await running;
    expect(report.digest).toBe(alone.digest);
    expect(report.trials.every(({status}) => status === "finished")).toBe(true);
    // The trial that the dead worker held was run by the other one.
    expect(taken).not.toBeNull();
    expect(heir.output()).toContain(`trial ${taken?.[1]} of ${report.id}: taken`);
    // The one without the snapshot took nothing.
    expect(stranger.output()).not.toContain("taken");
    expect(stranger.output()).toContain("snapshot");
    const {rows} = await project.database.pool.query("select distinct status, run_by from trials where sweep = $1", [
      report.id
    ]);
    expect(rows).toEqual([{status: "finished", run_by: "a worker"}]);
  }, 180_000);

  it("goes on after kill -9 of the sweep itself, with what workers finished meanwhile", async () => {
    const alone = await sweep({...options, over: ["decision.minimumEdgeBps=0..5:1"], workers: "1"});
    const given = ["--over", "decision.minimumEdgeBps=0..5:1", "--walk-forward", "train=200,test=100", "--cpcv", "6,2"];
    const main = startPapertape(["sweep", project.agents, ...given, "--distributed"], environment());
    workers.push(main);
    await main.printed(": 6 trials");
    const id = /sweep (\S+): 6 trials/.exec(main.output())?.[1] ?? "";
    await heir.printed(`of ${id}: taken`);
    await main.kill();
    const report = await sweep({resume: id, distributed: true});
    expect(report.digest).toBe(alone.digest);
  }, 180_000);
});
