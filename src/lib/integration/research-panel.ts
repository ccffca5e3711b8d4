/**
 * Candles and factor values of a universe as panels: one row a close time on the timeframe's grid, one column an
 * instrument, NaN where there is no candle or no value. Values come from the same factor engine that live runs.
 */
import {present} from "../core/assert.js";
import type {MarketDataEvent} from "../events/market-data-event.js";
import type {Factor} from "../factors/factor.js";
import {createFactorEngine} from "../factors/factor-engine.js";
import {candleTape, type TapeSeries} from "../market-data/candle-tape.js";
import {type Panel, panel} from "../statistics/panel.js";
import {type Timeframe, timeframeMs} from "../vocabulary/timeframe.js";

export interface ResearchPanels {
  readonly timeframe: Timeframe;
  readonly closes: Panel;
  /** Quote value traded; NaN where the source does not say the quote volume: then close times volume. */
  readonly turnover: Panel;
  /** By factor name. */
  readonly factors: ReadonlyMap<string, FactorPanel>;
}

export interface FactorPanel {
  readonly panel: Panel;
  /** Places of the panel whose value was left out because its window touches a gap. */
  readonly touchedByGap: ReadonlySet<number>;
}

/** Panels of candles alone: what factors say of trades, books, funding and positions is not in them. */
export function researchPanels(
  timeframe: Timeframe,
  series: readonly TapeSeries[],
  factors: readonly Factor[]
): ResearchPanels {
  const panels = beginPanels(timeframe, series, factors);
  for (const event of candleTape(timeframe, series)) panels.take(event);
  return panels.finish();
}

export interface PanelsBegun {
  /** Events of the tape of these series, in its order. */
  take(event: MarketDataEvent): void;
  finish(): ResearchPanels;
}

/** Rows of a value whose window touches a gap are left out and counted: they are not what the factor's name says. */
export function beginPanels(
  timeframe: Timeframe,
  series: readonly TapeSeries[],
  factors: readonly Factor[]
): PanelsBegun {
  const grid = gridOf(timeframe, series);
  const closes = new Float64Array(grid.size).fill(Number.NaN);
  const turnover = new Float64Array(grid.size).fill(Number.NaN);
  const values = factors.map(() => new Float64Array(grid.size).fill(Number.NaN));
  const gaps = factors.map(() => new Set<number>());
  const engine = createFactorEngine({instruments: grid.instruments, timeframe, factors});
  const take = (event: MarketDataEvent) => {
    if (event.fact === "CandleClosed") {
      const {instrument, closeTime, close, volume, quoteVolume} = event.payload;
      closes[grid.at(instrument, closeTime)] = close;
      turnover[grid.at(instrument, closeTime)] = quoteVolume ?? close * volume;
    }
    engine.handle(event, (made) => {
      if (made.fact !== "FactorsCalculated") return;
      const place = grid.at(made.payload.instrument, made.payload.closeTime);
      const touched = new Set(made.payload.touchedByGap);
      made.payload.values.forEach((value, index) => {
        const column = values[index];
        if (column === undefined) return;
        if (value === null) return;
        if (touched.has(made.payload.factors[index] as string)) gaps[index]?.add(place);
        else column[place] = value;
      });
    });
  };
  const toPanel = (column: Float64Array) => panel(grid.times, grid.instruments, column);
  const finish = (): ResearchPanels => ({
    timeframe,
    closes: toPanel(closes),
    turnover: toPanel(turnover),
    factors: new Map(
      factors.map(({name}, index) => [
        name,
        {panel: toPanel(present(values[index], name)), touchedByGap: present(gaps[index], name)}
      ])
    )
  });
  return {take, finish};
}

interface Grid {
  readonly times: Float64Array;
  readonly instruments: readonly string[];
  readonly size: number;
  at(instrument: string, closeTime: number): number;
}

/** Every close time from the first to the last of all series, holes included, so that rows are one candle apart. */
function gridOf(timeframe: Timeframe, series: readonly TapeSeries[]): Grid {
  const length = timeframeMs(timeframe);
  const instruments = series.map(({instrument}) => instrument as string).sort();
  const columns = new Map(instruments.map((instrument, index) => [instrument, index]));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const {
    columns: {openTime}
  } of series) {
    first = Math.min(first, openTime[0] ?? first);
    last = Math.max(last, openTime.at(-1) ?? last);
  }
  const rows = first > last ? 0 : (last - first) / length + 1;
  const times = Float64Array.from({length: rows}, (_, row) => first + (row + 1) * length);
  return {
    times,
    instruments,
    size: rows * instruments.length,
    at: (instrument, closeTime) =>
      ((closeTime - first) / length - 1) * instruments.length + present(columns.get(instrument), instrument)
  };
}
