/** `npm run bench -- pipeline`: what a candle costs, as ratios within one run. Prints; judges nothing. */
import {benchInstruments, benchSeries} from "../bench-market.js";
import {agentRun, bareRun, factorRun, hashedRun, pipelineRun, type Run, tapeRun} from "../bench-runs.js";
import {defaultPlan, smallPlan} from "../bench-strategies.js";
import {type Timing, timed} from "../stopwatch.js";

const CANDLES = 100_000;
const ROUNDS = 3;

const one = benchInstruments(1);
const small = smallPlan(one);
const series = benchSeries(one, CANDLES);
const timeSmall = (run: Run) => timed(CANDLES, ROUNDS, () => run(small, series));

print("tape alone", timeSmall(tapeRun));
const ceiling = timeSmall(bareRun);
print("ceiling: as many objects, nothing decided", ceiling);
print("factors", timeSmall(factorRun));
print("factors and agents", timeSmall(agentRun));
const pipeline = timeSmall(pipelineRun);
print("full pipeline, 11 factors, 3 agents, counting sink", pipeline);
print("full pipeline, every event hashed", timeSmall(hashedRun));
ratio("full pipeline against the ceiling", pipeline.nsPerCandle / ceiling.nsPerCandle);
console.log(`events a candle: ${(pipelineRun(small, series) / CANDLES).toFixed(2)}`);

const five = benchInstruments(5);
const usual = defaultPlan(five);
const usualSeries = benchSeries(five, CANDLES / 5);
print(
  "default strategy, 6 agents, 5 symbols",
  timed(CANDLES, ROUNDS, () => pipelineRun(usual, usualSeries))
);
print(
  "default strategy, agents measured",
  timed(CANDLES, ROUNDS, () => agentRun(usual, usualSeries))
);

function print(name: string, {nsPerCandle, candlesPerSecond}: Timing): void {
  const rate = `${(candlesPerSecond / 1000).toFixed(0)}k candles/s`;
  console.log(`${name.padEnd(52)} ${nsPerCandle.toFixed(0).padStart(7)} ns ${rate.padStart(18)}`);
}

function ratio(name: string, value: number): void {
  console.log(`${name.padEnd(52)} ${value.toFixed(2).padStart(7)} times`);
}
