/** A factor for many instruments over many candles, references and cross-sections included. */
import type {CandleColumns} from "../vocabulary/candle.js";
import type {CrossSection, Factor} from "./factor.js";
import {beginColumns, type FactorRun} from "./factor-columns.js";
import type {FactorFeeds} from "./factor-inputs.js";
import {referenceOf} from "./factor-reference.js";

export interface PanelFeeds {
  /** Reference of the factors that follow bitcoin; the first instrument with base BTC where not given. */
  readonly bitcoin?: string;
  /** Trades, books and settlements by instrument. */
  readonly flows?: Readonly<Record<string, Omit<FactorFeeds, "reference">>>;
}

/**
 * The factor at each candle of each instrument, NaN where it is not defined: the values that the pipeline gives for the
 * same candles. A slice is what has the same open time.
 * @param candles columns of one timeframe, by instrument id; references are looked for among them
 * @returns one value a candle, by instrument id
 */
export function calculatePanel(
  factor: Factor,
  candles: Readonly<Record<string, CandleColumns>>,
  feeds: PanelFeeds = {}
): Record<string, Float64Array> {
  const values: Record<string, Float64Array> = {};
  for (const [id, {length}] of Object.entries(candles)) {
    const out = new Float64Array(length);
    beginPanel({factor, instrument: id, feeds}, candles).next(out);
    values[id] = out;
  }
  if (factor.across !== null) setAcross(factor.across, candles, values);
  return values;
}

export interface PanelLine {
  readonly factor: Factor;
  readonly instrument: string;
  readonly feeds?: PanelFeeds;
}

/** The factor over one instrument of a panel, before its slices are set against each other. */
export function beginPanel(
  {factor, instrument, feeds: {bitcoin, flows = {}} = {}}: PanelLine,
  candles: Readonly<Record<string, CandleColumns>>
): FactorRun {
  const {reference: wanted} = factor;
  const instruments = Object.keys(candles);
  const reference = wanted === null ? null : referenceOf(instrument, wanted, {instruments, bitcoin: bitcoin ?? null});
  const referenceColumns = reference === null ? undefined : candles[reference];
  const own = flows[instrument] ?? {};
  return beginColumns(
    factor,
    candles[instrument] as CandleColumns,
    referenceColumns === undefined ? own : {...own, reference: referenceColumns}
  );
}

/** Replaces the instruments' own values by those of their slices, one open time after the other. */
function setAcross(
  across: CrossSection,
  candles: Readonly<Record<string, CandleColumns>>,
  values: Readonly<Record<string, Float64Array>>
): void {
  const rows = Object.entries(candles).map(([id, columns]) => ({
    times: columns.openTime,
    values: values[id] as Float64Array,
    at: 0
  }));
  for (;;) {
    let time = Number.POSITIVE_INFINITY;
    for (const {times, at} of rows) if (at < times.length) time = Math.min(time, times[at] as number);
    if (time === Number.POSITIVE_INFINITY) return;
    const present = rows.filter(({times, at}) => times[at] === time);
    const own = Float64Array.from(present, (row) => row.values[row.at] as number);
    const out = new Float64Array(own.length);
    across(own, out);
    present.forEach((row, i) => {
      row.values[row.at] = out[i] as number;
      row.at++;
    });
  }
}
