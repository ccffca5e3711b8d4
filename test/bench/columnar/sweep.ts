/** The sweep: 1 000 pairs of averages over 100 000 bars, alone, in one and in two threads, against C and vectorbt. */
import {once} from "node:events";
import {Worker} from "node:worker_threads";
import {loadStrategy} from "../../../src/loaders/configuration/load-strategy.js";
import {timed} from "../stopwatch.js";
import {averagePairs, columnsOf, crossMarket} from "./cross-market.js";
import {runC, runPython} from "./peers.js";
import {sweepPairs} from "./sweep-pairs.js";

/** A thread does not inherit the loader of TypeScript. */
const START = `import("tsx/esm/api").then(({register}) => {
  register();
  return import(${JSON.stringify(new URL("./sweep-worker.ts", import.meta.url).href)});
});`;
const BARS = 100_000;
const PAIRS = 1000;
const FIRST = 5;
const APART = 5;
const ROUNDS = 3;
/** Each thread compiles for itself, and of two each has half the work to do it in. */
const THREAD_ROUNDS = 9;

export async function measureSweep(): Promise<void> {
  const bars = crossMarket(BARS);
  const market = columnsOf(bars);
  const {instruments} = bars;
  const {strategy} = loadStrategy("moving-average-cross");
  const pairs = averagePairs(PAIRS, FIRST, APART);
  let result = {};
  const {nsPerCandle} = timed(BARS * PAIRS, ROUNDS, () => {
    result = sweepPairs(market, {instruments, strategy, pairs});
  });
  console.log(`sweep of ${PAIRS} pairs over ${BARS} bars`);
  console.log(`  papertape       ${line(nsPerCandle)}   ${JSON.stringify(result)}`);
  const work = {file: bars.file, bars: BARS, fast: FIRST, slow: APART, pairs: PAIRS};
  const c = runC({...work, rounds: ROUNDS});
  if (c !== null)
    console.log(
      `  C loop          ${line(c.nsPerBar)}, ours is ${(nsPerCandle / c.nsPerBar).toFixed(2)} times it; ${c.fills} fills, ${c.equity.toFixed(2)}`
    );
  const peer = runPython("vectorbt", "cross_vectorbt.py", {...work, rounds: 1});
  if (peer !== null)
    console.log(
      `  vectorbt        ${line(peer.nsPerBar)}, ${(peer.nsPerBar / nsPerCandle).toFixed(1)} times ours; ${peer.fills} fills, ${peer.equity.toFixed(2)}`
    );
  const share = (threads: number, thread: number) => ({
    market,
    instruments,
    strategy,
    pairs: pairs.filter((_, i) => i % threads === thread)
  });
  const one = await elapsed([share(1, 0)]);
  const two = await elapsed([share(2, 0), share(2, 1)]);
  console.log(
    `  one thread ${one.toFixed(0)} ms, two threads ${two.toFixed(0)} ms by the clock: ${(one / two).toFixed(2)} times`
  );
}

function line(nsPerBar: number): string {
  return `${nsPerBar.toFixed(2)} ns a bar and pair, ${((nsPerBar * BARS * PAIRS) / 1e9).toFixed(2)} s`;
}

/** The quickest round by the clock, threads started and warm. */
async function elapsed(shares: readonly object[]): Promise<number> {
  const workers = shares.map((workerData) => new Worker(START, {eval: true, workerData}));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < THREAD_ROUNDS; round++) {
    const start = performance.now();
    const done = workers.map((worker) => once(worker, "message"));
    for (const worker of workers) worker.postMessage("go");
    await Promise.all(done);
    best = Math.min(best, performance.now() - start);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return best;
}
