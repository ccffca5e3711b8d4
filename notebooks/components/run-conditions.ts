/** When a run did well and when it did not: its deepest falls, and its figures by the market's volatility. */
import type {RegimeFigures} from "../lib/integration/run-regimes.js";
import type {ReportedDrawdown} from "../lib/integration/run-report.js";
import {element} from "./element.js";
import {ABSENT, decimal, percent, signedPercent, tone, whole} from "./format.js";
import {table} from "./table.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export function drawdownTable(drawdowns: readonly ReportedDrawdown[], zone: Zone): HTMLElement {
  if (drawdowns.length === 0) return element("p", {}, "Equity never fell below an earlier high.");
  return table(
    drawdowns,
    [
      {
        label: "Depth",
        kind: "number",
        value: (fall) => fall.depth,
        show: (fall) => percent(fall.depth, 2),
        explanation: "The share of the high that was lost at the deepest point."
      },
      {
        label: "From",
        value: (fall) => fall.from,
        show: (fall) => (fall.from === null ? "the start" : zone.dateTime(fall.from)),
        explanation: "The mark of the high before it."
      },
      {label: "Deepest", value: (fall) => fall.deepest, show: (fall) => zone.dateTime(fall.deepest)},
      {
        label: "Recovered",
        value: (fall) => fall.recovered,
        show: (fall) =>
          element(
            "div",
            {class: "pt-lines"},
            element("div", {}, fall.recovered === null ? mark("not yet", "caution") : zone.dateTime(fall.recovered)),
            element("small", {}, `${whole(fall.candles)} candles`)
          ),
        explanation: "The first mark back at the high; below, how many candles it lasted, or has lasted so far."
      }
    ],
    {sortBy: "Depth", isBrief: true}
  );
}

export function regimeTable(regimes: readonly RegimeFigures[]): HTMLElement {
  if (regimes.length === 0) return element("p", {}, "Too few candles to tell calm from wild.");
  const known = (value: number | null, format: (value: number) => string) => (value === null ? ABSENT : format(value));
  return table(
    regimes,
    [
      {
        label: "Market",
        value: (row) => row.regime,
        explanation: "Thirds of the run by the market's volatility over 24 candles."
      },
      {
        label: "Return",
        kind: "number",
        value: (row) => row.return,
        show: (row) => known(row.return, (value) => signedPercent(value)),
        tone: (row) => tone(row.return),
        explanation: "The run's return over these candles, compounded."
      },
      {
        label: "Hold",
        kind: "number",
        value: (row) => row.market,
        show: (row) => known(row.market, (value) => signedPercent(value)),
        explanation: "What all instruments in equal parts returned over the same candles."
      },
      {
        label: "Sharpe",
        kind: "number",
        value: (row) => row.sharpe,
        show: (row) => known(row.sharpe, decimal),
        explanation: "Of these candles alone, a year."
      },
      {
        label: "Volatility",
        kind: "number",
        value: (row) => row.volatility,
        show: (row) => known(row.volatility, percent)
      },
      {
        label: "Trades",
        kind: "number",
        value: (row) => row.trades,
        show: (row) => `${whole(row.trades)}${row.winRate === null ? "" : `, ${percent(row.winRate, 0)} won`}`,
        explanation: "Closed trades that were entered then, and how many of them gained."
      }
    ],
    {isBrief: true}
  );
}
