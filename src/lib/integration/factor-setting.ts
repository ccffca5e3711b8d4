// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** What all figures of a measurement share: forward returns by horizon, the universe's own return, costs and regimes. */
import {volatilityRegimes} from "../agents/volatility-regime.js";
import {HOUR_MS} from "../core/time.js";
import {type ForwardReturns, forwardReturns} from "../statistics/forward-returns.js";
import {mean} from "../statistics/moments.js";
import {crossSection, type Panel} from "../statistics/panel.js";
import {candlesPerYear, timeframeMs} from "../vocabulary/timeframe.js";
import type {ResearchMethod} from "./factor-impact.js";
import type {ResearchPanels} from "./research-panel.js";

export interface ResearchCosts {
  readonly feeBps: number;
  readonly halfSpreadBps: number;
}

export interface Regime {
  readonly name: string;
  readonly rule: string;
  /** One a row, from data up to it; null where it is not known. */
  readonly labels: readonly (string | null)[];
}

export interface ResearchSetting {
  readonly panels: ResearchPanels;
  readonly method: ResearchMethod;
  readonly horizons: readonly number[];
  /** Every horizon that is looked at, in rising order. */
  readonly allHorizons: readonly number[];
  readonly forwards: ReadonlyMap<number, ForwardReturns>;
  /** Return of each horizon's last candle alone. */
  readonly lastCandles: ReadonlyMap<number, ForwardReturns>;
  readonly oneCandle: ForwardReturns;
  /** Mean return of the instruments over the candle that ends at each row. */
  readonly universe: Float64Array;
  readonly regimes: readonly Regime[];
  /** Hour of each close (UTC); null for candles of half a day and more. */
  readonly hours: readonly number[] | null;
  readonly buckets: number;
  readonly costs: ResearchCosts;
  readonly candlesPerYear: number;
  readonly candlesPerDay: number;
}

/** Fewest instruments for coefficients across them. */
export const MINIMUM_INSTRUMENTS = 3;
export const DECAY_HORIZONS = [1, 2, 4, 8, 12, 24, 48];
const TREND_CANDLES = 200;

export function researchSetting(
  panels: ResearchPanels,
  {horizons, costs}: {readonly horizons: readonly number[]; readonly costs: ResearchCosts}
): ResearchSetting {
  const {closes, timeframe} = panels;
  const allHorizons = [...new Set([...horizons, ...DECAY_HORIZONS])].sort((a, b) => a - b);
  const by = (kind: "cumulative" | "last-bar") =>
    new Map(allHorizons.map((horizon) => [horizon, forwardReturns(closes, {horizon, kind})]));
  const forwards = by("cumulative");
  const oneCandle = forwards.get(1) ?? forwardReturns(closes, {horizon: 1});
  const universe = universeOf(oneCandle.panel);
  return {
    panels,
    method: closes.symbols.length >= MINIMUM_INSTRUMENTS ? "cross-section" : "over-time",
    horizons,
    allHorizons,
    forwards,
    lastCandles: by("last-bar"),
    oneCandle,
    universe,
    regimes: regimesOf(universe),
    hours: timeframeMs(timeframe) >= 12 * HOUR_MS ? null : Array.from(closes.times, (time) => hourOf(time)),
    buckets: closes.symbols.length >= 10 ? 5 : MINIMUM_INSTRUMENTS,
    costs,
    candlesPerYear: candlesPerYear(timeframe),
    candlesPerDay: candlesPerYear(timeframe) / 365
  };
}

const hourOf = (time: number) => Math.floor((time % (24 * HOUR_MS)) / HOUR_MS);

function universeOf(forward: Panel): Float64Array {
  const made = new Float64Array(forward.times.length).fill(Number.NaN);
  for (let row = 1; row < made.length; row++) made[row] = mean(crossSection(forward, row - 1).filter(Number.isFinite));
  return made;
}

function regimesOf(universe: Float64Array): readonly Regime[] {
  // An index only names the stretch a close lies in; where nothing traded it stands still.
  let level = 1;
  const index = universe.map((value) => {
    level *= 1 + (Number.isNaN(value) ? 0 : value);
    return level;
  });
  const memory = Math.max(30, Math.min(720, Math.floor(index.length / 4)));
  return [
    {
      name: "volatility",
      rule: `thirds of the universe's 24-candle volatility among its last ${memory}`,
      labels: volatilityRegimes(index, {candles: 24, memory})
    },
    {
      name: "trend",
      rule: `the universe above or below its mean of ${TREND_CANDLES} candles`,
      labels: trendsOf(index)
    }
  ];
}

function trendsOf(index: Float64Array): readonly (string | null)[] {
  let sum = 0;
  return Array.from(index, (value, row) => {
    sum += value - (row >= TREND_CANDLES ? index[row - TREND_CANDLES]! : 0);
    if (row < TREND_CANDLES - 1) return null;
    return value > sum / TREND_CANDLES ? "rising" : "falling";
  });
}
