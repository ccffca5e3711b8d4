/** How values are spread: counts in bins of equal width, losses and gains apart in colour. */
import * as Plot from "npm:@observablehq/plot";
import {DOWN, framedPlot, INK, tickCount, UP} from "./plot-frame.js";

export interface HistogramOptions {
  readonly width: number;
  readonly format: (value: number) => string;
}

export function histogram(values: readonly number[], {width, format}: HistogramOptions): SVGSVGElement | HTMLElement {
  const thresholds = Math.max(10, Math.min(40, Math.floor(width / 16)));
  return framedPlot({
    width,
    height: 220,
    x: {label: null, tickFormat: format, ticks: tickCount(width)},
    y: {label: null, grid: true, ticks: 5},
    marks: [
      Plot.rectY(values, {
        ...Plot.binX(
          {y: "count", fill: (bin: readonly number[]) => ((bin[0] ?? 0) < 0 ? DOWN : UP)},
          {x: (value: number) => value, thresholds}
        ),
        fillOpacity: 0.75,
        inset: 0.5
      }),
      Plot.ruleX([0], {stroke: INK, strokeOpacity: 0.5}),
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.3})
    ]
  });
}
