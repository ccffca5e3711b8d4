/** The audit of a factor: that it does not look ahead, when its first value comes, and how long it takes to settle. */
import type {CandleColumns} from "../vocabulary/candle.js";
import {sliceColumns} from "../vocabulary/candle-rows.js";
import {auditColumns, type ColumnsAudit} from "./audit.js";
import type {Factor} from "./factor.js";
import {calculateColumns} from "./factor-columns.js";
import type {FactorFeeds} from "./factor-inputs.js";

export interface FactorAudit {
  readonly factor: string;
  readonly candles: number;
  readonly lookAhead: ColumnsAudit;
  /** Candles until the first value: stated by the factor, and seen; null when there was no value at all. */
  readonly warmUp: {readonly stated: number; readonly seen: number | null};
  /** Candles of history after which a value no longer depends on where the history began; null when not within these. */
  readonly settle: number | null;
  readonly isSound: boolean;
}

export interface FactorAuditOptions {
  readonly columns: CandleColumns;
  /** Candles of the reference instrument at the same open times. */
  readonly reference: CandleColumns;
  /** Trades, books and settlements; each is handed over only up to the close, so prefixes need no cutting of them. */
  readonly flows?: Omit<FactorFeeds, "reference">;
  /** Compares prefixes at every k-th candle; 1, the default, is the proof. */
  readonly every?: number;
  /** Relative difference under which a value has settled. */
  readonly tolerance?: number;
}

/**
 * Sound is a factor that does not look ahead and whose first value does not come before it says. A later first value is
 * no fault: it comes where the data leave a factor undefined for longer, as with a market that stands still.
 */
export function auditFactor(
  factor: Factor,
  {columns, reference, flows = {}, every = 1, tolerance = 1e-9}: FactorAuditOptions
): FactorAudit {
  const calculate = (own: CandleColumns, other: CandleColumns) =>
    calculateColumns(factor, own, {...flows, reference: other});
  const lookAhead = auditColumns(calculate, {name: factor.name, columns, reference, every});
  const first = calculate(columns, reference).findIndex((value) => Number.isFinite(value));
  const seen = first < 0 ? null : first + 1;
  return {
    factor: factor.name,
    candles: columns.length,
    lookAhead,
    warmUp: {stated: factor.warmUp, seen},
    settle: settleLength(calculate, {columns, reference, tolerance}),
    isSound: !lookAhead.looksAhead && (seen === null || seen >= factor.warmUp)
  };
}

/**
 * Candles of history after which a value from a late beginning is that from the whole, and stays it to the end; the
 * late beginning is a third into the data. Compared relative to the value, or to the mean size where it is smaller.
 * Null when the last candles still differ or nothing could be compared.
 */
export function settleLength(
  calculate: (columns: CandleColumns, reference: CandleColumns) => Float64Array,
  {columns, reference, tolerance}: {columns: CandleColumns; reference: CandleColumns; tolerance: number}
): number | null {
  const start = Math.floor(columns.length / 3);
  const from = (source: CandleColumns) => sliceColumns(source, start, source.length);
  const whole = calculate(columns, reference).subarray(start);
  const late = calculate(from(columns), from(reference));
  const sizes = whole.filter((value) => Number.isFinite(value)).map(Math.abs);
  const meanSize = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  let lastDifference = -1;
  for (let i = 0; i < whole.length; i++) {
    const expected = whole[i] as number;
    if (Number.isNaN(expected) && Number.isNaN(late[i] as number)) continue;
    const allowed = tolerance * Math.max(Math.abs(expected), meanSize);
    if (!(Math.abs((late[i] as number) - expected) <= allowed)) lastDifference = i;
  }
  // A difference at the very end leaves nothing that could be called settled.
  return lastDifference + 1 >= whole.length || sizes.length === 0 ? null : lastDifference + 2;
}
