/** Positions, orders and fills of the running paper account. */
import {element} from "./element.js";
import {decimal, price, tone, words} from "./format.js";
import type {LiveFill, LiveOrder, LivePosition} from "./live-shapes.js";
import {type Column, table} from "./table.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

const number = (text: string | number | null | undefined) =>
  text === null || text === undefined ? null : Number(text);

export function positionTable(positions: readonly LivePosition[]): HTMLElement {
  const held = positions.filter(({amount}) => Number(amount) !== 0);
  if (held.length === 0) return element("p", {class: "pt-mutedtext"}, "No position is held.");
  return table(held, [
    {label: "Instrument", value: (position) => position.instrument},
    {
      label: "Amount",
      kind: "number",
      value: (position) => Number(position.amount),
      show: (position) => position.amount,
      explanation: "Base units, negative when short."
    },
    {
      label: "Entry",
      kind: "number",
      value: (position) => number(position.averagePrice),
      show: (position) => price(number(position.averagePrice)),
      explanation: "Average price paid for what is held now."
    },
    {
      label: "Last",
      kind: "number",
      value: (position) => position.lastPrice,
      show: (position) => price(position.lastPrice),
      explanation: "Close of the newest candle."
    },
    {
      label: "Open profit",
      kind: "number",
      value: (position) => number(position.unrealizedProfit),
      show: (position) => decimal(number(position.unrealizedProfit)),
      tone: (position) => tone(number(position.unrealizedProfit)),
      explanation: "What closing at the last price would bring, before costs."
    },
    {
      label: "Booked",
      kind: "number",
      value: (position) => number(position.realizedProfit),
      show: (position) => decimal(number(position.realizedProfit)),
      tone: (position) => tone(number(position.realizedProfit)),
      explanation: "Profit already taken in this instrument, net of fees."
    }
  ]);
}

export function orderTable(orders: readonly LiveOrder[], zone: Zone): HTMLElement {
  if (orders.length === 0) return element("p", {class: "pt-mutedtext"}, "No order has been placed.");
  return table(
    orders,
    [
      {
        label: "Placed",
        value: (order) => order.submittedAt,
        show: (order) => (order.submittedAt === undefined ? "–" : zone.dateTime(order.submittedAt))
      },
      {label: "Instrument", value: (order) => order.instrument},
      {
        label: "Side",
        value: (order) => order.side,
        show: (order) => mark(order.side, order.side === "buy" ? "good" : "bad")
      },
      {label: "Type", value: (order) => order.orderType, show: (order) => words(order.orderType ?? "–")},
      {label: "Amount", kind: "number", value: (order) => Number(order.amount), show: (order) => order.amount},
      {
        label: "Limit",
        kind: "number",
        value: (order) => number(order.limitPrice),
        show: (order) => price(number(order.limitPrice))
      },
      {
        label: "State",
        value: (order) => order.state,
        show: (order) =>
          mark(order.state ?? "–", order.state === "rejected" ? "bad" : order.state === "open" ? "caution" : "plain"),
        explanation:
          "Open orders wait for a candle that reaches them; ended ones were filled, canceled or have expired."
      },
      {label: "Why", value: (order) => order.signal, show: (order) => whyLink(order.signal)}
    ],
    {sortBy: "Placed", rowsPerPage: 10}
  );
}

export function fillTable(fills: readonly LiveFill[], zone: Zone): HTMLElement {
  if (fills.length === 0) return element("p", {class: "pt-mutedtext"}, "Nothing has been filled.");
  const away: readonly Column<LiveFill>[] = [
    {
      label: "While away",
      value: (fill) => Number(fill.whileAway ?? false),
      show: (fill) => (fill.whileAway === true ? mark("while away", "caution") : null),
      explanation: "Filled by a candle that closed while the daemon was not running."
    }
  ];
  return table(
    fills,
    [
      {label: "Time", value: (fill) => fill.time, show: (fill) => zone.dateTime(fill.time)},
      {label: "Instrument", value: (fill) => fill.instrument},
      {
        label: "Side",
        value: (fill) => fill.side,
        show: (fill) => mark(fill.side, fill.side === "buy" ? "good" : "bad")
      },
      {label: "Amount", kind: "number", value: (fill) => Number(fill.amount), show: (fill) => fill.amount},
      {label: "Price", kind: "number", value: (fill) => Number(fill.price), show: (fill) => price(Number(fill.price))},
      {
        label: "Slippage",
        kind: "number",
        value: slippageBps,
        show: (fill) => `${decimal(slippageBps(fill), 1)} bps`,
        explanation: "How much worse the price was than the close at which it was decided."
      },
      {label: "Fee", kind: "number", value: (fill) => number(fill.fee), show: (fill) => decimal(number(fill.fee), 4)},
      {label: "Why", value: (fill) => fill.signal, show: (fill) => whyLink(fill.signal)},
      ...(fills.some(({whileAway}) => whileAway === true) ? away : [])
    ],
    {sortBy: "Time", rowsPerPage: 10}
  );
}

function slippageBps({side, price: paid, referencePrice}: LiveFill): number | null {
  if (referencePrice === undefined || referencePrice === 0) return null;
  const worse = side === "buy" ? Number(paid) - referencePrice : referencePrice - Number(paid);
  return (worse / referencePrice) * 10_000;
}

function whyLink(signal: string | null | undefined): HTMLElement | string {
  return signal ? element("a", {href: `./decisions.html?live&id=${encodeURIComponent(signal)}`}, "why") : "–";
}
