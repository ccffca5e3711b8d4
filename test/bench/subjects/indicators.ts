/**
 * Indicators in batch against TA-Lib's own C, compiled here from the folder that PAPERTAPE_TALIB names (the one with
 * include/ and src/, as the npm package `talib` ships it below src/lib). Without it: our own figures alone. Both sides
 * write to the same outputs in every round. The C is built twice: as TA-Lib's own configure builds it, which is what a
 * package of it holds, and for this very processor.
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
const ROUNDS = 60;

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

/** The compiler's options; ratios to the first are the ones that are judged. */
const BUILDS = ["-O2", "-O3 -march=native"] as const;

const candles = driftingCandles({length: CANDLES, seed: 1, driftShock: 0.0002});
const ours = new Map(Object.entries(PARAMETERS).flatMap(([name, parameters]) => ourTime(name, parameters)));
const peers = peerTimes();
const ratios = peers.map(() => [] as number[]);
for (const [name, nanoseconds] of ours) {
  const against = peers.map((peer, k) => {
    const theirs = peer.get(name) ?? Number.NaN;
    const ratio = nanoseconds / theirs;
    ratios[k]?.push(ratio);
    return `${theirs.toFixed(2).padStart(8)} ns ${ratio.toFixed(2).padStart(6)} times`;
  });
  console.log(`${name.padEnd(12)} ${nanoseconds.toFixed(2).padStart(8)} ns ${against.join("  ")}`);
}
ratios.forEach((some, k) => {
  const mean = Math.exp(some.reduce((sum, ratio) => sum + Math.log(ratio), 0) / some.length);
  console.log(`gcc ${BUILDS[k]}: geometric mean ${mean.toFixed(2)} times, at most ${Math.max(...some).toFixed(2)}`);
});

function ourTime(name: string, parameters: readonly number[]): [string, number][] {
  const compute = TALIB_INDICATORS[name.toUpperCase()];
  if (compute === undefined) return [];
  // The compiler sees it at work before it is measured.
  let out = compute(candles, parameters);
  for (let round = 0; round < ROUNDS; round++) out = compute(candles, parameters, out);
  return [[name, timed(CANDLES, ROUNDS, () => compute(candles, parameters, out)).nsPerCandle]];
}

/** Nanoseconds a value by name, of each build; none, and said aloud, where there is no TA-Lib or no compiler. */
function peerTimes(): readonly ReadonlyMap<string, number>[] {
  const source = process.env.PAPERTAPE_TALIB;
  if (source === undefined) {
    console.log("NOT COMPARED: set PAPERTAPE_TALIB to TA-Lib's sources (include/, src/) to measure against its C");
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), "papertape-bench-"));
  try {
    writeFileSync(join(folder, "candles"), Buffer.concat(columnsAsBytes()));
    return BUILDS.map((options) => peerTime(source, folder, options));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function peerTime(source: string, folder: string, options: string): ReadonlyMap<string, number> {
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
  const built = spawnSync("gcc", [...options.split(" "), "-w", ...include, peer, ...sources, "-lm", "-o", program], {
    encoding: "utf8"
  });
  if (built.status !== 0) {
    console.log(`NOT COMPARED: gcc ${options} could not build the peer: ${built.stderr ?? built.error?.message}`);
    return new Map();
  }
  const {stdout} = spawnSync(program, [join(folder, "candles"), String(CANDLES)], {encoding: "utf8"});
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  return new Map(rows.map(([name = "", nanoseconds]) => [name, Number(nanoseconds)]));
}

function columnsAsBytes(): Buffer[] {
  const {open, high, low, close, volume} = candles;
  return [open, high, low, close, volume].map(({buffer, byteOffset, byteLength}) =>
    Buffer.from(buffer, byteOffset, byteLength)
  );
}
