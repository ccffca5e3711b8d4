/** A factor for many instruments over many candles, references and cross-sections included. */
import type {CandleColumns} from "../vocabulary/candle.js";
import type {CrossSection, Factor} from "./factor.js";
import {calculateColumns} from "./factor-columns.js";
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
  {bitcoin, flows = {}}: PanelFeeds = {}
): Record<string, Float64Array> {
  const instruments = Object.keys(candles);
  const values: Record<string, Float64Array> = {};
  for (const id of instruments) {
    const columns = candles[id];
    if (columns === undefined) continue;
    const {reference: wanted} = factor;
    const reference = wanted === null ? null : referenceOf(id, wanted, {instruments, bitcoin: bitcoin ?? null});
    const referenceColumns = reference === null ? undefined : candles[reference];
    const feeds = flows[id] ?? {};
    values[id] = calculateColumns(
      factor,
      columns,
      referenceColumns === undefined ? feeds : {...feeds, reference: referenceColumns}
    );
  }
  if (factor.across !== null) setAcross(factor.across, candles, values);
  return values;
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
