/** The charts of a factor's impact card. */
import * as Plot from "npm:@observablehq/plot";
import type {FactorReport} from "./factor-report.js";
import {basisPoints, decimal} from "./format.js";
import {ACCENT, DOWN, framedPlot, INK, tickCount, UP, WARM} from "./plot-frame.js";

type Drawing = SVGSVGElement | HTMLElement;
const zero = () => Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.35});
const tip = {fill: "var(--pt-surface)"};

/** Mean information coefficient of each month. */
export function monthlyIcChart(months: FactorReport["icByMonth"], width: number): Drawing {
  const every = Math.ceil(months.length / Math.max(2, Math.floor(width / 70)));
  return framedPlot({
    width,
    height: 210,
    x: {
      type: "band",
      label: null,
      ticks: months.map(({month}) => month).filter((_, index) => index % every === 0),
      tickSize: 0
    },
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => decimal(value, 2)},
    marks: [
      Plot.barY(months, {
        x: "month",
        y: "meanIc",
        fill: (month: {meanIc: number | null}) => ((month.meanIc ?? 0) < 0 ? DOWN : UP),
        fillOpacity: 0.8,
        rx: 2,
        tip,
        title: (month: {month: string; meanIc: number | null}) => `${month.month}\nIC ${decimal(month.meanIc, 3)}`
      }),
      zero()
    ]
  });
}

export const DECAY_LEGEND = [
  ["whole return", ACCENT],
  ["its last candle alone", WARM]
] as const;

/** Information coefficient by horizon, with the point where it has halved. */
export function decayChart(
  {decay, halfLifeCandles}: Pick<FactorReport, "decay" | "halfLifeCandles">,
  width: number
): Drawing {
  return framedPlot({
    width,
    height: 210,
    x: {
      type: "log",
      label: "horizon in candles",
      ticks: decay.map((point) => point.horizonCandles),
      tickFormat: String
    },
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => decimal(value, 3)},
    marginBottom: 36,
    marks: [
      zero(),
      ...(halfLifeCandles === null || halfLifeCandles > (decay.at(-1)?.horizonCandles ?? 0)
        ? []
        : [Plot.ruleX([halfLifeCandles], {stroke: ACCENT, strokeDasharray: "3,3"})]),
      Plot.lineY(decay, {x: "horizonCandles", y: "lastCandleIc", stroke: WARM, strokeWidth: 1.5}),
      Plot.lineY(decay, {x: "horizonCandles", y: "meanIc", stroke: ACCENT, strokeWidth: 2}),
      Plot.dot(decay, {
        x: "horizonCandles",
        y: "meanIc",
        fill: ACCENT,
        r: 4,
        tip,
        title: (point: FactorReport["decay"][number]) =>
          `${point.horizonCandles} candles\nIC ${decimal(point.meanIc, 4)}\nlast candle ${decimal(point.lastCandleIc, 4)}`
      })
    ]
  });
}

/** Mean forward return of each quantile with two standard errors either side. */
export function quantileChart(quantiles: FactorReport["quantiles"], width: number): Drawing {
  type Quantile = FactorReport["quantiles"][number];
  const bps = (value: number | null) => (value === null ? Number.NaN : value * 10_000);
  const end = (quantile: Quantile, sign: number) => bps(quantile.meanReturn) + sign * 2 * bps(quantile.standardError);
  return framedPlot({
    width,
    height: 210,
    marginBottom: 36,
    x: {label: "quantile of the factor, lowest to highest", tickSize: 0, padding: 0.25},
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => `${value}`},
    marks: [
      Plot.barY(quantiles, {
        x: "quantile",
        y: (quantile: Quantile) => bps(quantile.meanReturn),
        fill: (quantile: Quantile) => ((quantile.meanReturn ?? 0) < 0 ? DOWN : UP),
        fillOpacity: 0.75,
        rx: 2,
        tip,
        title: (quantile: Quantile) =>
          `quantile ${quantile.quantile}\n${basisPoints(bps(quantile.meanReturn))} ± ${decimal(2 * bps(quantile.standardError), 1)}`
      }),
      Plot.ruleX(quantiles, {
        x: "quantile",
        y1: (quantile: Quantile) => end(quantile, -1),
        y2: (quantile: Quantile) => end(quantile, 1),
        stroke: INK,
        strokeWidth: 1.4
      }),
      zero()
    ]
  });
}

/** Corrected against uncorrected t statistic by horizon, with the hurdle that a new factor should pass. */
export function significanceChart(horizons: FactorReport["horizons"], width: number): Drawing {
  type Horizon = FactorReport["horizons"][number];
  const points = horizons.flatMap((horizon) => [
    {horizon: horizon.horizonCandles, t: horizon.tNaive, kind: "naive"},
    {horizon: horizon.horizonCandles, t: horizon.tHac, kind: "corrected"}
  ]);
  return framedPlot({
    width,
    height: 210,
    marginBottom: 36,
    x: {type: "point", label: "horizon in candles", domain: horizons.map((horizon: Horizon) => horizon.horizonCandles)},
    y: {label: null, grid: true, ticks: tickCount(210)},
    marks: [
      Plot.ruleY([-3, 3], {stroke: ACCENT, strokeDasharray: "3,3"}),
      zero(),
      Plot.dot(points, {
        x: "horizon",
        y: "t",
        r: 5,
        stroke: ACCENT,
        strokeWidth: 1.8,
        fill: (point: {kind: string}) => (point.kind === "corrected" ? ACCENT : "var(--pt-surface)"),
        tip,
        title: (point: {horizon: number; t: number | null; kind: string}) =>
          `${point.horizon} candles, ${point.kind}\nt = ${decimal(point.t)}`
      })
    ]
  });
}
