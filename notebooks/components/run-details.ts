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
    ["Configuration", code(report.configurationHash)],
    ["Code", code(report.codeCommit)],
    ["Seed", code(report.seed)],
    ["Period", `${time(report.from)} to ${time(report.to)} (${zone.name})`],
    ["Instruments", `${report.instruments.join(", ")} at ${report.timeframe}`],
    ["Start capital", decimal(report.startCapital)],
    ["Candles, events", `${whole(report.candles)}, ${whole(report.events)}`]
  ]);
}

export function costFacts({costs}: RunReport): HTMLElement {
  const {fees, slippage, funding} = costs;
  return facts([
    ["Fees", decimal(fees)],
    ["Slippage", decimal(slippage)],
    ["Funding", decimal(funding)],
    ["Together", decimal(fees + slippage + funding)]
  ]);
}

export function attributionCards({agents, factors, instruments, hours}: ProfitAttribution): readonly HTMLElement[] {
  return [
    attributionCard("Agents", "By what each agent added to the decision to enter.", agents),
    attributionCard("Factors", "By the factors that those agents looked at.", factors),
    attributionCard("Instruments", "By what was traded.", instruments),
    attributionCard(
      "Hours",
      "By the hour of entry, UTC.",
      [...hours].sort((a, b) => (a.name < b.name ? -1 : 1)),
      24
    )
  ];
}

function attributionCard(
  title: string,
  note: string,
  shares: readonly ProfitShare[],
  maximum = MAXIMUM_BARS
): HTMLElement {
  const largest =
    title === "Hours"
      ? shares
      : [...shares].sort((a, b) => Math.abs(b.profit) - Math.abs(a.profit) || (a.name < b.name ? -1 : 1));
  const shown = largest.slice(0, maximum).map(({name, profit}) => ({name, value: profit}));
  return card({title, note, body: shown.length === 0 ? "No closed trade." : bars(shown, (value) => signed(value))});
}

export function withheldBars(withheld: RunReport["withheld"]): HTMLElement {
  const entries = Object.entries(withheld).sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return facts(entries.map(([reason, count]) => [words(reason), whole(count)]));
}
