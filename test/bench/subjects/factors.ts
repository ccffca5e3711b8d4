/**
 * The whole catalogue in batch over one instrument's candles, in nanoseconds a value, and the ten slowest factors; then
 * streaming against a bare loop that does the same for a moving average.
 */

import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {ALL_FACTORS} from "../../../src/lib/factors/factor-named.js";
import {SimpleAverage} from "../../../src/lib/indicators/simple-average.js";
import {driftingCandles} from "../bench-market.js";
import {timed} from "../stopwatch.js";

const CANDLES = Number(process.env.PAPERTAPE_BENCH_CANDLES ?? 1_000_000);
const SLOWEST = 10;

const columns = driftingCandles({length: CANDLES, seed: 1, driftShock: 0.0002});
const reference = driftingCandles({length: CANDLES, seed: 2, driftShock: 0.0002});

const times = ALL_FACTORS.map((factor) => {
  // The first, short round lets the compiler see the factor.
  const {nsPerCandle} = timed(CANDLES, 2, () => calculateColumns(factor, columns, {reference}));
  return {name: factor.name, ns: nsPerCandle};
});
const mean = times.reduce((sum, {ns}) => sum + ns, 0) / times.length;
console.log(`${times.length} factors over ${CANDLES} candles: ${mean.toFixed(1)} ns a value on average`);
for (const {name, ns} of [...times].sort((a, b) => b.ns - a.ns || (a.name < b.name ? -1 : 1)).slice(0, SLOWEST))
  console.log(`  ${name.padEnd(40)} ${ns.toFixed(1).padStart(8)} ns`);

const {close} = columns;
const out = new Float64Array(CANDLES);
const streaming = timed(CANDLES, 5, () => {
  const kernel = new SimpleAverage(20);
  for (let i = 0; i < CANDLES; i++) out[i] = kernel.update(close[i] as number);
});
const bare = timed(CANDLES, 5, () => {
  let sum = 0;
  for (let i = 0; i < CANDLES; i++) {
    sum += (close[i] as number) - (i < 20 ? 0 : (close[i - 20] as number));
    out[i] = sum / 20;
  }
});
console.log(
  `streaming average ${streaming.nsPerCandle.toFixed(1)} ns a value, a bare loop ${bare.nsPerCandle.toFixed(1)}: ${(streaming.nsPerCandle - bare.nsPerCandle).toFixed(1)} ns more`
);
