// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Writes the `.duckdb` file of a snapshot, in the storage version that browsers read. Candles are staged as plain
 * doubles, filled a column at a time, and DuckDB turns them into rows with names, times and nulls while the next ones
 * are being staged.
 */
import {DOUBLE, type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance} from "@duckdb/node-api";
import type {FlowKind} from "../../lib/market-data/market-flow.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {readSqlFile} from "../database/read-sql.js";
import {duckValue, FLOW_TABLES, type FlowField, tableTypes} from "./flow-tables.js";
import type {SnapshotSeries} from "./snapshot-manifest.js";

/** The oldest storage that DuckDB 1.x reads: the WebAssembly build is behind the library. */
const STORAGE_VERSION = "v1.0.0";
const CHUNK_ROWS = 2048;
const STAGED_ROWS = 120 * CHUNK_ROWS;
const STAGES = ["staged", "staged_other"] as const;

export interface GapRow {
  readonly instrument: string;
  readonly timeframe: string;
  readonly from: number;
  readonly to: number;
  readonly missingCandles: number;
  readonly reason: string;
}

export class MarketFileWriter {
  private readonly instance: DuckDBInstance;
  private readonly connection: DuckDBConnection;
  /** Fills one stage while the other connection empties the other: a connection does one thing at a time. */
  private readonly filling: DuckDBConnection;
  private readonly chunk = DuckDBDataChunk.create(CANDLE_COLUMN_NAMES.map(() => DOUBLE));
  private appender: DuckDBAppender | null = null;
  private stage = 0;
  private stagedRows = 0;
  private series: {instrument: string; timeframe: string} | null = null;
  private inserting: Promise<unknown> = Promise.resolve();
  /** A snapshot of candles alone has no tables of trades, funding and books. */
  private readonly flowTables = new Set<FlowKind>();

  private constructor(instance: DuckDBInstance, [connection, filling]: readonly [DuckDBConnection, DuckDBConnection]) {
    this.instance = instance;
    this.connection = connection;
    this.filling = filling;
  }

  /** @param path of a file that is not there yet. */
  static async create(path: string): Promise<MarketFileWriter> {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`attach '${path.replaceAll("'", "''")}' as market (storage_version '${STORAGE_VERSION}')`);
    await connection.run(sql("market-tables"));
    return new MarketFileWriter(instance, [connection, await instance.connect()]);
  }

  /** Candles of one series, in order; series one after the other. */
  async addCandles(series: {instrument: string; timeframe: string}, columns: CandleColumns): Promise<void> {
    if (this.series?.instrument !== series.instrument || this.series.timeframe !== series.timeframe)
      await this.insertStaged();
    this.series = series;
    for (let from = 0; from < columns.length; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, columns.length - from);
      this.fillChunk(columns, from, rows);
      this.appender ??= await this.filling.createAppender(STAGES[this.stage]!);
      this.appender.appendDataChunk(this.chunk);
      this.stagedRows += rows;
      if (this.stagedRows >= STAGED_ROWS) await this.insertStaged();
    }
  }

  async addTables(tables: {
    readonly instruments: readonly Instrument[];
    readonly gaps: readonly GapRow[];
    readonly series: readonly SnapshotSeries[];
  }): Promise<void> {
    await this.insertStaged();
    await this.inserting;
    await this.addRows("instruments", tables.instruments.map(instrumentRow));
    await this.addRows("gaps", tables.gaps.map(gapRow));
    await this.addRows("quality", tables.series.map(qualityRow));
  }

  /** Rows of one kind, in order, after all candles; instruments one after the other. */
  async addFlows(
    kind: FlowKind,
    {instrument, rows}: {readonly instrument: string; readonly rows: readonly (readonly FlowField[])[]}
  ): Promise<void> {
    await this.insertStaged();
    await this.inserting;
    const table = FLOW_TABLES[kind];
    if (!this.flowTables.has(kind)) {
      const columns = table.columns.map(([name, type]) => `${name} ${type}`).join(", ");
      await this.connection.run(`create table market.${table.name} (instrument varchar not null, ${columns})`);
      this.flowTables.add(kind);
    }
    const appender = await this.connection.createAppender(table.name, "main", "market");
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      const part = rows.slice(from, from + CHUNK_ROWS);
      const chunk = DuckDBDataChunk.create(tableTypes(table));
      chunk.setRows(part.map((fields) => [instrument, ...fields.map(duckValue)]));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  /** The file is whole after this, and not before. */
  async close(): Promise<void> {
    await this.inserting;
    await this.connection.run("detach market");
    this.filling.closeSync();
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private fillChunk(columns: CandleColumns, from: number, rows: number): void {
    this.chunk.rowCount = rows;
    for (let c = 0; c < CANDLE_COLUMN_NAMES.length; c++) {
      const vector = this.chunk.getColumnVector(c);
      const column = columns[CANDLE_COLUMN_NAMES[c]!];
      for (let i = 0; i < rows; i++) vector.setItem(i, column[from + i]!);
      vector.flush();
    }
  }

  /** Starts turning what is staged into rows, after the stage before; the other stage takes what comes meanwhile. */
  private async insertStaged(): Promise<void> {
    if (this.appender === null || this.series === null) return;
    this.appender.closeSync();
    this.appender = null;
    const stage = STAGES[this.stage]!;
    const {series} = this;
    await this.inserting;
    this.inserting = this.connection
      .run(`${sql("insert-staged")} from ${stage}`, {...series})
      .then(() => this.connection.run(`truncate ${stage}`));
    // A failure is thrown where it is awaited next; until then it must not count as unhandled.
    this.inserting.catch(() => {});
    this.stage = 1 - this.stage;
    this.stagedRows = 0;
  }

  private async addRows(table: string, rows: readonly (readonly unknown[])[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map((row) => `(${row.map(literal).join(", ")})`);
    await this.connection.run(`insert into market.${table} values ${values.join(", ")}`);
  }
}

const sql = (name: string) => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));

function literal(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}

function instrumentRow(instrument: Instrument): readonly unknown[] {
  const {id, exchange, symbol, base, quote, kind, priceIncrement, amountIncrement} = instrument;
  const {minimumAmount, minimumNotional, makerFee, takerFee, isSimulated} = instrument;
  return [
    ...[id, exchange, symbol, base, quote, kind, priceIncrement, amountIncrement],
    ...[minimumAmount, minimumNotional, makerFee, takerFee, isSimulated]
  ];
}

function gapRow({instrument, timeframe, from, to, missingCandles, reason}: GapRow): readonly unknown[] {
  const time = (ms: number) => new Date(ms).toISOString().replace("Z", "");
  return [instrument, timeframe, time(from), time(to), from, to, missingCandles, reason];
}

function qualityRow(series: SnapshotSeries): readonly unknown[] {
  const {instrument, timeframe, isSimulated, rows, firstOpenTime, lastOpenTime} = series;
  const {gaps, missingCandles, zeroVolumeCandles, quarantinedRows} = series;
  return [
    ...[instrument, timeframe, isSimulated, rows, firstOpenTime, lastOpenTime],
    ...[gaps, missingCandles, zeroVolumeCandles, quarantinedRows]
  ];
}
