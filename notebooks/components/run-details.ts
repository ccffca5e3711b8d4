/** What a run was made of, what it cost, and whom its profit belongs to. */
import type {ProfitAttribution, ProfitShare} from "../lib/integration/profit-attribution.js";
import type {RunReport} from "../lib/integration/run-report.js";
import {bars} from "./bars.js";
import {card} from "./card.js";
import {element} from "./element.js";
import {decimal, signed, whole, words} from "./format.js";
import {facts} from "./tiles.js";
import type {Zone} from "./time-zone.js";

const MAXIMUM_BARS = 12;

export function runFacts(report: RunReport, zone: Zone): HTMLElement {
  const code = (text: string | number) => element("code", {}, String(text));
  const time = (value: number | null) => (value === null ? "–" : zone.dateTime(value));
  return facts([
    ["Run", code(report.id)],
    ["Snapshot", code(report.snapshot)],
    ["Strategy, rules", `${report.strategy}, ${report.rules}`],
    ...(report.tape === undefined ? [] : [["Tape", report.tape.join(", ")] as const]),
    ["Configuration", code(report.configurationHash)],
    ["Code", code(report.codeCommit)],
    ["Seed", code(report.seed)],
    ["Period", `${time(report.from)} to ${time(report.to)} (${zone.name})`],
    ["Instruments", `${report.instruments.join(", ")} at ${report.timeframe}`],
    ["Start capital", decimal(report.startCapital)],
    ["Candles, events", `${whole(report.candles)}, ${whole(report.events)}`]
  ]);
}

export function attributionCards({agents, factors, instruments, hours}: ProfitAttribution): readonly HTMLElement[] {
  const byHour = [...hours].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    card({
      title: "Agents",
      note: "By what each agent added to the decision to enter.",
      body: shareBars(largest(agents))
    }),
    card({title: "Factors", note: "By the factors that those agents looked at.", body: shareBars(largest(factors))}),
    card({title: "Instruments", note: "By what was traded.", body: shareBars(largest(instruments))}),
    card({title: "Hours", note: "By the hour of entry, UTC.", body: shareBars(byHour)})
  ];
}

function largest(shares: readonly ProfitShare[]): readonly ProfitShare[] {
  const order = (a: ProfitShare, b: ProfitShare) =>
    Math.abs(b.profit) - Math.abs(a.profit) || (a.name < b.name ? -1 : 1);
  return [...shares].sort(order).slice(0, MAXIMUM_BARS);
}

function shareBars(shares: readonly ProfitShare[]): HTMLElement {
  if (shares.length === 0) return element("p", {}, "No closed trade.");
  const entries = shares.map(({name, profit}) => ({name, value: profit}));
  return bars(entries, (value) => signed(value));
}

export function withheldBars(withheld: RunReport["withheld"]): HTMLElement {
  const entries = Object.entries(withheld).sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return facts(entries.map(([reason, count]) => [words(reason), whole(count)]));
}
