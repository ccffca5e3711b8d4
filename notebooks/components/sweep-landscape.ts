/** What the ranking figure did over the swept values: a hill that is broad may be real, a lone peak is likely luck. */
import * as Plot from "npm:@observablehq/plot";
import {type Criterion, scoreOf} from "../lib/integration/sweep/criterion.js";
import type {SweepReport} from "../lib/integration/sweep/sweep-report.js";
import {decimal} from "./format.js";
import {ACCENT, framedPlot, gainColor, INK, MUTED} from "./plot-frame.js";
import {lastWord, valueText} from "./sweep-trials.js";

type Swept = Pick<SweepReport, "trials" | "parameters" | "by" | "best">;

interface Point {
  readonly values: readonly string[];
  readonly score: number;
  readonly isBest: boolean;
  readonly title: string;
}

/** One dot a trial over one parameter; over two and more the mean of the trials at each pair of the first two. */
export function sweepLandscape(sweep: Swept, width: number): SVGSVGElement | HTMLElement {
  const points = scoredPoints(sweep);
  return sweep.parameters.length < 2 ? dots(sweep, points, width) : cells(sweep, points, width);
}

function scoredPoints({trials, parameters, by, best}: Swept): readonly Point[] {
  return trials.flatMap(({number, parameters: chosen, figures}) => {
    const score = figures === null ? null : scoreOf(figures, by as Criterion);
    if (score === null) return [];
    const values = parameters.map(({path}) => valueText(chosen[path]));
    const title = [
      ...parameters.map(({path}, index) => `${lastWord(path)} ${values[index]}`),
      `${by} ${decimal(score)}`
    ];
    return [{values, score, isBest: number === best?.number, title: title.join("\n")}];
  });
}

/** Values in their own order where they are numbers. */
function ordered(values: readonly string[]): readonly string[] {
  const different = [...new Set(values)];
  return different.every((value) => Number.isFinite(Number(value)))
    ? different.sort((a, b) => Number(a) - Number(b))
    : different.sort();
}

function dots({parameters, by}: Swept, points: readonly Point[], width: number) {
  const name = parameters[0]?.path ?? "";
  const at = (point: Point) => point.values[0] ?? "";
  const isNumber = points.every((point) => Number.isFinite(Number(at(point))));
  const x = isNumber ? (point: Point) => Number(at(point)) : at;
  return framedPlot({
    width,
    height: 260,
    marginBottom: 46,
    x: {
      label: lastWord(name),
      labelArrow: "none",
      ...(isNumber ? {} : {type: "point", domain: ordered(points.map(at))})
    },
    y: {label: by, labelArrow: "none", grid: true, ticks: 6},
    marks: [
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.3}),
      ...(isNumber ? [Plot.lineY(points, {x, y: "score", sort: x, stroke: MUTED, strokeOpacity: 0.6})] : []),
      Plot.dot(points, {x, y: "score", fill: ACCENT, fillOpacity: 0.75, r: 4}),
      Plot.dot(points, {x, y: "score", filter: "isBest", stroke: INK, strokeWidth: 1.5, r: 7}),
      Plot.tip(points, Plot.pointer({x, y: "score", title: "title", fill: "var(--pt-surface)"}))
    ]
  });
}

interface Cell {
  readonly first: string;
  readonly second: string;
  readonly mean: number;
  readonly count: number;
  readonly hasBest: boolean;
}

function cells({parameters, by}: Swept, points: readonly Point[], width: number) {
  const grid = meansByPair(points);
  const strongest = grid.reduce((most, {mean}) => Math.max(most, Math.abs(mean)), 0) || 1;
  const rows = ordered(grid.map(({second}) => second));
  const longest = rows.reduce((most, text) => Math.max(most, text.length), 0);
  return framedPlot({
    width,
    height: Math.max(120, rows.length * Math.max(18, Math.min(42, 420 / rows.length)) + 56),
    marginLeft: Math.min(width * 0.4, Math.max(56, 7.4 * longest + 16)),
    marginBottom: 46,
    marginTop: 26,
    x: {
      label: lastWord(parameters[0]?.path ?? ""),
      labelArrow: "none",
      domain: ordered(grid.map(({first}) => first)),
      padding: 0.04
    },
    y: {label: lastWord(parameters[1]?.path ?? ""), labelArrow: "none", domain: rows, padding: 0.04, reverse: true},
    marks: [
      Plot.cell(grid, {
        x: "first",
        y: "second",
        rx: 2,
        fill: ({mean}: Cell) => gainColor(mean / strongest),
        tip: {fill: "var(--pt-surface)"},
        title: ({first, second, mean, count}: Cell) =>
          `${lastWord(parameters[0]?.path ?? "")} ${first}\n${lastWord(parameters[1]?.path ?? "")} ${second}\n${by} ${decimal(mean)}${count === 1 ? "" : `, mean of ${count} trials`}`
      }),
      Plot.cell(grid, {x: "first", y: "second", filter: "hasBest", fill: "none", stroke: INK, strokeWidth: 1.5, rx: 2}),
      ...(grid.length <= 120
        ? [Plot.text(grid, {x: "first", y: "second", text: ({mean}: Cell) => decimal(mean), fill: INK})]
        : [])
    ]
  });
}

export function meansByPair(points: readonly Pick<Point, "values" | "score" | "isBest">[]): readonly Cell[] {
  const sums = new Map<string, Cell>();
  for (const {values, score, isBest} of points) {
    const [first = "", second = ""] = values;
    const key = JSON.stringify([first, second]);
    const before = sums.get(key) ?? {first, second, mean: 0, count: 0, hasBest: false};
    const count = before.count + 1;
    sums.set(key, {
      ...before,
      count,
      mean: before.mean + (score - before.mean) / count,
      hasBest: before.hasBest || isBest
    });
  }
  return [...sums.values()];
}
