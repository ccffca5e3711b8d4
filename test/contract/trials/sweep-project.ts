/** A small market in a database and a snapshot, a strategy of agents and one of rules, and papertape processes over them. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {stringify} from "yaml";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {createSnapshot} from "../../../src/loaders/snapshot/create-snapshot.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const CANDLES = 700;

export interface SweepProject {
  readonly database: TestDatabase;
  /** PAPERTAPE_DATA. */
  readonly data: string;
  readonly snapshot: string;
  /** Paths of strategies. */
  readonly agents: string;
  readonly rules: string;
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

export async function createSweepProject(): Promise<SweepProject> {
  const database = await createTestDatabase();
  const data = await mkdtemp(join(tmpdir(), "papertape-sweep-"));
  for (const [index, symbol] of ["AAA/USDT", "BBB/USDT"].entries()) {
    const instrument = testInstrument(symbol);
    await upsertInstrument(database.pool, instrument);
    const series = await ensureSeries(database.pool, {instrument: instrument.id, timeframe: "1h"});
    const columns = walkCandles({length: CANDLES, seed: index + 1});
    const recordedAt = columns.openTime.map((openTime) => openTime + HOUR_MS);
    await writeCandles(database.pool, {series, columns, origin: "simulated", recordedAt});
  }
  const folder = join(data, "snapshots");
  const given = {pool: database.pool, folder, query: {}, configurationHash: "c0ffee", codeCommit: "test"};
  const {id} = await createSnapshot(given);
  return {
    database,
    data,
    snapshot: id,
    agents: await writeStrategy(data, agentStrategy),
    rules: await writeStrategy(data, ruleStrategy),
    environment: {PAPERTAPE_DATA: data, DATABASE_URL: database.url, REDIS_URL: "", PAPERTAPE_HTTP_PORT: "9"},
    drop: async () => {
      await database.drop();
      await rm(data, {recursive: true, force: true});
    }
  };
}

const shared = {timeframe: "1h", startCapital: "10000", warmUpCandles: 100};

/** Rule agents that speak early, and hardly a gate. */
const agentStrategy = {
  ...shared,
  name: "swept-agents",
  agents: {names: ["mean-reversion", "volatility-breakout", "volume-flow"], horizonCandles: 4},
  decision: {minimumEdgeBps: 0, exitEdgeBps: -10, sizing: {fraction: 0.4}, limits: {perPosition: 0.5}}
};

const ruleStrategy = {
  ...shared,
  name: "swept-rules",
  rules: {
    parameters: {fast: 5, slow: 20},
    enterLong: "sma(fast) crosses above sma(slow)",
    exitLong: "sma(fast) crosses below sma(slow)"
  },
  decision: {sizing: {fraction: 0.3}, limits: {perPosition: 0.5}}
};

async function writeStrategy(data: string, strategy: {readonly name: string}): Promise<string> {
  const folder = join(data, "strategies");
  await mkdir(folder, {recursive: true});
  const path = join(folder, `${strategy.name}.yaml`);
  await writeFile(path, stringify(strategy));
  return path;
}

export interface PapertapeProcess {
  /** What it has printed so far. */
  output(): string;
  /** When it has printed the text. @throws Error when it ends before */
  printed(text: string): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  readonly ended: Promise<number | null>;
}

export function startPapertape(
  given: readonly string[],
  environment: Readonly<Record<string, string>>
): PapertapeProcess {
  const child = spawn(process.execPath, ["bin/papertape.mjs", ...given], {
    env: {...process.env, ...environment},
    stdio: ["ignore", "pipe", "pipe"]
  });
  let output = "";
  const take = (chunk: unknown) => {
    output += String(chunk);
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    output: () => output,
    printed: (text) => printed({child, text, ended, output: () => output}),
    kill: () => kill(child, ended),
    ended
  };
}

interface Waiting {
  readonly child: ChildProcess;
  readonly text: string;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

async function printed({child, text, ended, output}: Waiting): Promise<void> {
  const isThere = () => output().includes(text);
  const hasEnded = ended.then(() => "ended" as const);
  while (!isThere()) {
    const more = once(child.stdout as NonNullable<typeof child.stdout>, "data").then(() => "more" as const);
    if ((await Promise.race([more, hasEnded])) === "ended" && !isThere())
      throw new Error(`it ended without printing "${text}": ${output()}`);
  }
}

async function kill(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await ended;
}
