/** What choosing earned where it had not been chosen: walk-forward, stretch by stretch, and the paths of CPCV. */
import * as Plot from "npm:@observablehq/plot";
import type {CrossValidation} from "../lib/integration/sweep/cross-validation.js";
import type {WalkForward, WalkForwardFold} from "../lib/integration/sweep/walk-forward.js";
import {element} from "./element.js";
import {decimal, percent, signedPercent, whole} from "./format.js";
import {ACCENT, framedPlot, INK, MUTED, timeAxis} from "./plot-frame.js";
import {table} from "./table.js";
import {facts} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export const WALK_FORWARD_LEGEND = [
  ["In sample, where it was chosen", MUTED],
  ["Out of sample, the stretch after", ACCENT]
] as const;

type Defined<Result> = Extract<Result, {readonly isDefined: true}>;

/** In and out of sample by the start of each test. */
export function walkForwardChart({folds}: Defined<WalkForward>, {width, zone}: {width: number; zone: Zone}) {
  const at = (fold: WalkForwardFold) => fold.testFrom;
  return framedPlot({
    width,
    height: 252,
    marginBottom: 38,
    x: {...timeAxis(zone, width), inset: 12},
    y: {label: null, grid: true, ticks: 5, nice: true},
    marks: [
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.35}),
      Plot.link(known(folds, true), {
        x1: at,
        x2: at,
        y1: "inSample",
        y2: "outOfSample",
        stroke: MUTED,
        strokeOpacity: 0.5
      }),
      Plot.dot(known(folds), {x: at, y: "inSample", fill: MUTED, r: 4}),
      Plot.dot(known(folds, true), {x: at, y: "outOfSample", fill: ACCENT, r: 4.5})
    ]
  });
}

function known(folds: readonly WalkForwardFold[], alsoOutside = false): readonly WalkForwardFold[] {
  return folds.filter(({inSample, outOfSample}) => inSample !== null && (!alsoOutside || outOfSample !== null));
}

export function walkForwardFacts({
  outOfSample,
  inSampleAnnualReturn,
  efficiency,
  changes,
  kind,
  gapCandles,
  folds
}: Defined<WalkForward>): HTMLElement {
  return facts([
    ["Out of sample, Sharpe", decimal(outOfSample.sharpe)],
    ["Out of sample, return", signedPercent(outOfSample.totalReturn)],
    [
      "A year, out against in sample",
      `${signedPercent(outOfSample.annualReturn)} against ${signedPercent(inSampleAnnualReturn)}`
    ],
    ["Efficiency", decimal(efficiency)],
    ["The choice changed", `${whole(changes)} of ${whole(Math.max(0, folds.length - 1))} times`],
    ["Training", `${kind}, ${whole(gapCandles)} candles left out before each test`]
  ]);
}

export function foldTable(folds: readonly WalkForwardFold[], zone: Zone): HTMLElement {
  return table(folds, [
    {label: "Test from", value: ({testFrom}) => testFrom, show: ({testFrom}) => zone.date(testFrom)},
    {
      label: "Trial",
      kind: "number",
      value: ({chosen}) => chosen,
      explanation: "The best of the time before, by number."
    },
    {label: "In sample", kind: "number", value: ({inSample}) => inSample, show: ({inSample}) => decimal(inSample)},
    {
      label: "Out of sample",
      kind: "number",
      value: ({outOfSample}) => outOfSample,
      show: ({outOfSample}) => decimal(outOfSample),
      explanation: "The same figure over the test; undefined where the chosen one did not trade."
    }
  ]);
}

/** The Sharpe ratio of each path as a tick, and their mean. */
export function pathChart({paths, sharpe}: Defined<CrossValidation>, width: number) {
  return framedPlot({
    width,
    height: 124,
    marginLeft: 24,
    marginBottom: 46,
    x: {label: "Sharpe ratio of a path", labelArrow: "none", nice: true, grid: true},
    marks: [
      Plot.ruleX([0], {stroke: INK, strokeOpacity: 0.5}),
      Plot.tickX(
        paths.filter((path) => path.sharpe !== null),
        {x: "sharpe", stroke: ACCENT, strokeOpacity: 0.7, strokeWidth: 2}
      ),
      ...(sharpe.mean === null ? [] : [Plot.dot([sharpe.mean], {x: (value: number) => value, fill: INK, r: 4.5})])
    ]
  });
}

export function pathFacts({groups, testGroups, splits, paths, sharpe}: Defined<CrossValidation>): HTMLElement {
  return facts([
    [
      "Paths",
      `${whole(paths.length)} from ${whole(splits.length)} splits: ${groups} groups of time, ${testGroups} tested`
    ],
    ["Sharpe, mean and deviation", `${decimal(sharpe.mean)} ± ${decimal(sharpe.deviation)}`],
    ["Lowest to highest", `${decimal(sharpe.lowest)} to ${decimal(sharpe.highest)}`],
    ["Not above zero", percent(sharpe.notPositive, 0)]
  ]);
}

export function undefinedNote(reason: string): HTMLElement {
  return element("p", {}, `Not worked out: ${reason}.`);
}
