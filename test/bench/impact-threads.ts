/**
 * Two threads against one, by the clock: the quickest of several rounds, the two taking turns, threads that have compiled
 * already. First the bare rows of coefficients and bucket returns, then all that `papertape factors` measures.
 */
import {once} from "node:events";
import {Worker} from "node:worker_threads";
import {seededRandom} from "../../src/lib/core/random.js";
import type {ResearchPanels} from "../../src/lib/integration/research-panel.js";
import type {ImpactInput} from "../../src/lib/statistics/impact-matrix.js";
import {panel} from "../../src/lib/statistics/panel.js";
import {beginMeasurement} from "../../src/loaders/research/measure-factors.js";
import {inSharedMemory} from "../../src/loaders/research/shared-memory.js";

const ROUNDS = 7;
const [RESEARCH_ROWS, RESEARCH_COLUMNS, RESEARCH_FACTORS, RESEARCH_ROUNDS] = [4000, 20, 12, 3];
const HOUR = 3_600_000;

export async function printThreads(input: ImpactInput): Promise<void> {
  await printRows(input);
  await printResearch();
}

async function printRows(plain: ImpactInput): Promise<void> {
  const input = inSharedMemory(plain);
  const {rows, buckets, factors, forwards} = input;
  const cells = factors.flatMap((_, factor) =>
    forwards.map((_forward, horizon) => ({
      factor,
      horizon,
      coefficients: new Float64Array(new SharedArrayBuffer(8 * rows)),
      counts: new Int32Array(new SharedArrayBuffer(4 * rows)),
      byDate: new Float64Array(new SharedArrayBuffer(8 * rows * buckets))
    }))
  );
  const start = () => new Worker(new URL("./impact-thread.mjs", import.meta.url), {workerData: {cells, input}});
  const crew = [start(), start()];
  const run = async (threads: number) => {
    const step = Math.ceil(rows / threads);
    const begun = performance.now();
    await Promise.all(
      crew.slice(0, threads).map((worker, index) => {
        worker.postMessage({from: index * step, to: Math.min(rows, (index + 1) * step)});
        return once(worker, "message");
      })
    );
    return performance.now() - begun;
  };
  const results: Float64Array[][] = [];
  const quickest = await takingTurns(ROUNDS, async (threads) => {
    const time = await run(threads);
    results[threads - 1] = cells.map(({coefficients}) => coefficients.slice());
    return time;
  });
  await Promise.all(crew.map((worker) => worker.terminate()));
  print("rows, by the clock", quickest, JSON.stringify(results[0]) === JSON.stringify(results[1]));
}

async function printResearch(): Promise<void> {
  const {panels, factors} = walkPanels();
  const results: string[] = [];
  const measurements = [1, 2].map((threads) => beginMeasurement(panels, {factors, horizons: [1, 4, 24], threads}));
  const quickest = await takingTurns(RESEARCH_ROUNDS, async (threads) => {
    const begun = performance.now();
    results[threads - 1] = JSON.stringify(await measurements[threads - 1]?.run());
    return performance.now() - begun;
  });
  await Promise.all(measurements.map(({close}) => close()));
  print("impact cards, by the clock", quickest, results[0] === results[1]);
}

async function takingTurns(rounds: number, run: (threads: number) => Promise<number>): Promise<readonly number[]> {
  const quickest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++)
    for (const threads of [1, 2]) quickest[threads - 1] = Math.min(quickest[threads - 1] as number, await run(threads));
  return quickest;
}

function print(title: string, [one = 0, two = 1]: readonly number[], isEqual: boolean): void {
  console.log(
    `${title.padEnd(28)} one thread ${one.toFixed(0)} ms, two ${two.toFixed(0)} ms, ` +
      `${(one / two).toFixed(2)} times as fast; ${isEqual ? "equal to the bit" : "NOT EQUAL"}`
  );
}

/** Closes that walk, and factors that know a little of what comes. */
function walkPanels() {
  const random = seededRandom(3);
  const size = RESEARCH_ROWS * RESEARCH_COLUMNS;
  const times = Float64Array.from({length: RESEARCH_ROWS}, (_, row) => Date.UTC(2024, 0, 1) + row * HOUR);
  const symbols = Array.from(
    {length: RESEARCH_COLUMNS},
    (_, column) => `C${String(column).padStart(2, "0")}/USDT@test`
  );
  const closes = new Float64Array(size).fill(100);
  for (let at = RESEARCH_COLUMNS; at < size; at++)
    closes[at] = (closes[at - RESEARCH_COLUMNS] as number) * Math.exp(0.01 * random.normal());
  const toPanel = (values: Float64Array) => panel(times, symbols, values);
  const factors = Array.from({length: RESEARCH_FACTORS}, (_, index) => ({
    name: `walk-${index}`,
    family: "momentum-and-trend" as const,
    title: `Walk ${index}`,
    description: "A little of the next return in noise."
  }));
  const valuesOf = (share: number) =>
    closes.map((close, at) => share * ((closes[at + RESEARCH_COLUMNS] ?? close) / close - 1) + 0.01 * random.normal());
  const panels: ResearchPanels = {
    timeframe: "1h",
    closes: toPanel(closes),
    turnover: toPanel(closes.map((close) => close * 1e4)),
    factors: new Map(
      factors.map(({name}, index) => [name, {panel: toPanel(valuesOf(0.02 * index)), touchedByGap: new Set<number>()}])
    )
  };
  return {panels, factors};
}
