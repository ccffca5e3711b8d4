/** Instruments and their series (one a timeframe), with how far each series reaches. */
import type {Pool, PoolClient} from "pg";
import {assert, present} from "../../lib/core/assert.js";
import type {Brand} from "../../lib/core/brand.js";
import {type Instrument, type InstrumentId, instrumentId} from "../../lib/vocabulary/instrument.js";
import {parseTimeframe, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {readSql} from "./read-sql.js";

/** The database's number for the candles of one instrument and timeframe. */
export type SeriesId = Brand<number, "SeriesId">;

export interface Series {
  readonly id: SeriesId;
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
}

export interface SeriesCoverage extends Series {
  readonly isSimulated: boolean;
  readonly candles: number;
  /** Open times; null while there are no candles. */
  readonly firstOpenTime: number | null;
  readonly lastOpenTime: number | null;
  readonly openGaps: number;
  /** Candles missing in open gaps. */
  readonly missingCandles: number;
  readonly quarantinedRows: number;
}

export interface SeriesFilter {
  readonly instruments?: readonly string[];
  readonly timeframes?: readonly string[];
}

/** Adds the instrument, or brings its description up to date. Returns the database's number for it. */
export async function upsertInstrument(pool: Pool, instrument: Instrument): Promise<number> {
  const {rows} = await pool.query<{id: number}>(readSql("upsert-instrument"), [
    instrument.id,
    instrument.exchange,
    instrument.symbol,
    instrument.base,
    instrument.quote,
    instrument.kind,
    instrument.priceIncrement,
    instrument.amountIncrement,
    instrument.minimumAmount,
    instrument.minimumNotional,
    instrument.makerFee,
    instrument.takerFee,
    instrument.isSimulated
  ]);
  return present(rows[0], "the upserted instrument").id;
}

/** All instruments, or the ones named, in order of id. */
export async function readInstruments(
  pool: Pool | PoolClient,
  ids?: readonly string[]
): Promise<readonly Instrument[]> {
  const {rows} = await pool.query<InstrumentRow>(readSql("read-instruments"), [ids ?? null]);
  return rows.map(toInstrument);
}

/** Null when the database has no such instrument. */
export async function readInstrument(pool: Pool, id: InstrumentId): Promise<Instrument | null> {
  return (await readInstruments(pool, [id]))[0] ?? null;
}

/** The series, made when it is not there. The instrument must be. */
export async function ensureSeries(
  pool: Pool,
  {instrument, timeframe}: {instrument: InstrumentId; timeframe: Timeframe}
): Promise<Series> {
  const {rows} = await pool.query<{id: number}>(readSql("ensure-series"), [instrument, timeframe]);
  assert(rows[0] !== undefined, `instrument ${instrument} is in the database before its series`);
  return {id: rows[0].id as SeriesId, instrument, timeframe};
}

/** Series with their coverage, in order of instrument and length of timeframe. */
export async function listSeries(
  pool: Pool | PoolClient,
  filter: SeriesFilter = {}
): Promise<readonly SeriesCoverage[]> {
  const {rows} = await pool.query<SeriesRow>(readSql("list-series"), [
    filter.instruments ?? null,
    filter.timeframes ?? null
  ]);
  const series = rows.map((row) => ({
    id: row.id as SeriesId,
    instrument: row.instrument as InstrumentId,
    timeframe: parseTimeframe(row.timeframe),
    isSimulated: row.is_simulated,
    candles: Number(row.candles),
    firstOpenTime: row.first_open_time,
    lastOpenTime: row.last_open_time,
    openGaps: Number(row.open_gaps),
    missingCandles: Number(row.missing_candles),
    quarantinedRows: Number(row.quarantined_rows)
  }));
  // The statement sorts by instrument; what is left to order are the timeframes of one instrument.
  return series.sort((a, b) =>
    a.instrument === b.instrument ? timeframeMs(a.timeframe) - timeframeMs(b.timeframe) : 0
  );
}

interface SeriesRow {
  readonly id: number;
  readonly instrument: string;
  readonly timeframe: string;
  readonly is_simulated: boolean;
  readonly candles: string;
  readonly first_open_time: number | null;
  readonly last_open_time: number | null;
  readonly open_gaps: string;
  readonly missing_candles: string;
  readonly quarantined_rows: string;
}

interface InstrumentRow {
  readonly exchange: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly kind: "spot" | "perpetual";
  readonly price_increment: string;
  readonly amount_increment: string;
  readonly minimum_amount: string;
  readonly minimum_notional: string;
  readonly maker_fee: number;
  readonly taker_fee: number;
  readonly is_simulated: boolean;
}

function toInstrument(row: InstrumentRow): Instrument {
  return {
    id: instrumentId(row),
    exchange: row.exchange,
    symbol: row.symbol,
    base: row.base,
    quote: row.quote,
    kind: row.kind,
    priceIncrement: row.price_increment,
    amountIncrement: row.amount_increment,
    minimumAmount: row.minimum_amount,
    minimumNotional: row.minimum_notional,
    makerFee: row.maker_fee,
    takerFee: row.taker_fee,
    isSimulated: row.is_simulated
  };
}
