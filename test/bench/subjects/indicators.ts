/**
 * Indicators in batch against TA-Lib's own C, compiled here from the folder that PAPERTAPE_TALIB names (the one with
 * include/ and src/, as the npm package `talib` ships it below src/lib). Without it: our own figures alone.
 */
import {spawnSync} from "node:child_process";
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {TALIB_INDICATORS} from "../../golden/indicators/talib-table.js";
import {driftingCandles} from "../bench-market.js";
import {timed} from "../stopwatch.js";

/** About four years of hours, as a researcher has them; both sides read the same. */
const CANDLES = 100_000;
const ROUNDS = 15;

/** As the peer calls them. */
const PARAMETERS: Readonly<Record<string, readonly number[]>> = {
  sma: [20],
  ema: [20],
  wma: [20],
  dema: [20],
  tema: [20],
  trima: [20],
  kama: [20],
  trix: [20],
  mom: [10],
  rocp: [10],
  rsi: [14],
  cmo: [14],
  macd: [12, 26, 9],
  apo: [12, 26],
  ppo: [12, 26],
  bbands: [20, 2, 2],
  stddev: [20, 1],
  var: [20],
  atr: [14],
  natr: [14],
  trange: [],
  adx: [14],
  adxr: [14],
  cci: [20],
  willr: [14],
  stoch: [14, 3, 0, 3],
  midprice: [14],
  aroon: [14],
  ultosc: [7, 14, 28],
  bop: [],
  mfi: [14],
  obv: [],
  ad: [],
  adosc: [3, 10],
  sar: [0.02, 0.2],
  linearreg: [14],
  correl: [30],
  beta: [5],
  max: [30],
  min: [30]
};

const candles = driftingCandles({length: CANDLES, seed: 1, driftShock: 0.0002});
const theirs = peerTimes();
const ratios: number[] = [];
for (const [name, parameters] of Object.entries(PARAMETERS)) {
  const compute = TALIB_INDICATORS[name.toUpperCase()];
  if (compute === undefined) continue;
  const {nsPerCandle} = timed(CANDLES, ROUNDS, () => compute(candles, [...parameters]));
  const peer = theirs?.get(name);
  if (peer !== undefined) ratios.push(nsPerCandle / peer);
  const against =
    peer === undefined ? "" : `${peer.toFixed(2).padStart(8)} ns ${(nsPerCandle / peer).toFixed(2).padStart(7)} times`;
  console.log(`${name.padEnd(12)} ${nsPerCandle.toFixed(2).padStart(8)} ns ${against}`);
}
if (ratios.length > 0) {
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`geometric mean ${mean.toFixed(2)} times, at most ${Math.max(...ratios).toFixed(2)}`);
}

/** Nanoseconds a value by name; null, and said aloud, where there is no TA-Lib or no compiler. */
function peerTimes(): ReadonlyMap<string, number> | null {
  const source = process.env.PAPERTAPE_TALIB;
  if (source === undefined) {
    console.log("NOT COMPARED: set PAPERTAPE_TALIB to TA-Lib's sources (include/, src/) to measure against its C");
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "papertape-bench-"));
  try {
    writeFileSync(join(folder, "candles"), Buffer.concat(columnsAsBytes()));
    const program = join(folder, "peer");
    const sources = ["ta_func", "ta_common"].flatMap((part) =>
      readdirSync(join(source, "src", part))
        .filter((file) => file.endsWith(".c"))
        .map((file) => join(source, "src", part, file))
    );
    const include = ["include", "src/ta_common", "src/ta_func", "src/ta_abstract"].map(
      (part) => `-I${join(source, part)}`
    );
    const peer = fileURLToPath(new URL("../peers/indicators_talib.c", import.meta.url));
    const built = spawnSync("gcc", ["-O2", "-march=native", "-w", ...include, peer, ...sources, "-lm", "-o", program], {
      encoding: "utf8"
    });
    if (built.status !== 0) {
      console.log(`NOT COMPARED: gcc could not build the peer: ${built.stderr ?? built.error?.message}`);
      return null;
    }
    const {stdout} = spawnSync(program, [join(folder, "candles"), String(CANDLES)], {encoding: "utf8"});
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
    return new Map(rows.map(([name = "", nanoseconds]) => [name, Number(nanoseconds)]));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function columnsAsBytes(): Buffer[] {
  const {open, high, low, close, volume} = candles;
  return [open, high, low, close, volume].map(({buffer, byteOffset, byteLength}) =>
    Buffer.from(buffer, byteOffset, byteLength)
  );
}
