/**
 * `npm run bench -- long-run [--candles=5000000]`: one full pipeline from the first candle to the last. Candles are made
 * as they are asked for, so that memory shows what the pipeline keeps and not what it is fed.
 */
import {cpuUsage, memoryUsage, resourceUsage} from "node:process";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import type {Pipeline} from "../../../src/lib/integration/pipeline.js";
import {candleTape, type TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import {benchInstruments, benchWalk} from "../bench-market.js";
import {smallPlan} from "../bench-strategies.js";

const STRETCH = 100_000;
/** Stretches that the young pipeline runs; in the first of them it mostly learns. */
const COMPARED = 6;
const option = process.argv.find((text) => text.startsWith("--candles="));
const candles = Number(option?.slice("--candles=".length) ?? 1_000_000);

interface Lap {
  readonly pipeline: Pipeline;
  readonly nsPerCandle: number[];
  /** Made in all, and in the newest stretch. */
  events: number;
  newest: number;
}

const instruments = benchInstruments(1);
const plan = smallPlan(instruments);
const walk = benchWalk(1);
const old: Lap = {pipeline: createStrategyPipeline(plan), nsPerCandle: [], events: 0, newest: 0};
/** Begins near the end and sees the same candles at the same time: what others do to the machine, they do to both. */
const young: Lap = {pipeline: createStrategyPipeline(plan), nsPerCandle: [], events: 0, newest: 0};
/** Begins with it, from the old one's state: it does just the same, with nothing behind it but that state. */
const twin: Lap = {pipeline: createStrategyPipeline(plan), nsPerCandle: [], events: 0, newest: 0};

for (let passed = STRETCH; passed <= candles; passed += STRETCH) {
  const columns = walk.next(STRETCH);
  const series = instruments.map(({id}) => ({instrument: id, columns, origin: "simulated" as const}));
  const stretchesLeft = (candles - passed) / STRETCH;
  if (stretchesLeft === COMPARED - 1) twin.pipeline.restore(JSON.parse(JSON.stringify(old.pipeline.snapshot())));
  run(old, series);
  if (stretchesLeft < COMPARED) {
    run(young, series);
    run(twin, series);
  }
  if (passed === STRETCH || passed % (5 * STRETCH) === 0) print(passed);
}

console.log(`time a candle after ${candles}, against one that began late: ${againstOld(young).toFixed(2)} times`);
console.log(`against one that went on from its state in its place: ${againstOld(twin).toFixed(2)} times`);
const [inOld, inYoung, inTwin] = [old, young, twin].map(({newest}) => (newest / STRETCH).toFixed(2));
console.log(`events a candle in the last stretch: ${inOld}, ${inYoung} and ${inTwin}; who trades more costs more`);

/** The median over the stretches that both have run, without the first, in which the other is still compiled. */
function againstOld({nsPerCandle}: Lap): number {
  const late = old.nsPerCandle.slice(1 - COMPARED).map((ns, i) => ns / (nsPerCandle[i + 1] as number));
  return late.sort((a, b) => a - b)[late.length >> 1] ?? Number.NaN;
}

function run(lap: Lap, series: readonly TapeSeries[]): void {
  const {pipeline, nsPerCandle, events: before} = lap;
  const count = () => {
    lap.events++;
  };
  const started = cpuUsage();
  for (const event of candleTape("1h", series)) pipeline.handle(event, count);
  const {user, system} = cpuUsage(started);
  nsPerCandle.push(((user + system) * 1000) / STRETCH);
  lap.newest = lap.events - before;
}

function print(passed: number): void {
  const ns = old.nsPerCandle.at(-1) ?? Number.NaN;
  const eventsPerCandle = (old.events / passed).toFixed(2);
  const heapMb = memoryUsage().heapUsed / 2 ** 20;
  const peakMb = resourceUsage().maxRSS / 1024;
  const stateKb = JSON.stringify(old.pipeline.snapshot()).length / 1024;
  const memory = `state ${stateKb.toFixed(0)} KiB, heap in use ${heapMb.toFixed(0)} MiB, highest resident ${peakMb.toFixed(0)} MiB`;
  console.log(
    `at ${String(passed).padStart(9)}: ${ns.toFixed(0).padStart(6)} ns a candle, ${eventsPerCandle} events a candle so far, ${memory}`
  );
}
