/**
 * Rank coefficients of some factors against every horizon, row by row: what most of a measurement rests on. The cells may
 * lie in memory that threads share, each of which fills a stretch of rows. The returns of a row are ranked once for all
 * the factors, so that more factors at a time cost less each.
 */
import {present} from "../core/assert.js";
import {fillImpactRows, type ImpactCell, type RowRange} from "../statistics/impact-matrix.js";
import {type CoefficientSeries, MINIMUM_SYMBOLS} from "../statistics/information-coefficient.js";
import type {Panel} from "../statistics/panel.js";
import type {ResearchSetting} from "./factor-setting.js";

/** Cells in the order of `targetsOf`. */
export type RankCells = readonly ImpactCell[];

/** One series a horizon: against the whole return, and against that of the horizon's last candle. */
export interface RankSeries {
  readonly byHorizon: ReadonlyMap<number, CoefficientSeries>;
  readonly lastCandle: ReadonlyMap<number, CoefficientSeries>;
}

/** @param allocate memory of so many bytes, shared or not */
export function emptyRankCells(setting: ResearchSetting, allocate: (bytes: number) => ArrayBufferLike): RankCells {
  const rows = setting.panels.closes.times.length;
  return targetsOf(setting).map((_, horizon) => ({
    factor: 0,
    horizon,
    coefficients: new Float64Array(allocate(rows * Float64Array.BYTES_PER_ELEMENT)),
    counts: new Int32Array(allocate(rows * Int32Array.BYTES_PER_ELEMENT)),
    byDate: new Float64Array(0)
  }));
}

/** @param cells one list a factor */
export function fillRankCells(
  cells: readonly RankCells[],
  {factors, setting}: {readonly factors: readonly string[]; readonly setting: ResearchSetting},
  range: RowRange
): void {
  const {closes} = setting.panels;
  const input = {
    factors: factors.map((name) => present(setting.panels.factors.get(name), name).panel.values),
    forwards: targetsOf(setting).map(({values}) => values),
    rows: closes.times.length,
    columns: closes.symbols.length,
    buckets: 0
  };
  fillImpactRows(cells.flat(), input, range);
}

/** Null where no row has a coefficient: too few instruments, or no spread among them. */
export function rankSeries(cells: RankCells, setting: ResearchSetting): RankSeries | null {
  const {times} = setting.panels.closes;
  const series = cells.map((cell) => seriesOf(cell, times));
  const half = setting.allHorizons.length;
  if (!series.slice(0, half).some(({values}) => values.some(Number.isFinite))) return null;
  const from = (start: number) =>
    new Map(setting.allHorizons.map((horizon, index) => [horizon, series[start + index] as CoefficientSeries]));
  return {byHorizon: from(0), lastCandle: from(half)};
}

function targetsOf({allHorizons, forwards, lastCandles}: ResearchSetting): readonly Panel[] {
  const of = (targets: ResearchSetting["forwards"]) =>
    allHorizons.map((horizon) => present(targets.get(horizon), `horizon ${horizon}`).panel);
  return [...of(forwards), ...of(lastCandles)];
}

/** The same figures as informationCoefficients gives. */
function seriesOf({coefficients, counts}: ImpactCell, times: Float64Array): CoefficientSeries {
  let tooFew = 0;
  let undefinedDates = 0;
  for (let row = 0; row < coefficients.length; row++) {
    if ((counts[row] as number) < MINIMUM_SYMBOLS) tooFew++;
    if (Number.isNaN(coefficients[row])) undefinedDates++;
  }
  return {times, values: coefficients, counts, undefinedDates: {tooFew, noSpread: undefinedDates - tooFew}};
}
