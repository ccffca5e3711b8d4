import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {columnLine} from "../../../src/lib/integration/course/equity-line.js";
import {compactReturns} from "../../../src/lib/integration/sweep/compact-returns.js";
import {variance} from "../../../src/lib/statistics/moments.js";
import {
  assertRegistered,
  openTrialRegistry,
  runRegistered,
  settleAbandoned,
  type TrialIdentity,
  type TrialTicket,
  thisProcess
} from "../../../src/loaders/run/trial-registry.js";
import {trialsOf} from "../../../src/loaders/run/trials-of.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {sampleIdentity, sampleResult} from "./sample-trials.js";

describe("the trial registry", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const registry = () => openTrialRegistry(database.pool);
  const tried = (family: string) => trialsOf(database.pool, {family, timeframe: "1h"});
  const statuses = async (family: string) => {
    const {rows} = await database.pool.query("select status from trials where family = $1 order by id", [family]);
    return rows.map(({status}) => status);
  };
  const run = (identity: TrialIdentity, seed: number, candles = 300) =>
    runRegistered(registry(), identity, () => Promise.resolve({trial: sampleResult(seed, candles)}));

  it("has the row before the work begins, and its figures before the work's result is handed on", async () => {
    const identity = sampleIdentity({family: "order"});
    const trial = sampleResult(1);
    await runRegistered(registry(), identity, async () => {
      expect(await statuses("order")).toEqual(["running"]);
      return {trial};
    });
    const {rows} = await database.pool.query(
      "select status, digest, sharpe, observations from trials where family = 'order'"
    );
    expect(rows).toEqual([{status: "finished", digest: trial.digest, sharpe: trial.shape?.ratio, observations: 300}]);
  });

  it("counts what failed like what succeeded", async () => {
    const failing = runRegistered(registry(), sampleIdentity({family: "failing"}), () =>
      Promise.reject(new Error("no candles"))
    );
    await expect(failing).rejects.toThrow("no candles");
    expect(await statuses("failing")).toEqual(["failed"]);
    expect(await tried("failing")).toMatchObject({count: 1, finished: 0, sharpeVariance: null, returns: null});
  });

  it("counts the same configuration with the same result once, whatever code ran it", async () => {
    await run(sampleIdentity({family: "again"}), 3);
    await run(sampleIdentity({family: "again"}), 3);
    await run(sampleIdentity({family: "again", codeCommit: "k1"}), 3);
    expect(await tried("again")).toMatchObject({count: 1, finished: 1});
    // Other code that gives another result is another trial.
    await run(sampleIdentity({family: "again", codeCommit: "k2"}), 4);
    expect((await tried("again")).count).toBe(2);
  });

  it("does not take a finished trial back when it is begun again and never ends", async () => {
    await run(sampleIdentity({family: "restart"}), 5);
    await registry().register([sampleIdentity({family: "restart"})], "running");
    expect(await statuses("restart")).toEqual(["finished"]);
    expect((await tried("restart")).finished).toBe(1);
  });

  it("does not count what is only planned, and counts it from the moment it begins", async () => {
    const sweep = "planned-sweep";
    await database.pool.query(
      "insert into sweeps (id, strategy, snapshot, code_commit, definition, status, trials, started_at) values ($1, 's', 's0', 'k0', '{}', 'running', 2, now())",
      [sweep]
    );
    const identities = [0, 1].map((number) => sampleIdentity({family: "planned", sweep: {id: sweep, number}}));
    const [first] = await registry().register(identities, "planned");
    expect((await tried("planned")).count).toBe(0);
    await registry().begin([first as TrialTicket]);
    expect((await tried("planned")).count).toBe(1);
  });

  it("gives back ratios, their variance and the returns on common bars as they were written", async () => {
    const results = [11, 12, 13].map((seed) => sampleResult(seed));
    for (const [index, result] of results.entries())
      await runRegistered(registry(), sampleIdentity({family: "matrix", configurationHash: `c${index}`}), () =>
        Promise.resolve({trial: result})
      );
    // Over another range: counted, but on no common bars with the others.
    await run(sampleIdentity({family: "matrix", configurationHash: "c9", to: null}), 14, 200);
    const all = await tried("matrix");
    const ratios = [...results, sampleResult(14, 200)].map(({shape}) => shape?.ratio as number);
    expect([...all.sharpes]).toEqual(ratios);
    expect(all.sharpeVariance).toBe(variance(ratios));
    expect(all.returns?.columns).toEqual(results.map(({returns}) => returns.values));
    expect(all.count).toBe(4);
  });

  it("counts the trials of every snapshot, or of one", async () => {
    await run(sampleIdentity({family: "snapshots"}), 21);
    await run(sampleIdentity({family: "snapshots", snapshot: "s1"}), 22);
    expect((await tried("snapshots")).count).toBe(2);
    expect((await trialsOf(database.pool, {family: "snapshots", snapshot: "s1", timeframe: "1h"})).count).toBe(1);
  });

  it("calls running trials of processes that are gone aborted, and leaves those that are there", async () => {
    const [here, gone] = await registry().register(
      [0, 1].map((number) => sampleIdentity({family: "killed", configurationHash: `c${number}`})),
      "running"
    );
    const host = thisProcess().slice(0, thisProcess().lastIndexOf(":"));
    // No process has an id beyond the kernel's limit.
    await registry().begin([gone as TrialTicket], `${host}:999999999`);
    await settleAbandoned(database.pool);
    expect(await statuses("killed")).toEqual(["running", "aborted"]);
    expect(here).toBeDefined();
    expect((await tried("killed")).count).toBe(2);
  });

  it("makes the only tickets there are", () => {
    const forged = {id: 1} as TrialTicket;
    expect(() => assertRegistered(forged)).toThrow("ticket of the trial registry");
  });
});

describe("returns in steps", () => {
  it("multiply up to the run's whole return, and have no value where nothing was marked", () => {
    const hour = 3_600_000;
    const times = Float64Array.from([1, 2, 5], (n) => n * hour);
    const equity = Float64Array.from([110, 99, 120]);
    const {values} = compactReturns({times, line: columnLine(equity, 100)}, {from: 0, to: 5 * hour, candleMs: hour});
    expect([...values].map((value) => (Number.isNaN(value) ? null : value.toFixed(6)))).toEqual([
      "0.100000",
      "-0.100000",
      null,
      null,
      "0.212121"
    ]);
  });
});
