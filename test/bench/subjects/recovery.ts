/**
 * How long a session of many events is away after kill -9: from starting its process anew to the first event that it
 * adds. Reading the program and the tape is in it. Option: --events=1000000.
 */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {setTimeout as wait} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import type {Pool} from "pg";
import {withBenchDatabase} from "../bench-database.js";
import type {RecoveryOrder} from "../recovery-process.js";
import {numberOption} from "../wall-clock.js";

const EVENTS = numberOption("events", 1_000_000);
/** A candle of each of three instruments gives some thirty events; the tape goes on behind the kill. */
const CANDLES = Math.ceil(EVENTS / 20);
const SESSION = "long";
const POLL_MS = 20;

await withBenchDatabase(async ({url: databaseUrl, pool}) => {
  const order = {databaseUrl, session: SESSION, candles: CANDLES};
  const begun = performance.now();
  const first = start(order);
  await untilEvents(pool, first, EVENTS);
  console.log(`${EVENTS} events in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  await kill(first);
  const before = await headOf(pool);
  const started = performance.now();
  const second = start(order);
  await untilEvents(pool, second, before + 1);
  const seconds = (performance.now() - started) / 1000;
  console.log(`killed at ${before} events; from its start to the next event ${seconds.toFixed(2)} s (5 s wanted)`);
  await kill(second);
});

function start(order: RecoveryOrder): ChildProcess {
  const program = fileURLToPath(new URL("../recovery-process.ts", import.meta.url));
  return spawn(process.execPath, ["--import", "tsx", program, JSON.stringify(order)], {stdio: "inherit"});
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function untilEvents(pool: Pool, child: ChildProcess, events: number): Promise<void> {
  while ((await headOf(pool)) < events) {
    if (child.exitCode !== null) throw new Error("the session ended before it was to be killed");
    await wait(POLL_MS);
  }
}

async function headOf(pool: Pool): Promise<number> {
  const {rows} = await pool.query<{sequence: number}>(
    "select head_sequence::float8 as sequence from journal_sessions where id = $1",
    [SESSION]
  );
  return rows[0]?.sequence ?? 0;
}
