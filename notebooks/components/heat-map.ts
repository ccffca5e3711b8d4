/** Cells of colour: what a snapshot covers by month, and how factors move together. */
import * as Plot from "npm:@observablehq/plot";
import {decimal, percent, whole} from "./format.js";
import {directionColor, framedPlot} from "./plot-frame.js";

export interface CoverageCell {
  readonly instrument: string;
  readonly timeframe: string;
  readonly month: number;
  readonly candles: number;
  readonly expected: number;
}

const monthName = (time: number) => new Date(time).toISOString().slice(0, 7);

const series = (cell: CoverageCell) => `${cell.instrument} ${cell.timeframe}`;

/** Pixels of a letter of a series' name, most of which are capitals. */
const LETTER_WIDTH = 7.4;

/** Narrower than this, names stand above their rows instead of beside them: beside they would leave no room for cells. */
const NARROW = 560;

/** Rows are series, columns months (UTC). Full months are plain, the emptier the redder; before listing stays blank. */
export function coverageMap(cells: readonly CoverageCell[], width: number): SVGSVGElement | HTMLElement {
  const rows = new Set(cells.map(series)).size;
  const months = [...new Set(cells.map((cell) => monthName(cell.month)))].sort();
  const longest = cells.reduce((most, cell) => Math.max(most, series(cell).length), 0);
  const isNarrow = width < NARROW;
  const marginLeft = isNarrow ? 18 : Math.round(Math.max(80, LETTER_WIDTH * longest + 10));
  const every = Math.max(1, Math.ceil(months.length / Math.max(2, Math.floor((width - marginLeft - 8) / 62))));
  const share = (cell: CoverageCell) => (cell.expected === 0 ? 0 : cell.candles / cell.expected);
  return framedPlot({
    width,
    height: rows * (isNarrow ? 38 : 22) + 46,
    marginLeft,
    marginTop: 8,
    x: {
      domain: months,
      label: null,
      ticks: months.filter((_, index) => index % every === 0),
      tickSize: 0,
      padding: 0.06
    },
    y: {label: null, tickSize: 0, padding: 0.12, ...(isNarrow ? {axis: null} : {})},
    marks: [
      ...(isNarrow ? [rowNames(cells, months)] : []),
      Plot.cell(cells, {
        x: (cell: CoverageCell) => monthName(cell.month),
        y: series,
        fill: coverageColor(share),
        rx: 2,
        // Room for the row's name above it.
        ...(isNarrow ? {insetTop: 19} : {}),
        tip: {fill: "var(--pt-surface)"},
        title: (cell: CoverageCell) =>
          `${series(cell)}, ${monthName(cell.month)}\n${percent(share(cell))} of the month\n${whole(cell.candles)} candles, ${whole(cell.expected - cell.candles)} missing`
      })
    ]
  });
}

/** The name of each row, once, at the left end of its upper part. */
function rowNames(cells: readonly CoverageCell[], months: readonly string[]): Plot.Markish {
  const first = [...new Map(cells.map((cell) => [series(cell), cell])).values()];
  return Plot.text(first, {
    x: () => months[0],
    y: series,
    text: series,
    textAnchor: "start",
    lineAnchor: "bottom",
    dy: -4,
    fill: "var(--pt-muted)"
  });
}

/** Any missing candle shows: the step from complete to nearly complete is wide. */
function coverageColor(share: (cell: CoverageCell) => number) {
  return (cell: CoverageCell) => {
    const part = share(cell);
    if (part >= 1) return "color-mix(in oklab, var(--pt-accent) 62%, var(--pt-surface))";
    return `color-mix(in oklab, var(--pt-down) ${Math.round(35 + 60 * (1 - part))}%, var(--pt-sunken))`;
  };
}

export interface CorrelationCell {
  readonly first: string;
  readonly second: string;
  readonly value: number;
}

/** Rank correlation between factors; names fit at the left, columns carry theirs where there is room. */
export function correlationMap(cells: readonly CorrelationCell[], width: number): SVGSVGElement | HTMLElement {
  const count = new Set(cells.map((cell) => cell.first)).size;
  const marginLeft = Math.min(150, width * 0.36);
  const longest = cells.reduce((most, {second}) => Math.max(most, second.length), 0);
  // Names stand at 60 degrees: a little less high than they are long.
  const namesHeight = Math.round(6.3 * longest) + 14;
  const hasColumnNames = (width - marginLeft) / Math.max(1, count) >= 13;
  return framedPlot({
    width,
    height: count * Math.max(16, Math.min(26, (width - marginLeft) / count)) + (hasColumnNames ? namesHeight + 12 : 20),
    marginLeft,
    marginTop: hasColumnNames ? namesHeight : 8,
    marginBottom: 8,
    x: {label: null, axis: hasColumnNames ? "top" : null, tickRotate: -60, tickSize: 0, padding: 0.04},
    y: {label: null, tickSize: 0, padding: 0.04},
    marks: [
      Plot.cell(cells, {
        x: "second",
        y: "first",
        fill: (cell: CorrelationCell) => directionColor(cell.value),
        rx: 2,
        tip: {fill: "var(--pt-surface)"},
        title: (cell: CorrelationCell) => `${cell.first}\n${cell.second}\n${decimal(cell.value)}`
      })
    ]
  });
}

/** Every pair of the factors with a known correlation; a factor with itself is left blank. */
export function correlationCells(
  factors: readonly {readonly name: string; readonly correlations: Readonly<Record<string, number | null>>}[]
): readonly CorrelationCell[] {
  const names = factors.map(({name}) => name);
  return factors.flatMap(({name, correlations}) =>
    names.flatMap((second) => {
      const value = correlations[second];
      return second === name || typeof value !== "number" ? [] : [{first: name, second, value}];
    })
  );
}
