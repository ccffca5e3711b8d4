/** Candles with their volume. A gap stays empty: time runs on, nothing is drawn across it. */
import * as Plot from "npm:@observablehq/plot";
import {element} from "./element.js";
import {compact, price} from "./format.js";
import {ACCENT, DOWN, framedPlot, INK, timeAxis, UP} from "./plot-frame.js";
import type {Zone} from "./time-zone.js";

export interface ChartCandle {
  /** Epoch ms. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface ChartMarker {
  readonly time: number;
  readonly price: number;
  readonly label: string;
  readonly side: "buy" | "sell";
  /** An order that stands, rather than one that was filled. */
  readonly isOrder?: boolean;
}

export interface CandleChartOptions {
  readonly width: number;
  readonly zone: Zone;
  readonly markers?: readonly ChartMarker[];
  /** A moment to point at, epoch ms. */
  readonly moment?: number;
}

export const TRADE_LEGEND = [
  ["bought", UP],
  ["sold", DOWN]
] as const;

export function candleChart(candles: readonly ChartCandle[], options: CandleChartOptions): HTMLElement {
  const {width, zone} = options;
  const shared = {...timeAxis(zone, width), ...timeSpan(candles)};
  const marginLeft = 62;
  const prices = framedPlot({
    width,
    height: Math.min(380, Math.max(240, width * 0.42)),
    marginLeft,
    marginBottom: 8,
    x: {...shared, axis: null},
    y: {label: null, grid: true, nice: true},
    marks: priceMarks(candles, options)
  });
  const volumes = framedPlot({
    width,
    height: 104,
    marginBottom: 38,
    marginLeft,
    marginTop: 4,
    x: shared,
    y: {label: null, ticks: 2, tickFormat: compact},
    marks: [
      Plot.ruleX(candles, {
        x: middle(candles),
        y: "volume",
        stroke: color,
        strokeOpacity: 0.55,
        strokeWidth: bodyWidth(candles, width)
      }),
      Plot.ruleY([0], {stroke: INK, strokeOpacity: 0.3})
    ]
  });
  return element("div", {}, prices, volumes);
}

function priceMarks(
  candles: readonly ChartCandle[],
  {width, zone, markers = [], moment}: CandleChartOptions
): Plot.Markish[] {
  const title = (candle: ChartCandle) =>
    [
      zone.dateTime(candle.openTime),
      `open ${price(candle.open)}  close ${price(candle.close)}`,
      `high ${price(candle.high)}  low ${price(candle.low)}`,
      `volume ${compact(candle.volume)}`
    ].join("\n");
  const sideColor = (one: ChartMarker) => (one.side === "buy" ? UP : DOWN);
  const rotate = (one: ChartMarker) => (one.side === "buy" ? 0 : 180);
  const marker = {x: "time", y: "price", r: 7, fill: sideColor};
  const order = {x: "time", y: "price", r: 11, stroke: sideColor};
  const fills = markers.filter(({isOrder}) => isOrder !== true);
  return [
    ...(moment === undefined ? [] : [Plot.ruleX([moment], {stroke: ACCENT, strokeDasharray: "3,3"})]),
    Plot.ruleX(candles, {x: middle(candles), y1: "low", y2: "high", stroke: color, strokeWidth: 1}),
    Plot.ruleX(candles, {
      x: middle(candles),
      y1: "open",
      y2: "close",
      stroke: color,
      strokeWidth: bodyWidth(candles, width),
      strokeLinecap: "butt"
    }),
    Plot.dot(
      markers.filter(({isOrder}) => isOrder === true),
      {...order, symbol: "circle", fill: "none", strokeWidth: 1.6, title: "label"}
    ),
    Plot.dot(fills, {...marker, symbol: "triangle", rotate, stroke: "var(--pt-surface)", strokeWidth: 1.2}),
    Plot.tip(fills, Plot.pointer({x: "time", y: "price", title: "label", fill: "var(--pt-surface)"})),
    Plot.tip(candles, Plot.pointerX({x: middle(candles), y: "high", title, fill: "var(--pt-surface)"}))
  ];
}

/** A candle is drawn in the middle of its span, so that a moment at its close stands between it and the next. */
function middle(candles: readonly ChartCandle[]): (candle: ChartCandle) => number {
  const half = candleSpan(candles) / 2;
  return ({openTime}) => openTime + half;
}

/** The shortest distance between two candles: a gap is longer. */
function candleSpan(candles: readonly ChartCandle[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  candles.forEach(({openTime}, index) => {
    const before = candles[index - 1];
    if (before !== undefined) shortest = Math.min(shortest, openTime - before.openTime);
  });
  return Number.isFinite(shortest) ? shortest : 0;
}

const color = (candle: ChartCandle) => (candle.close >= candle.open ? UP : DOWN);

/** From the first open to the last close. */
function timeSpan(candles: readonly ChartCandle[]): {domain?: [number, number]} {
  const first = candles[0];
  const last = candles[candles.length - 1];
  if (first === undefined || last === undefined) return {};
  return {domain: [first.openTime, last.openTime + candleSpan(candles)]};
}

/** Seven tenths of the room for one candle, so that neighbours never touch. */
function bodyWidth(candles: readonly ChartCandle[], width: number): number {
  return Math.max(1, Math.min(14, (0.7 * (width - 80)) / Math.max(1, candles.length)));
}
