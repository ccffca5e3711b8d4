/** Whether trades were more than luck: against entries at random times, and how they stood while they were held. */
import * as Plot from "npm:@observablehq/plot";
import type {ReportedTrade, RunReport} from "../lib/integration/run-report.js";
import {element} from "./element.js";
import {ABSENT, percent, signedPercent, whole} from "./format.js";
import {DOWN, framedPlot, INK, MUTED, tickCount, UP} from "./plot-frame.js";
import {facts, mark} from "./tiles.js";

export function randomEntries({
  n,
  dropped,
  draws,
  actual,
  mean,
  low,
  high,
  pValue
}: RunReport["randomEntries"]): HTMLElement {
  if (actual === null || pValue === null) return element("p", {}, "No closed trade to compare.");
  const known = (value: number | null) => (value === null ? ABSENT : signedPercent(value, 3));
  const isBetter = pValue < 0.05;
  return element(
    "div",
    {},
    facts([
      ["Mean trade", known(actual)],
      ["At random times", `${known(mean)}, nine in ten between ${known(low)} and ${known(high)}`],
      ["p-value", mark(pValue.toFixed(3), isBetter ? "good" : "caution")],
      [
        "Compared",
        `${whole(n)} trades, ${whole(draws)} draws${dropped === 0 ? "" : `; ${whole(dropped)} could not be`}`
      ]
    ]),
    element(
      "p",
      {class: "pt-reason"},
      isBetter
        ? "Entries at random times rarely did as well: the timing has something to it, on this data."
        : "Entries at random times often did as well: nothing here says that the timing is more than luck."
    )
  );
}

/** Worst against best return of each trade while it was held, winners and losers apart in colour. */
export function excursionChart(trades: readonly ReportedTrade[], width: number): SVGSVGElement | HTMLElement {
  const title = (trade: ReportedTrade) =>
    [
      trade.instrument,
      `worst ${signedPercent(trade.worst, 2)}`,
      `best ${signedPercent(trade.best, 2)}`,
      `result ${signedPercent(trade.profitRatio, 2)}`
    ].join("\n");
  const places = {x: (trade: ReportedTrade) => trade.worst, y: (trade: ReportedTrade) => trade.best};
  return framedPlot({
    width,
    height: Math.min(320, Math.max(220, width * 0.6)),
    marginLeft: 48,
    x: {
      label: "worst while held",
      tickFormat: (value: number) => percent(value, 0),
      ticks: tickCount(width),
      nice: true
    },
    y: {label: null, grid: true, tickFormat: (value: number) => percent(value, 0), nice: true},
    marks: [
      Plot.ruleX([0], {stroke: INK, strokeOpacity: 0.3}),
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.3}),
      Plot.dot(trades, {
        ...places,
        r: 2.5,
        fill: (trade: ReportedTrade) => (trade.profitRatio < 0 ? DOWN : UP),
        fillOpacity: 0.6
      }),
      Plot.tip(trades, Plot.pointer({...places, title, fill: "var(--pt-surface)", stroke: MUTED}))
    ]
  });
}
