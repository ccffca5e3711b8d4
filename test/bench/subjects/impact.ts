/**
 * Rank coefficients and quantile returns of ten factors over five horizons, a hundred instruments and a year of hours:
 * ours against numba, wide pandas, alphalens and DuckDB's SQL, one thread each, on the same panel. Then two threads against
 * one: the same rows, and the whole measurement of a catalogue.
 */
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {seededRandom} from "../../../src/lib/core/random.js";
import {impactMatrix} from "../../../src/lib/statistics/impact-matrix.js";
import {printThreads} from "../impact-threads.js";
import {pythonPeers} from "../peers/python.js";
import {timed} from "../stopwatch.js";

const [ROWS, COLUMNS, FACTORS, HORIZONS, BUCKETS] = [8760, 100, 10, 5, 5];
const ROUNDS = 5;
/** SQL takes so long that a tenth of the factors is measured and counted ten times. */
const SQL_FACTORS = 1;

const random = seededRandom(1);
const panels = Array.from({length: FACTORS + HORIZONS}, () =>
  Float64Array.from({length: ROWS * COLUMNS}, () => random.normal())
);
const [factors, forwards] = [panels.slice(0, FACTORS), panels.slice(FACTORS)];

let first = Number.NaN;
const ours =
  timed(1, ROUNDS, () => {
    const cells = impactMatrix({factors, forwards, rows: ROWS, columns: COLUMNS, buckets: BUCKETS});
    first = cells[0]?.coefficients[0] ?? Number.NaN;
  }).nsPerCandle / 1e9;
console.log(`${"ours".padEnd(24)} ${ours.toFixed(3).padStart(8)} s   first coefficient ${first}`);
for (const [peer, seconds] of [...byPython(), ["DuckDB SQL", await byDuckDb()] as const])
  console.log(
    `${peer.padEnd(24)} ${seconds.toFixed(3).padStart(8)} s ${(seconds / ours).toFixed(2).padStart(8)} times ours`
  );
await printThreads({factors, forwards, rows: ROWS, columns: COLUMNS, buckets: BUCKETS});

function byPython(): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "papertape-bench-"));
  try {
    const path = join(folder, "panel");
    writeFileSync(path, Buffer.concat(panels.map(({buffer}) => Buffer.from(buffer))));
    const given = [path, ...[ROWS, COLUMNS, FACTORS, HORIZONS, BUCKETS].map(String)];
    return pythonPeers("impact_peers.py", {packages: ["numba", "pandas", "alphalens"], given});
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** Long tables of one row a value; ranks as windows, coefficients and bucket means as groups. */
async function byDuckDb(): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE panel (row INTEGER, symbol INTEGER, factor DOUBLE, ${forwards.map((_, h) => `r${h} DOUBLE`).join(", ")})`
  );
  const appender = await connection.createAppender("panel");
  for (let i = 0; i < ROWS * COLUMNS; i++) {
    appender.appendInteger(Math.floor(i / COLUMNS));
    appender.appendInteger(i % COLUMNS);
    for (const column of [factors[0], ...forwards]) appender.appendDouble(column?.[i] ?? Number.NaN);
    appender.endRow();
  }
  appender.closeSync();
  const each = (text: (h: number) => string) => forwards.map((_, h) => text(h)).join(", ");
  const sql = `
    CREATE OR REPLACE TABLE ranked AS SELECT *, rank() OVER (PARTITION BY row ORDER BY factor) AS f,
      ${each((h) => `rank() OVER (PARTITION BY row ORDER BY r${h}) AS k${h}`)} FROM panel;
    CREATE OR REPLACE TABLE coefficients AS SELECT row, ${each((h) => `corr(f, k${h}) AS c${h}`)} FROM ranked GROUP BY row;
    CREATE OR REPLACE TABLE buckets AS
      SELECT row, (f - 1) * ${BUCKETS} // ${COLUMNS} AS bucket, ${each((h) => `avg(r${h}) AS m${h}`)} FROM ranked GROUP BY ALL;`;
  const begun = process.cpuUsage();
  await connection.run(sql);
  const {user, system} = process.cpuUsage(begun);
  connection.closeSync();
  instance.closeSync();
  return ((user + system) / 1e6) * (FACTORS / SQL_FACTORS);
}
