/**
 * Freezes candles, trades, funding and books of the database into a folder that research reads: a `.duckdb` file and a manifest, named by a hash of
 * the content. The same rows give the same name on any machine, at any time.
 */
import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, rename, rm, stat} from "node:fs/promises";
import {createRequire} from "node:module";
import {join} from "node:path";
import type {Pool, PoolClient} from "pg";
import {hashValue} from "../../lib/core/hash.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {CandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {streamCandles} from "../database/candle-store.js";
import {listSeries, readInstruments, type SeriesCoverage} from "../database/instrument-store.js";
import {inTransaction} from "../database/transaction.js";
import {copyFlows} from "./copy-flows.js";
import {type GapRow, MarketFileWriter} from "./market-file-writer.js";
import {SeriesContentHasher} from "./series-content.js";
import {listSnapshotGaps} from "./snapshot-gaps.js";
import {
  MARKET_FILE,
  readSnapshotManifest,
  type SnapshotManifest,
  type SnapshotQuery,
  type SnapshotSeries,
  snapshotId,
  writeManifest
} from "./snapshot-manifest.js";

export interface SnapshotRequest {
  /** All when left out. */
  readonly instruments?: readonly string[];
  readonly timeframes?: readonly string[];
  /** Open times in [from, to), epoch milliseconds. */
  readonly from?: number;
  readonly to?: number;
  /** Only what had been recorded by this time, in the versions known then. */
  readonly knownAt?: number;
}

export interface SnapshotProgress {
  readonly instrument: string;
  /** Of the candles; else what is copied, like `trades`. */
  readonly timeframe: string;
  /** Rows so far, and in all as far as the database's counts say; 0 where it does not say. */
  readonly rows: number;
  readonly expectedRows: number;
}

export interface CreateSnapshotOptions {
  readonly pool: Pool;
  /** Holds all snapshots, each in a folder named by its id. */
  readonly folder: string;
  readonly query: SnapshotRequest;
  readonly configurationHash: string;
  readonly codeCommit: string;
  readonly onProgress?: (progress: SnapshotProgress) => void;
}

export interface CreatedSnapshot {
  readonly id: string;
  readonly folder: string;
  readonly manifest: SnapshotManifest;
  /** False when a snapshot of the same content was there; its manifest is kept. */
  readonly created: boolean;
}

