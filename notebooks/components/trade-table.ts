/** Round trips of a run, each with the reason it began and ended and the way back to its decisions. */
import type {ReportedTrade} from "../lib/integration/run-report.js";
import {type Child, element} from "./element.js";
import {decimal, price, signedPercent, tone} from "./format.js";
import {type Column, table} from "./table.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

/** @param onChoose called with the trade whose button was pressed, to show its candles */
export function tradeTable(
  trades: readonly ReportedTrade[],
  zone: Zone,
  onChoose: (trade: ReportedTrade) => void
): HTMLElement {
  const columns: readonly Column<ReportedTrade>[] = [
    {
      label: "Trade",
      value: (trade) => trade.instrument,
      show: (trade) =>
        lines(chooser(trade, onChoose), mark(trade.side, trade.side === "long" ? "good" : "bad"), ` ${trade.amount}`),
      explanation: "Instrument, side and amount; choose one to see its candles above."
    },
    {
      label: "Entry",
      value: (trade) => trade.entryTime,
      show: (trade) =>
        lines(decisionLink(trade.entryDecision, zone.dateTime(trade.entryTime)), `at ${price(trade.entryPrice)}`),
      explanation: "When and at what average price it was opened, slippage included; the link leads to the decision."
    },
    {
      label: "Exit",
      value: (trade) => trade.exitTime,
      show: (trade) =>
        trade.exitTime === null
          ? mark("still open", "caution")
          : lines(decisionLink(trade.exitDecision, zone.dateTime(trade.exitTime)), `at ${price(trade.exitPrice)}`),
      explanation: "The same of its end."
    },
    {
      label: "Profit",
      kind: "number",
      value: (trade) => Number(trade.profit),
      show: (trade) => lines(decimal(Number(trade.profit)), signedPercent(trade.profitRatio, 2)),
      tone: (trade) => tone(Number(trade.profit)),
      explanation: "In the quote currency, net of fees, and as a share of the value entered."
    },
    {
      label: "While held",
      kind: "number",
      value: (trade) => trade.best,
      show: (trade) => lines(signedPercent(trade.best, 2), signedPercent(trade.worst, 2)),
      explanation: "The best and, below, the worst return on the entry price while it was held."
    },
    {label: "Fees", kind: "number", value: (trade) => Number(trade.fees), show: (trade) => decimal(Number(trade.fees))},
    {
      label: "Why",
      kind: "words",
      value: (trade) => trade.entryReason,
      show: (trade) => [reason("In", trade.entryReason), reason("Out", trade.exitReason)],
      explanation: "The decisions' own words: who was for it, who against, what was expected and what it cost."
    }
  ];
  return table(trades, columns, {sortBy: "Entry", rowsPerPage: 8});
}

function lines(first: Child, ...second: Child[]): HTMLElement {
  return element("div", {class: "pt-lines"}, element("div", {}, first), element("small", {}, second));
}

function reason(name: string, text: string): HTMLElement {
  return element("p", {class: "pt-reason"}, element("b", {}, name), ` ${text}`);
}

function chooser(trade: ReportedTrade, onChoose: (trade: ReportedTrade) => void): HTMLElement {
  const button = element("button", {class: "pt-link", type: "button"}, trade.instrument);
  button.addEventListener("click", () => onChoose(trade));
  return button;
}

function decisionLink(decision: string | null, label: string): HTMLElement | string {
  return decision === null
    ? label
    : element("a", {href: `../decisions.html?id=${encodeURIComponent(decision)}`}, label);
}
