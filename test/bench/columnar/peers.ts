/** The peers, each a small program of its own language, run beside us on the same columns. One that is missing is said. */
import {spawnSync} from "node:child_process";
import {mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

export interface PeerTiming {
  /** Processor time a bar, and in a sweep a pair. */
  readonly nsPerBar: number;
  readonly fills: number;
  readonly equity: number;
  readonly sharpe: number;
  /** A fraction. */
  readonly fall: number;
  /** Trades with a profit. */
  readonly wins: number;
}

export interface PeerWork {
  readonly file: string;
  readonly bars: number;
  readonly fast: number;
  readonly slow: number;
  readonly rounds: number;
  readonly pairs?: number;
}

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

export function runC(work: PeerWork): PeerTiming | null {
  const program = join(mkdtempSync(join(tmpdir(), "papertape-bench-")), "cross");
  const compiled = spawnSync("gcc", ["-O2", "-o", program, join(FOLDER, "cross.c"), "-lm"], {encoding: "utf8"});
  if (compiled.status !== 0) return missing("C", compiled.stderr ?? "gcc is not there");
  return timing("C", program, work, {});
}

/** @param script one of the Python programs of this folder */
export function runPython(name: string, script: string, work: PeerWork): PeerTiming | null {
  // Folders of the engines' sources, as PYTHONPATH has them.
  const path = process.env.PAPERTAPE_BENCH_PYTHONPATH;
  const python = process.env.PAPERTAPE_BENCH_PYTHON ?? "python3";
  return timing(name, python, work, {script: join(FOLDER, script), ...(path === undefined ? {} : {path})});
}

interface Program {
  readonly script?: string;
  readonly path?: string;
}

function timing(name: string, program: string, work: PeerWork, {script, path}: Program): PeerTiming | null {
  const {file, bars, fast, slow, rounds, pairs} = work;
  const words = [file, bars, fast, slow, rounds, ...(pairs === undefined ? [] : [pairs])].map(String);
  // One thread: processor time of several would count double.
  const env = {
    ...process.env,
    NUMBA_NUM_THREADS: "1",
    OMP_NUM_THREADS: "1",
    ...(path === undefined ? {} : {PYTHONPATH: path})
  };
  const run = spawnSync(program, [...(script === undefined ? [] : [script]), ...words], {encoding: "utf8", env});
  const line = run.stdout?.trim().split("\n").at(-1) ?? "";
  if (run.status !== 0 || !line.startsWith("{")) return missing(name, run.stderr ?? String(run.error));
  return JSON.parse(line) as PeerTiming;
}

function missing(name: string, reason: string): null {
  const last = reason.trim().split("\n").at(-1);
  console.log(`!! ${name} IS NOT MEASURED: ${last}. See docs/reference/benchmarks.md for what it needs.`);
  return null;
}
