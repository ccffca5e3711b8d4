/** Equity beside its benchmark, and below it the share lost from the highest point so far. */
import * as Plot from "npm:@observablehq/plot";
import {element} from "./element.js";
import {compact, decimal, percent, whole} from "./format.js";
import {ACCENT, DOWN, framedPlot, MUTED, timeAxis} from "./plot-frame.js";
import type {Zone} from "./time-zone.js";

/** Time (epoch ms), equity, drawdown as a fraction, benchmark or nothing. */
export type EquityPoint = readonly [time: number, equity: number, drawdown: number, benchmark?: number | null];

export const EQUITY_LEGEND = [
  ["Equity", ACCENT],
  ["Benchmark: buy and hold", MUTED]
] as const;

/** The drawdown's axis reaches this deep even when nothing was lost yet. */
const SMALLEST_DEPTH = 0.002;

export function equityChart(points: readonly EquityPoint[], {width, zone}: {width: number; zone: Zone}): HTMLElement {
  const time = (point: EquityPoint) => point[0];
  const marginLeft = 56;
  const benchmark = points.filter((point) => typeof point[3] === "number");
  const title = (point: EquityPoint) =>
    [
      zone.dateTime(point[0]),
      `equity ${decimal(point[1])}`,
      ...(typeof point[3] === "number" ? [`benchmark ${decimal(point[3])}`] : []),
      `drawdown ${percent(point[2])}`
    ].join("\n");
  const known = points.flatMap((point) => [point[1], ...(typeof point[3] === "number" ? [point[3]] : [])]);
  const curve = framedPlot({
    width,
    height: Math.min(300, Math.max(200, width * 0.34)),
    marginLeft,
    marginBottom: 8,
    x: {...timeAxis(zone, width), axis: null},
    y: {label: null, grid: true, nice: true, ticks: 6, ...valueAxis(known)},
    marks: [
      Plot.lineY(benchmark, {
        x: time,
        y: (point: EquityPoint) => point[3],
        stroke: MUTED,
        strokeWidth: 1.2,
        strokeOpacity: 0.7
      }),
      Plot.lineY(points, {x: time, y: (point: EquityPoint) => point[1], stroke: ACCENT, strokeWidth: 2}),
      Plot.ruleX(points, Plot.pointerX({x: time, stroke: MUTED, strokeOpacity: 0.6})),
      Plot.tip(points, Plot.pointerX({x: time, y: (point: EquityPoint) => point[1], title, fill: "var(--pt-surface)"}))
    ]
  });
  const deepest = points.reduce((most, point) => Math.max(most, point[2]), 0);
  const loss = (point: EquityPoint) => -point[2];
  const drawdown = framedPlot({
    width,
    height: 116,
    marginBottom: 38,
    marginLeft,
    marginTop: 6,
    x: timeAxis(zone, width),
    y: {
      label: null,
      grid: true,
      ticks: 3,
      domain: [-Math.max(deepest, SMALLEST_DEPTH), 0],
      nice: true,
      tickFormat: (value: number) => percent(value, deepest < 0.01 ? 2 : deepest < 0.05 ? 1 : 0)
    },
    marks: [
      Plot.areaY(points, {x: time, y: loss, fill: DOWN, fillOpacity: 0.22}),
      Plot.lineY(points, {x: time, y: loss, stroke: DOWN, strokeWidth: 1.2})
    ]
  });
  return element("div", {}, curve, drawdown);
}

/** A curve that hardly moves gets an axis in whole units, and one that does not move at all some room around it. */
function valueAxis(values: readonly number[]): {domain: [number, number]; tickFormat: (value: number) => string} {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const room = high - low < 1e-4 * Math.abs(high) ? 0.002 * Math.abs(high) : 0;
  return {
    domain: [low - room, high + room],
    tickFormat: high - low < 0.1 * Math.abs(high) ? whole : compact
  };
}
