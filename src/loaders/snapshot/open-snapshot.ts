// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Reads a snapshot: candles as columns, instruments and gaps as objects. A snapshot never changes, so nothing locks it. */
import {join} from "node:path";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {OperatingError} from "../../lib/core/operating-error.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../../lib/vocabulary/candle.js";
import {type Instrument, instrumentId} from "../../lib/vocabulary/instrument.js";
import {parseTimeframe, type Timeframe} from "../../lib/vocabulary/timeframe.js";
import {readSqlFile} from "../database/read-sql.js";
import type {GapRow} from "./market-file-writer.js";
import {MARKET_FILE, readSnapshotManifest, type SnapshotManifest} from "./snapshot-manifest.js";

export interface SnapshotCandleQuery {
  readonly instrument: string;
  readonly timeframe: Timeframe;
  /** Open times in [from, to), epoch milliseconds; all when left out. */
  readonly from?: number;
  readonly to?: number;
}

export interface Snapshot {
  readonly manifest: SnapshotManifest;
  /** In order of open time; of length 0 when the snapshot has none. NaN where a figure is not known. */
  readCandles(query: SnapshotCandleQuery): Promise<CandleColumns>;
  readInstruments(): Promise<readonly Instrument[]>;
  /** In order of instrument, timeframe and time. */
  readGaps(): Promise<readonly GapRow[]>;
  close(): void;
}

/**
 * @param folder of the snapshot itself, e.g. `data/snapshots/<id>`.
 * @throws OperatingError SNAPSHOT_NOT_FOUND, SNAPSHOT_MANIFEST_INVALID, SNAPSHOT_UNREADABLE
 */
export async function openSnapshot(folder: string): Promise<Snapshot> {
  const manifest = await readSnapshotManifest(folder);
  const instance = await openFile(folder, manifest);
  const connection = await instance.connect();
  const rowsBySeries = new Map(manifest.series.map((part) => [`${part.instrument} ${part.timeframe}`, part.rows]));
  return {
    manifest,
    readCandles: (query) => {
      const capacity = rowsBySeries.get(`${query.instrument} ${query.timeframe}`) ?? 0;
      return readCandles(connection, query, capacity);
    },
    readInstruments: () => readInstruments(connection),
    readGaps: () => readGaps(connection),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    }
  };
}

/** Opens, reads the candles of one series, closes. */
export async function readSnapshotCandles(folder: string, query: SnapshotCandleQuery): Promise<CandleColumns> {
  const snapshot = await openSnapshot(folder);
  try {
    return await snapshot.readCandles(query);
  } finally {
    snapshot.close();
  }
}

async function openFile(folder: string, manifest: SnapshotManifest): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(join(folder, MARKET_FILE), {access_mode: "READ_ONLY"});
  } catch (cause) {
    throw new OperatingError(`The data of snapshot ${manifest.id} cannot be read: ${(cause as Error).message}`, {
      code: "SNAPSHOT_UNREADABLE",
      details: {folder},
      cause
    });
  }
}

async function readCandles(
  connection: DuckDBConnection,
  {instrument, timeframe, from, to}: SnapshotCandleQuery,
  expectedRows: number
): Promise<CandleColumns> {
  const result = await connection.stream(readSqlFile(new URL("./sql/read-candles.sql", import.meta.url)), {
    instrument,
    timeframe,
    from: from ?? Number.NEGATIVE_INFINITY,
    to: to ?? Number.POSITIVE_INFINITY
  });
  let columns = emptyCandleColumns(timeframe, expectedRows);
  let length = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    if (length + rows > columns.length) columns = resized(columns, Math.max(length + rows, columns.length * 2));
    for (let c = 0; c < CANDLE_COLUMN_NAMES.length; c++) {
      const vector = chunk.getColumnVector(c);
      const column = columns[CANDLE_COLUMN_NAMES[c]!];
      // The statement turns null into NaN, so every item is a number.
      for (let i = 0; i < rows; i++) column[length + i] = vector.getItem(i) as number;
    }
    length += rows;
  }
  return length === columns.length ? columns : resized(columns, length);
}

/** The rows kept, in columns of another length. */
function resized(columns: CandleColumns, length: number): CandleColumns {
  const copy = emptyCandleColumns(columns.timeframe, length);
  for (const name of CANDLE_COLUMN_NAMES) copy[name].set(columns[name].subarray(0, length));
  return copy;
}

async function readInstruments(connection: DuckDBConnection): Promise<readonly Instrument[]> {
  const reader = await connection.runAndReadAll("from instruments order by instrument");
  return reader.getRowObjectsJS().map((row) => ({
    id: instrumentId({symbol: String(row.symbol), exchange: String(row.exchange)}),
    exchange: String(row.exchange),
    symbol: String(row.symbol),
    base: String(row.base),
    quote: String(row.quote),
    kind: row.kind === "perpetual" ? "perpetual" : "spot",
    priceIncrement: String(row.price_increment),
    amountIncrement: String(row.amount_increment),
    minimumAmount: String(row.minimum_amount),
    minimumNotional: String(row.minimum_notional),
    makerFee: Number(row.maker_fee),
    takerFee: Number(row.taker_fee),
    isSimulated: row.is_simulated === true
  }));
}

async function readGaps(connection: DuckDBConnection): Promise<readonly GapRow[]> {
  const reader = await connection.runAndReadAll("from gaps order by instrument, timeframe, from_time_ms");
  return reader.getRowObjectsJS().map((row) => ({
    instrument: String(row.instrument),
    timeframe: parseTimeframe(String(row.timeframe)),
    from: Number(row.from_time_ms),
    to: Number(row.to_time_ms),
    missingCandles: Number(row.missing_candles),
    reason: String(row.reason)
  }));
}
