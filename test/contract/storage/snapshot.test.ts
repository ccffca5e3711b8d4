/** Snapshots: named by their content, the same on any machine, and any change to one is found and named. */
import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {settleGaps} from "../../../src/loaders/database/gap-store.js";
import {ensureSeries, type Series, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {createSnapshot, type SnapshotRequest} from "../../../src/loaders/snapshot/create-snapshot.js";
import {diffSnapshots} from "../../../src/loaders/snapshot/diff-snapshots.js";
import {openSnapshot, readSnapshotCandles} from "../../../src/loaders/snapshot/open-snapshot.js";
import {reportedSnapshots} from "../../../src/loaders/snapshot/reported-snapshots.js";
import {findSnapshot, listSnapshots, pruneSnapshots} from "../../../src/loaders/snapshot/snapshot-folder.js";
import {verifySnapshot} from "../../../src/loaders/snapshot/verify-snapshot.js";
import {testInstrument, walkCandles} from "../../support/candles.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";

const RECORDED = Date.UTC(2024, 0, 1);
const instruments = ["BBB/USDT", "AAA/USDT"].map((symbol, i) => testInstrument(symbol, {isSimulated: i === 0}));

describeOnDatabases("a snapshot", (open) => {
  let database: TestDatabase;
  let folder: string;
  const columns = instruments.map((_, i) => walkCandles({length: 5000, seed: i + 1}));
  const series: Series[] = [];

  beforeAll(async () => {
    database = await open();
    folder = await mkdtemp(join(tmpdir(), "papertape-snapshots-"));
    series.push(...(await load(database, columns)));
    const [from, to] = [columns[0]?.openTime[4999] as number, 9e12];
    const missing = {
      from: from + 3_600_000,
      to: from + 4 * 3_600_000,
      missingCandles: 4,
      reason: "exchange-down"
    } as const;
    await settleGaps(database.pool, {series: series[0] as Series, range: {from, to}, gaps: [missing], at: RECORDED});
  });
  afterAll(async () => {
    await database?.drop();
    await rm(folder, {recursive: true, force: true});
  });

  const create = (query: SnapshotRequest = {}, from = database) =>
    createSnapshot({pool: from.pool, folder, query, configurationHash: "c0ffee", codeCommit: "abc"});

  it("gives back every figure to the last bit", async () => {
    const {folder: made, manifest} = await create();
    for (const [i, instrument] of instruments.entries()) {
      const read = await readSnapshotCandles(made, {instrument: instrument.id, timeframe: "1h"});
      expect(differences(read, columns[i] as CandleColumns)).toEqual([]);
    }
    expect(manifest).toMatchObject({rows: 10_000, isSimulated: true, configurationHash: "c0ffee", codeCommit: "abc"});
    expect(manifest.series.map(({instrument, gaps, missingCandles}) => [instrument, gaps, missingCandles])).toEqual([
      ["AAA/USDT@testex", 0, 0],
      ["BBB/USDT@testex", 1, 4]
    ]);
    const snapshot = await openSnapshot(made);
    expect(await snapshot.readInstruments()).toEqual([...instruments].reverse());
    expect(await snapshot.readGaps()).toMatchObject([{instrument: "BBB/USDT@testex", reason: "exchange-down"}]);
    snapshot.close();
  });

  it("reads a part of a series", async () => {
    const {folder: made} = await create();
    const whole = columns[1] as CandleColumns;
    const [from, to] = [whole.openTime[2000] as number, whole.openTime[4500] as number];
    const read = await readSnapshotCandles(made, {instrument: "AAA/USDT@testex", timeframe: "1h", from, to});
    expect(differences(read, sliceColumns(whole, 2000, 4500))).toEqual([]);
    const absent = await readSnapshotCandles(made, {instrument: "AAA/USDT@testex", timeframe: "1m"});
    expect(absent.length).toBe(0);
  });

  it("has the same name when the same rows were loaded in another order into another database", async () => {
    const first = await create();
    const other = await open();
    const parts = columns.map((part) => [sliceColumns(part, 3000, 5000), sliceColumns(part, 0, 3500)]);
    await load(other, [...columns].reverse(), {reverse: true, parts});
    const missing = (await openSnapshotGaps(first.folder))[0];
    const [gapSeries] = await load(other, []);
    await settleGaps(other.pool, {
      series: gapSeries as Series,
      range: {from: 0, to: 9e12},
      gaps: [{...missing, reason: "exchange-down"} as never],
      at: RECORDED + 1
    });
    const second = await create({}, other);
    await other.drop();
    expect(second.id).toBe(first.id);
    expect(second.created).toBe(false);
  });

  it("has another name when one figure differs, or another range was asked for", async () => {
    const whole = await create();
    const narrower = await create({to: columns[0]?.openTime[4000] as number});
    expect(narrower.id).not.toBe(whole.id);
    const {query, isSame, series: changed} = await diffSnapshots(whole.folder, narrower.folder);
    expect(isSame).toBe(false);
    expect(query.map(({field}) => field)).toEqual(["to"]);
    expect(changed).toMatchObject([
      {onlyInFirst: 1000, onlyInSecond: 0, changed: 0, firstDifference: columns[0]?.openTime[4000]},
      {onlyInFirst: 1000}
    ]);
  });

  it("of what was known at a time leaves out what came later", async () => {
    const query = {instruments: [instruments[1]?.id ?? ""]};
    const before = await create({...query, knownAt: RECORDED});
    const corrected = {...(columns[1] as CandleColumns), close: (columns[1] as CandleColumns).close.slice()};
    corrected.close[77] = 1;
    const [target, recordedAt] = [series[1] as Series, RECORDED + 5];
    await writeCandles(database.pool, {series: target, columns: corrected, origin: "archive", recordedAt});
    expect((await create({...query, knownAt: RECORDED})).id).toBe(before.id);
    const after = await create(query);
    expect((await diffSnapshots(before.folder, after.folder)).series).toMatchObject([
      {changed: 1, onlyInFirst: 0, onlyInSecond: 0, firstDifference: corrected.openTime[77]}
    ]);
    await writeCandles(database.pool, {
      series: target,
      columns: columns[1] as CandleColumns,
      origin: "archive",
      recordedAt: RECORDED + 6
    });
  });

  it("without a candle is refused, and leaves nothing behind", async () => {
    const before = await readdir(folder);
    await expect(create({timeframes: ["1w"]})).rejects.toMatchObject({code: "SNAPSHOT_EMPTY"});
    expect(await readdir(folder)).toEqual(before);
  });

  describe("that was changed", () => {
    let made: string;
    let kept: Map<string, Buffer>;

    beforeAll(async () => {
      made = (await create()).folder;
      kept = new Map(
        await Promise.all((await readdir(made)).map(async (name) => [name, await readFile(join(made, name))] as const))
      );
      expect(await verifySnapshot(made)).toMatchObject({faults: []});
    });
    const restore = async () => {
      for (const [name, bytes] of kept) await writeFile(join(made, name), bytes);
    };
    async function changed(statement: string) {
      const instance = await DuckDBInstance.create(join(made, "market.duckdb"));
      const connection = await instance.connect();
      await connection.run(statement);
      connection.closeSync();
      instance.closeSync();
      const {faults} = await verifySnapshot(made);
      await restore();
      return faults;
    }

    it("by one byte of any file is found, and the file is named", async () => {
      for (const [name, bytes] of kept)
        for (const place of [0.03, 0.5, 0.97]) {
          const damaged = Buffer.from(bytes);
          const at = Math.floor(place * bytes.length);
          damaged[at] = (bytes[at] as number) ^ 1;
          await writeFile(join(made, name), damaged);
          const {faults} = await verifySnapshot(made);
          expect(
            faults.map(({where}) => where),
            `${name} at ${at}`
          ).toContain(name);
          await restore();
        }
    });

    it("in one row is found, and the series and the row are named", async () => {
      const target = (columns[1] as CandleColumns).openTime[4321] as number;
      for (const change of ["volume = volume + 1e-9", "quote_volume = null", "trade_count = 12345"]) {
        const faults = await changed(
          `update candles set ${change} where instrument = 'AAA/USDT@testex' and open_time_ms = ${target}`
        );
        expect(
          faults.find(({kind}) => kind === "row"),
          change
        ).toMatchObject({where: "AAA/USDT@testex 1h", openTime: target});
      }
    });

    it("in several rows, or by a row less, is found in its series", async () => {
      const where = "instrument = 'BBB/USDT@testex'";
      const several = await changed(`update candles set high = high * 2 where ${where} and open_time_ms % 5 = 0`);
      expect(several).toContainEqual(expect.objectContaining({kind: "series", where: "BBB/USDT@testex 1h"}));
      const less = await changed(
        `delete from candles where ${where} and close = (select max(close) from candles where ${where})`
      );
      expect(less.find(({kind}) => kind === "series")?.message).toContain("4999 candles, not 5000");
    });

    it("in its instruments or gaps is found", async () => {
      expect((await changed("update instruments set maker_fee = 0")).map(({where}) => where)).toContain("instruments");
      expect((await changed("delete from gaps")).map(({where}) => where)).toContain("gaps");
    });
  });

  it("that a report names is told, and one that cannot be read is found by who looks for it", async () => {
    const runs = await mkdtemp(join(tmpdir(), "papertape-runs-"));
    await mkdir(join(runs, "one"));
    await writeFile(join(runs, "one", "report.json"), JSON.stringify({identity: {snapshot: "abc"}}));
    await mkdir(join(runs, "unfinished"));
    expect(await reportedSnapshots(runs)).toEqual(["abc"]);
    expect(await reportedSnapshots(join(runs, "none"))).toEqual([]);
    const id = "f".repeat(64);
    await mkdir(join(runs, id));
    await expect(findSnapshot(runs, "ffff")).rejects.toMatchObject({code: "SNAPSHOT_NOT_FOUND"});
    expect(await findSnapshot(runs, "ffff", {isBrokenToo: true})).toMatchObject({id, manifest: null});
    await rm(runs, {recursive: true});
  });

  it("is listed newest first, found by the beginning of its name, and pruned", async () => {
    const listed = await listSnapshots(folder);
    const [newest, ...older] = listed;
    expect(await findSnapshot(folder, "latest")).toEqual(newest);
    expect((await findSnapshot(folder, newest?.id.slice(0, 20) ?? "")).id).toBe(newest?.id);
    await expect(findSnapshot(folder, "nothing")).rejects.toMatchObject({code: "SNAPSHOT_NOT_FOUND"});
    const protectedIds = [older[older.length - 1]?.id ?? ""];
    const wouldGo = await pruneSnapshots(folder, {keep: 1, protectedIds, dryRun: true});
    expect(await listSnapshots(folder)).toEqual(listed);
    expect(await pruneSnapshots(folder, {keep: 1, protectedIds})).toEqual(wouldGo);
    expect((await listSnapshots(folder)).map(({id}) => id)).toEqual([newest?.id, ...protectedIds]);
  });
});

/** Instruments, series and candles; `parts` replaces the columns by pieces written one after the other. */
async function load(
  {pool}: TestDatabase,
  columns: readonly CandleColumns[],
  {reverse = false, parts}: {reverse?: boolean; parts?: readonly (readonly CandleColumns[])[]} = {}
): Promise<readonly Series[]> {
  const order = reverse ? [...instruments.keys()].reverse() : [...instruments.keys()];
  const made: Series[] = [];
  for (const i of order) {
    const instrument = instruments[i] as (typeof instruments)[number];
    await upsertInstrument(pool, instrument);
    const series = await ensureSeries(pool, {instrument: instrument.id, timeframe: "1h"});
    made[i] = series;
    for (const part of parts?.[i] ?? [columns[i]])
      if (part !== undefined)
        await writeCandles(pool, {series, columns: part, origin: "archive", recordedAt: RECORDED});
  }
  return made;
}

async function openSnapshotGaps(folder: string) {
  const snapshot = await openSnapshot(folder);
  const gaps = await snapshot.readGaps();
  snapshot.close();
  return gaps;
}

const differences = (a: CandleColumns, b: CandleColumns) =>
  CANDLE_COLUMN_NAMES.filter((name) => Buffer.compare(bytes(a[name]), bytes(b[name])) !== 0);
const bytes = (column: Float64Array) => Buffer.from(column.buffer, column.byteOffset, column.byteLength);
