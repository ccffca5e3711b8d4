/** Is an agent as often right as it says, and is it still? */
import * as Plot from "npm:@observablehq/plot";
import type {AgentReport, ReliabilityBin} from "./agent-report.js";
import {percent, whole} from "./format.js";
import {ACCENT, framedPlot, INK, MUTED, timeAxis, UP} from "./plot-frame.js";
import type {Zone} from "./time-zone.js";

type Drawing = SVGSVGElement | HTMLElement;
const tip = {fill: "var(--pt-surface)"};

export const RELIABILITY_LEGEND = [
  ["as the agent said it", MUTED],
  ["after calibration", ACCENT]
] as const;

/** Said probability against what came true, a tenth of the predictions a dot; the diagonal is perfect. */
export function reliabilityDiagram(
  {reliabilityRaw, reliabilityCalibrated}: Pick<AgentReport, "reliabilityRaw" | "reliabilityCalibrated">,
  width: number
): Drawing {
  const size = Math.min(width, 360);
  const bins = [...reliabilityRaw, ...reliabilityCalibrated].flatMap((bin) => [bin.meanPredicted, bin.observed]);
  const low = Math.floor(Math.min(0.46, ...bins) * 50) / 50;
  const high = Math.ceil(Math.max(0.54, ...bins) * 50) / 50;
  const axis = {domain: [low, high], ticks: 5, tickFormat: (value: number) => percent(value, 0), grid: true};
  return framedPlot({
    width: size,
    height: size * 0.9,
    marginBottom: 38,
    x: {...axis, label: "said probability of up"},
    y: {...axis, label: null},
    marks: [
      Plot.line(
        [
          [low, low],
          [high, high]
        ],
        {stroke: INK, strokeOpacity: 0.4, strokeDasharray: "4,4"}
      ),
      ...reliabilityMarks(reliabilityRaw, MUTED),
      ...reliabilityMarks(reliabilityCalibrated, ACCENT)
    ]
  });
}

function reliabilityMarks(bins: readonly ReliabilityBin[], color: string): Plot.Markish[] {
  const place = {x: "meanPredicted", y: "observed"};
  return [
    Plot.line(bins, {...place, stroke: color, strokeOpacity: 0.5}),
    Plot.dot(bins, {
      ...place,
      r: 4.5,
      fill: color,
      fillOpacity: 0.75,
      tip,
      title: (bin: ReliabilityBin) =>
        `said ${percent(bin.meanPredicted)}\ncame true ${percent(bin.observed)}\n${whole(bin.count)} predictions`
    })
  ];
}

/** Wealth of a bettor on the agent, from 1, on a scale of multiples; the line is proof at 5 %. */
export function betChart(
  {curve}: Pick<NonNullable<AgentReport["evidence"]["bet"]>, "curve">,
  {width, zone}: {readonly width: number; readonly zone: Zone}
): Drawing {
  type Point = (typeof curve)[number];
  const largest = curve.reduce((high, {wealth}) => Math.max(high, wealth), 30);
  const smallest = curve.reduce((low, {wealth}) => Math.min(low, wealth), 0.5);
  return framedPlot({
    width,
    height: 230,
    marginBottom: 38,
    x: timeAxis(zone, width),
    y: {type: "log", label: null, grid: true, ticks: 4, tickFormat: "~g", domain: [smallest, largest]},
    marks: [
      Plot.ruleY([1], {stroke: INK, strokeOpacity: 0.5}),
      Plot.ruleY([20], {stroke: UP, strokeDasharray: "4,4"}),
      Plot.lineY(curve, {
        x: ({time}: Point) => new Date(time),
        y: "wealth",
        stroke: ACCENT,
        strokeWidth: 2,
        clip: true,
        tip,
        title: ({time, wealth}: Point) => `${new Date(time).toISOString().slice(0, 10)}\nwealth ${wealth.toFixed(2)}`
      })
    ]
  });
}

/** Share of right directions by month, against the coin's half. */
export function hitRateChart(months: AgentReport["byMonth"], width: number): Drawing {
  type Month = AgentReport["byMonth"][number];
  const every = Math.ceil(months.length / Math.max(2, Math.floor(width / 70)));
  const rates = months.flatMap(({hitRate}) => (hitRate === null ? [] : [hitRate]));
  const reach = Math.max(0.03, ...rates.map((rate) => Math.abs(rate - 0.5))) * 1.2;
  return framedPlot({
    width,
    height: 220,
    x: {
      type: "point",
      label: null,
      ticks: months.map(({month}) => month).filter((_, index) => index % every === 0),
      tickSize: 0
    },
    y: {
      label: null,
      grid: true,
      ticks: 5,
      domain: [0.5 - reach, 0.5 + reach],
      tickFormat: (value: number) => percent(value, 0)
    },
    marks: [
      Plot.ruleY([0.5], {stroke: INK, strokeOpacity: 0.5}),
      Plot.lineY(months, {x: "month", y: "hitRate", stroke: ACCENT, strokeWidth: 2}),
      Plot.dot(months, {
        x: "month",
        y: "hitRate",
        fill: ACCENT,
        r: 3.5,
        tip,
        title: (month: Month) => `${month.month}\nright ${percent(month.hitRate)}\n${whole(month.n)} predictions`
      })
    ]
  });
}
