/** Round trips of a run, each with the reason it began and ended and the way back to its decision. */
import type {ReportedTrade} from "../lib/integration/run-report.js";
import {element} from "./element.js";
import {decimal, price, signedPercent, tone} from "./format.js";
import {type Column, table} from "./table.js";
import type {Zone} from "./time-zone.js";

export function tradeTable(trades: readonly ReportedTrade[], zone: Zone): HTMLElement {
  const columns: readonly Column<ReportedTrade>[] = [
    {
      label: "Entry",
      value: (trade) => trade.entryTime,
      show: (trade) => decisionLink(trade.entryDecision, zone.dateTime(trade.entryTime)),
      explanation: "When the position was opened; the link leads to the decision behind it."
    },
    {label: "Instrument", value: (trade) => trade.instrument},
    {label: "Side", value: (trade) => trade.side},
    {
      label: "In",
      kind: "number",
      value: (trade) => trade.entryPrice,
      show: (trade) => price(trade.entryPrice),
      explanation: "Average price paid, slippage included."
    },
    {
      label: "Out",
      kind: "number",
      value: (trade) => trade.exitPrice,
      show: (trade) => price(trade.exitPrice),
      explanation: "Average price at which it was closed."
    },
    {
      label: "Profit",
      kind: "number",
      value: (trade) => Number(trade.profit),
      show: (trade) => decimal(Number(trade.profit)),
      tone: (trade) => tone(Number(trade.profit)),
      explanation: "In the quote currency, net of fees."
    },
    {
      label: "Return",
      kind: "number",
      value: (trade) => trade.profitRatio,
      show: (trade) => signedPercent(trade.profitRatio, 2),
      tone: (trade) => tone(trade.profitRatio),
      explanation: "Profit over the value entered."
    },
    {label: "Fees", kind: "number", value: (trade) => Number(trade.fees), show: (trade) => decimal(Number(trade.fees))},
    {
      label: "Exit",
      value: (trade) => trade.exitTime,
      show: (trade) =>
        trade.exitTime === null ? "open" : decisionLink(trade.exitDecision, zone.dateTime(trade.exitTime))
    },
    {label: "Why in", kind: "words", value: (trade) => trade.entryReason},
    {label: "Why out", kind: "words", value: (trade) => trade.exitReason}
  ];
  return table(trades, columns, {sortBy: "Entry", rowsPerPage: 15});
}

function decisionLink(decision: string | null, label: string): HTMLElement | string {
  return decision === null
    ? label
    : element("a", {href: `../decisions.html?id=${encodeURIComponent(decision)}`}, label);
}
