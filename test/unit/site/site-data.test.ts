import {existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {queryFile} from "../../../src/loaders/site/duckdb-file.js";
import {readPageNames, readSiteInfo, siteFile, stageSiteData} from "../../../src/loaders/site/site-data.js";
import {type SampleSite, writeSampleSiteData} from "../../support/sample-site-data.js";

const empty = mkdtempSync(join(tmpdir(), "papertape-data-"));
const full = mkdtempSync(join(tmpdir(), "papertape-data-"));

afterAll(() => {
  for (const project of [empty, full]) rmSync(project, {recursive: true});
});

async function contents(project: string, name: string): Promise<unknown> {
  const file = await siteFile(project, name);
  return JSON.parse("path" in file ? readFileSync(file.path, "utf8") : String(file.contents));
}

describe("a project without data", () => {
  it("gives every page an empty but valid shape", async () => {
    expect(readSiteInfo(empty)).toEqual({
      snapshot: null,
      run: null,
      isSimulated: false,
      generatedAt: null,
      papertapeVersion: null
    });
    expect(await contents(empty, "factors.json")).toMatchObject({factors: []});
    expect(await contents(empty, "agents.json")).toMatchObject({agents: []});
    expect(await contents(empty, "decisions.json")).toEqual({run: null, decisions: []});
    expect(await contents(empty, "coverage.json")).toEqual({series: [], months: [], quality: []});
    expect(await contents(empty, "runs.json")).toEqual([]);
    expect(await contents(empty, "sweeps.json")).toEqual([]);
    expect(await contents(empty, "sweeps/never-run.json")).toBeNull();
    expect(await contents(empty, "manifest.json")).toBeNull();
  });

  it("stands in with a database that has the tables and no row", async () => {
    const file = await siteFile(empty, "market.duckdb");
    const path = join(empty, "empty.duckdb");
    writeFileSync(path, "contents" in file ? file.contents : "");
    const {count} = await queryFile(path, {
      count: "SELECT count(*)::DOUBLE AS n FROM candles, gaps, quality, instruments"
    });
    expect(count).toEqual([{n: 0}]);
  });

  it("has no page of a factor, agent, run or sweep", () => {
    expect(readPageNames(empty)).toEqual({factors: [], agents: [], runs: [], sweeps: []});
  });

  it("refuses a file that no page reads", async () => {
    await expect(siteFile(empty, "secrets.json")).rejects.toThrow(/secrets\.json/);
  });
});

describe("a project with data", () => {
  let sample: SampleSite;

  beforeAll(async () => {
    sample = await writeSampleSiteData(full);
  });

  it("names a page for each factor, agent and run, the current run first", () => {
    const names = readPageNames(full);
    expect(names.factors).toContain("momentum-24");
    expect(names.agents).toContain("online-logistic");
    expect([...names.runs].sort()).toEqual([...sample.runs].sort());
    expect(names.runs[0]).toBe(sample.runs[0]);
  });

  it("names a page for each sweep, and heads it without its trials", async () => {
    expect(readPageNames(full).sweeps).toEqual([sample.sweep]);
    const [head] = (await contents(full, "sweeps.json")) as readonly Record<string, unknown>[];
    expect(head).toMatchObject({id: sample.sweep, trialCount: 6});
    expect(head).not.toHaveProperty("trials");
    expect(await contents(full, `sweeps/${sample.sweep}.json`)).toHaveProperty("trials.length", 6);
  });

  it("counts what each month of a series should hold and what it misses", async () => {
    const {series, months} = (await contents(full, "coverage.json")) as {
      series: {instrument: string; timeframe: string; missing: number}[];
      months: {instrument: string; timeframe: string; month: number; candles: number; expected: number}[];
    };
    const missing = (instrument: string) =>
      series.find((one) => one.instrument === instrument && one.timeframe === "1h")?.missing;
    expect(missing("BTC/USDT")).toBe(0);
    expect(missing("ETH/USDT")).toBe(26 * 24);
    const march = months.find(
      (one) => one.instrument === "ETH/USDT" && one.timeframe === "1h" && one.month === Date.UTC(2025, 2, 1)
    );
    expect(march).toMatchObject({expected: 31 * 24, candles: 11 * 24});
  });

  it("heads the list of runs with thinned curves and without long lists", async () => {
    const [head] = (await contents(full, "runs.json")) as [Record<string, unknown>];
    expect(head).toMatchObject({id: "run-7d21c9", strategy: "consensus"});
    expect(head).not.toHaveProperty("trades");
    expect((head.equity as unknown[]).length).toBeLessThanOrEqual(61);
  });

  it("stages every file for the build in place of what was staged before", async () => {
    await stageSiteData(full, "notebooks");
    const staged = join(full, "notebooks", ".observablehq", "cache", "data");
    writeFileSync(join(staged, "old.json"), "");
    await stageSiteData(full, "notebooks");
    expect(existsSync(join(staged, "old.json"))).toBe(false);
    expect(existsSync(join(staged, "runs", "run-0b44e1", "report.json"))).toBe(true);
    expect(lstatSync(join(staged, "market.duckdb")).isSymbolicLink()).toBe(true);
  });
});
