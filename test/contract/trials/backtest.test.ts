/** A backtest from the command line leaves its trial in the registry, whatever becomes of it. */
import {rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import type {CommandOptions} from "../../../src/cli/run-command.js";
import {papertapeHere} from "../../support/command-line.js";
import {createSweepProject, type SweepProject} from "./sweep-project.js";

let project: SweepProject;
beforeAll(async () => {
  project = await createSweepProject();
});
afterAll(() => project?.drop());

const backtest = (options: CommandOptions = {}) =>
  papertapeHere(["backtest", project.rules], options, project.environment);
const trials = async () =>
  (
    await project.database.pool.query(
      "select t.status, t.error, t.digest, t.range_from, r.status as run from trials t join backtest_runs r on r.id = t.run order by t.id"
    )
  ).rows;

it("is registered with its figures, once however often it is run, and anew over another range", async () => {
  await backtest();
  const [first] = await trials();
  expect(first).toMatchObject({
    status: "finished",
    run: "finished",
    error: null,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/)
  });
  await backtest();
  expect(await trials()).toHaveLength(1);
  await backtest({from: "2022-01-20"});
  expect((await trials()).map(({status}) => status)).toEqual(["finished", "finished"]);
});

it("is registered, and counts, also where its report cannot be written", async () => {
  const runs = join(project.data, "runs");
  await rm(runs, {recursive: true, force: true});
  // A file where the folder of runs should be: nothing can be written.
  await writeFile(runs, "");
  await expect(backtest({capital: "5000"})).rejects.toThrow();
  expect(await trials()).toHaveLength(3);
  expect((await trials()).at(-1)).toMatchObject({status: "finished", run: "failed"});
  await rm(runs);
});
