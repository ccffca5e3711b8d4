/** `npm run bench:columnar`: the columnar path against a loop in C, vectorbt and backtesting.py. Prints; judges nothing. */
import {runColumnar} from "../../../src/lib/integration/columnar/run-columnar.js";
import {timed} from "../stopwatch.js";
import {columnsOf, crossMarket, crossPlan} from "./cross-market.js";
import {type PeerTiming, runC, runPython} from "./peers.js";
import {measureSweep} from "./sweep.js";
import {figuresOf} from "./sweep-pairs.js";

const BARS = 1_000_000;
const SLOW_PEER_BARS = 50_000;
const AVERAGES = {fast: 20, slow: 50};
const ROUNDS = 5;

const market = crossMarket(BARS);
const columns = columnsOf(market);
let last = {};
/** To the result: equity at every bar, into a column that is there as in the C loop, and the figures that a person reads. */
const equity = new Float64Array(BARS).fill(1);
const plan = crossPlan(market, AVERAGES);
const ours = timed(BARS, 2 * ROUNDS, () => {
  const run = runColumnar(plan, columns);
  const {finalEquity, fills, sharpe, maximumDrawdown, winRate, trades} = figuresOf(run);
  last = {
    equity: run.line.column(equity).at(-1),
    finalEquity,
    fills,
    sharpe,
    maximumDrawdown,
    wins: (winRate ?? 0) * trades
  };
});
console.log(
  `one symbol, ${BARS} bars, cross of averages ${AVERAGES.fast} and ${AVERAGES.slow}, equity at every bar, figures`
);
console.log(`  papertape, from its YAML        ${ours.nsPerCandle.toFixed(1)} ns a bar   ${JSON.stringify(last)}`);
const work = {file: market.file, bars: BARS, ...AVERAGES, rounds: ROUNDS};
against("C loop", runC(work));
against("vectorbt", runPython("vectorbt", "cross_vectorbt.py", work));
const small = crossMarket(SLOW_PEER_BARS);
against(
  `backtesting.py (${SLOW_PEER_BARS} bars)`,
  runPython("backtesting.py", "cross_backtesting.py", {...work, file: small.file, bars: SLOW_PEER_BARS, rounds: 1})
);

console.log("time a bar with the length of history");
for (const bars of [100_000, 1_000_000, 5_000_000]) {
  const long = crossMarket(bars);
  const columns = columnsOf(long);
  const plan = crossPlan(long, AVERAGES);
  const equity = new Float64Array(bars).fill(1);
  const {nsPerCandle} = timed(bars, bars < BARS ? 10 * ROUNDS : ROUNDS, () => {
    const run = runColumnar(plan, columns);
    figuresOf(run);
    run.line.column(equity);
  });
  console.log(`  ${String(bars).padStart(9)} bars   ${nsPerCandle.toFixed(1)} ns a bar`);
}

await measureSweep();

function against(name: string, peer: PeerTiming | null): void {
  if (peer === null) return;
  const times = peer.nsPerBar / ours.nsPerCandle;
  const ratio = times >= 1 ? `${times.toFixed(1)} times ours` : `ours is ${(1 / times).toFixed(2)} times it`;
  console.log(
    `  ${name.padEnd(30)}  ${peer.nsPerBar.toFixed(1)} ns a bar, ${ratio}; ${peer.fills} fills, ${peer.equity.toFixed(2)}, Sharpe ${peer.sharpe.toFixed(2)}, deepest fall ${peer.fall.toFixed(4)}, ${peer.wins} won`
  );
}