/** @throws OperatingError SNAPSHOT_EMPTY when no candle matches the query. */
export async function createSnapshot(options: CreateSnapshotOptions): Promise<CreatedSnapshot> {
  await mkdir(options.folder, {recursive: true});
  const draft = join(options.folder, `.draft-${process.pid}-${drafts++}`);
  await mkdir(draft);
  try {
    const content = await writeMarketFile(options, join(draft, MARKET_FILE));
    const id = snapshotId(content);
    const folder = join(options.folder, id);
    const found = await readSnapshotManifest(folder).catch(() => null);
    if (found !== null) return {id, folder, manifest: found, created: false};
    const manifest = await writeManifest(draft, {
      format: 1,
      id,
      ...content,
      files: [await describeFile(draft, MARKET_FILE)],
      configurationHash: options.configurationHash,
      codeCommit: options.codeCommit,
      tools: await toolVersions(options.pool),
      createdAt: Date.now()
    });
    // What is there under this name has no readable manifest: it was never whole, or is no more.
    await rm(folder, {recursive: true, force: true});
    await rename(draft, folder);
    return {id, folder, manifest, created: true};
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

let drafts = 0;

type Content = Pick<
  SnapshotManifest,
  "query" | "rows" | "isSimulated" | "series" | "flows" | "instrumentsHash" | "gapsHash"
>;

/** One transaction that sees one state of the database: a load that goes on meanwhile is not half in. */
function writeMarketFile({pool, query: request, onProgress}: CreateSnapshotOptions, path: string): Promise<Content> {
  return inTransaction(pool, async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const query = normalise(request);
    const wanted = await listSeries(client, request);
    const instruments = await readInstruments(client, [...new Set(wanted.map(({instrument}) => instrument))]);
    const gaps = await listSnapshotGaps(client, wanted, query);
    const writer = await MarketFileWriter.create(path);
    try {
      const copied = await copySeries({client, wanted, query, gaps, writer, onProgress: onProgress ?? (() => {})});
      const series = copied.filter(({rows}) => rows > 0);
      const rows = series.reduce((sum, part) => sum + part.rows, 0);
      if (rows === 0) throw emptySnapshot(query);
      const kept = keptWith(series, {instruments, gaps});
      await writer.addTables({...kept, series});
      const onRows = ({instrument, kind, rows: count}: {instrument: string; kind: string; rows: number}) =>
        onProgress?.({instrument, timeframe: kind, rows: count, expectedRows: 0});
      const flows = await copyFlows({client, series, knownAt: query.knownAt, writer, onRows});
      const isSimulated = series.some((part) => part.isSimulated);
      const hashes = {instrumentsHash: hashValue(kept.instruments), gapsHash: hashValue(kept.gaps)};
      return {query, rows, isSimulated, series, ...(flows.length > 0 ? {flows} : {}), ...hashes};
    } finally {
      await writer.close();
    }
  });
}

interface Copying {
  readonly client: PoolClient;
  readonly wanted: readonly SeriesCoverage[];
  readonly query: SnapshotQuery;
  readonly gaps: readonly GapRow[];
  readonly writer: MarketFileWriter;
  readonly onProgress: (progress: SnapshotProgress) => void;
}

async function copySeries({client, wanted, query, gaps, writer, onProgress}: Copying): Promise<SnapshotSeries[]> {
  const expectedRows = wanted.reduce((sum, {candles}) => sum + candles, 0);
  const copied: SnapshotSeries[] = [];
  let rows = 0;
  for (const series of wanted) {
    const {instrument, timeframe, isSimulated, quarantinedRows} = series;
    const hasher = new SeriesContentHasher();
    const seen = new SeriesExtent();
    for await (const batch of streamCandles(client, series, rangeOf(query))) {
      hasher.add(batch);
      seen.add(batch);
      await writer.addCandles({instrument, timeframe}, batch);
      rows += batch.length;
      onProgress({instrument, timeframe, rows, expectedRows});
    }
    const missing = gaps.filter((gap) => gap.instrument === instrument && gap.timeframe === timeframe);
    const {hash, locator, rows: count} = hasher.finish();
    copied.push({
      ...{instrument, timeframe, isSimulated, rows: count},
      ...{firstOpenTime: seen.first, lastOpenTime: seen.last, gaps: missing.length},
      missingCandles: missing.reduce((sum, {missingCandles}) => sum + missingCandles, 0),
      ...{zeroVolumeCandles: seen.zeroVolume, quarantinedRows, contentHash: hash, locator: [...locator]}
    });
  }
  return copied;
}

class SeriesExtent {
  first: number | null = null;
  last: number | null = null;
  zeroVolume = 0;

  add(batch: CandleColumns): void {
    this.first ??= batch.openTime[0] ?? null;
    this.last = batch.openTime[batch.length - 1] ?? this.last;
    for (let i = 0; i < batch.length; i++) if (batch.volume[i] === 0) this.zeroVolume++;
  }
}

/** Instruments and gaps of the series that have candles in the snapshot. */
function keptWith(
  series: readonly SnapshotSeries[],
  {instruments, gaps}: {instruments: readonly Instrument[]; gaps: readonly GapRow[]}
): {instruments: readonly Instrument[]; gaps: readonly GapRow[]} {
  const names = new Set(series.map(({instrument}) => instrument));
  const keys = new Set(series.map(({instrument, timeframe}) => `${instrument} ${timeframe}`));
  return {
    instruments: instruments.filter(({id}) => names.has(id)),
    gaps: gaps.filter(({instrument, timeframe}) => keys.has(`${instrument} ${timeframe}`))
  };
}

function normalise({instruments, timeframes, from, to, knownAt}: SnapshotRequest): SnapshotQuery {
  const sorted = (names: readonly string[] | undefined) => (names === undefined ? null : [...new Set(names)].sort());
  return {
    instruments: sorted(instruments),
    timeframes: sorted(timeframes),
    from: from ?? null,
    to: to ?? null,
    knownAt: knownAt ?? null
  };
}

function rangeOf({from, to, knownAt}: SnapshotQuery) {
  return {
    ...(from === null ? {} : {from}),
    ...(to === null ? {} : {to}),
    ...(knownAt === null ? {} : {knownAt})
  };
}

export async function describeFile(folder: string, name: string): Promise<SnapshotManifest["files"][number]> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(join(folder, name), {highWaterMark: 1 << 20})) hash.update(chunk);
  return {name, bytes: (await stat(join(folder, name))).size, sha256: hash.digest("hex")};
}

async function toolVersions(pool: Pool): Promise<Record<string, string>> {
  const {version: duckdb}: {version: string} = createRequire(import.meta.url)("@duckdb/node-api/package.json");
  const {rows} = await pool.query<{server_version: string}>("show server_version");
  return {node: process.versions.node, duckdb, postgres: rows[0]?.server_version ?? "unknown"};
}

function emptySnapshot(query: SnapshotQuery): OperatingError {
  return new OperatingError(
    `No candle in the database matches the snapshot's query (${JSON.stringify(query)}). Load data first, or widen it.`,
    {code: "SNAPSHOT_EMPTY", details: {query}}
  );
}
