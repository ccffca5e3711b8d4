/** What a factor would have been worth: its portfolio over time, the return left by capital, and the path around signals. */
import * as Plot from "npm:@observablehq/plot";
import type {CapacityImpact, EventImpact, PortfolioImpact} from "../lib/integration/factor-impact.js";
import {basisPoints, compact, decimal, percent, signedPercent} from "./format.js";
import {ACCENT, DOWN, framedPlot, INK, MUTED, timeAxis, UP} from "./plot-frame.js";
import type {Zone} from "./time-zone.js";

type Drawing = SVGSVGElement | HTMLElement;
const tip = {fill: "var(--pt-surface)"};
const zero = () => Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.35});

export const PORTFOLIO_LEGEND = [
  ["before costs", MUTED],
  ["after costs", ACCENT]
] as const;

export const EVENT_LEGEND = [
  ["into the top", UP],
  ["into the bottom", DOWN]
] as const;

type Curve = NonNullable<PortfolioImpact["portfolio"]>["curve"];

export function portfolioChart(curve: Curve, {width, zone}: {width: number; zone: Zone}): Drawing {
  type Point = Curve[number];
  const time = (point: Point) => new Date(point.time);
  return framedPlot({
    width,
    height: 230,
    marginLeft: 66,
    x: timeAxis(zone, width),
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => percent(value, 0)},
    marks: [
      zero(),
      Plot.lineY(curve, {x: time, y: "gross", stroke: MUTED, strokeWidth: 1.5}),
      Plot.lineY(curve, {
        x: time,
        y: "net",
        stroke: ACCENT,
        strokeWidth: 2,
        tip,
        title: (point: Point) =>
          `${zone.dateTime(point.time)}\nbefore costs ${signedPercent(point.gross)}\nafter costs ${signedPercent(point.net)}`
      })
    ]
  });
}

export function capacityChart({curve, optimum, breakEven}: CapacityImpact, width: number): Drawing {
  type Point = CapacityImpact["curve"][number];
  const marks = [optimum, breakEven].filter((capital) => capital !== null && capital >= 1e4 && capital <= 1e9);
  return framedPlot({
    width,
    height: 230,
    marginLeft: 66,
    marginBottom: 36,
    x: {
      type: "log",
      label: "capital",
      ticks: Math.max(2, Math.floor(width / 90)),
      tickFormat: (value: number) => compact(value)
    },
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => percent(value, 0)},
    marks: [
      zero(),
      Plot.ruleX(marks, {stroke: ACCENT, strokeDasharray: "3,3"}),
      Plot.lineY(curve, {x: "capital", y: "netAnnual", stroke: ACCENT, strokeWidth: 2}),
      Plot.dot(curve, {
        x: "capital",
        y: "netAnnual",
        fill: ACCENT,
        r: 3.5,
        tip,
        title: (point: Point) => `${compact(point.capital)}\n${signedPercent(point.netAnnual)} a year`
      })
    ]
  });
}

export function eventChart(events: readonly EventImpact[], width: number): Drawing {
  type Point = EventImpact["path"][number];
  const color = ({signal}: EventImpact) => (signal === "top" ? UP : DOWN);
  return framedPlot({
    width,
    height: 230,
    marginBottom: 36,
    x: {label: "candles from the signal", ticks: Math.max(3, Math.floor(width / 70))},
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => percent(value, 1)},
    marks: [
      zero(),
      Plot.ruleX([0], {stroke: INK, strokeOpacity: 0.5, strokeDasharray: "3,3"}),
      ...events.flatMap((event) => [
        Plot.areaY(event.path, {x: "offset", y1: "low", y2: "high", fill: color(event), fillOpacity: 0.14}),
        Plot.lineY(event.path, {
          x: "offset",
          y: "mean",
          stroke: color(event),
          strokeWidth: 2,
          tip,
          title: (point: Point) =>
            `${point.offset} candles\n${basisPoints(point.mean === null ? null : point.mean * 10_000)}\n95 %: ${decimal((point.low ?? Number.NaN) * 100)} to ${decimal((point.high ?? Number.NaN) * 100)} %`
        })
      ])
    ]
  });
}
