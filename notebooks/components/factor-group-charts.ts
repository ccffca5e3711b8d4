/** A factor's information coefficient in parts of the sample, each with its 95 % band: hours, regimes, years. */
import * as Plot from "npm:@observablehq/plot";
import type {GroupImpact} from "../lib/integration/factor-impact.js";
import {decimal, whole} from "./format.js";
import {DOWN, framedPlot, INK, UP} from "./plot-frame.js";

export interface GroupChartOptions {
  readonly width: number;
  readonly label: string;
}

export function groupChart(
  groups: readonly GroupImpact[],
  {width, label}: GroupChartOptions
): SVGSVGElement | HTMLElement {
  const every = Math.ceil(groups.length / Math.max(2, Math.floor(width / 34)));
  const end = ({meanIc, standardError}: GroupImpact, sign: number) =>
    meanIc === null || standardError === null ? Number.NaN : meanIc + sign * 1.96 * standardError;
  return framedPlot({
    width,
    height: 210,
    marginBottom: 36,
    x: {
      type: "band",
      label,
      padding: 0.25,
      tickSize: 0,
      domain: groups.map(({group}) => group),
      ticks: groups.map(({group}) => group).filter((_, index) => groups.length <= 6 || index % every === 0)
    },
    y: {label: null, grid: true, ticks: 5, tickFormat: (value: number) => decimal(value, 2)},
    marks: [
      Plot.barY(groups, {
        x: "group",
        y: "meanIc",
        fill: (group: GroupImpact) => ((group.meanIc ?? 0) < 0 ? DOWN : UP),
        fillOpacity: 0.75,
        rx: 2,
        tip: {fill: "var(--pt-surface)"},
        title: (group: GroupImpact) =>
          `${group.group}\nIC ${decimal(group.meanIc, 4)}, t ${decimal(group.t)}\n${whole(group.n)} closes`
      }),
      Plot.ruleX(groups, {
        x: "group",
        y1: (group: GroupImpact) => end(group, -1),
        y2: (group: GroupImpact) => end(group, 1),
        stroke: INK,
        strokeWidth: 1.2
      }),
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.35})
    ]
  });
}
