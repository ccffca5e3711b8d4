/** The leaderboard of factors: what each foretold at its strongest horizon, and whether that is more than luck. */
import {element} from "./element.js";
import {type FactorHorizon, type FactorReport, strongestHorizon} from "./factor-report.js";
import {percent, pValue, signed, tone, whole} from "./format.js";
import {sparkline} from "./sparkline.js";
import {type Column, table} from "./table.js";
import {mark} from "./tiles.js";

interface Row {
  readonly factor: FactorReport;
  readonly best: FactorHorizon | null;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    label: "Factor",
    value: ({factor}) => factor.title,
    show: ({factor}) => [
      element("a", {href: `./factor/${encodeURIComponent(factor.name)}.html`}, factor.title),
      element("small", {class: "pt-name"}, factor.name)
    ]
  },
  {label: "Family", value: ({factor}) => factor.family},
  {
    label: "By month",
    value: ({factor}) => factor.icByMonth.at(-1)?.meanIc,
    show: ({factor}) =>
      sparkline(
        factor.icByMonth.map((month) => month.meanIc),
        {hasZero: true, label: `information coefficient of ${factor.title} by month`}
      ),
    explanation: "Mean information coefficient of each month; a factor that lasts stays on one side of the line."
  },
  {
    label: "Horizon",
    kind: "number",
    value: ({best}) => best?.horizonCandles,
    explanation: "Candles ahead at which the factor's corrected t statistic is furthest from zero."
  },
  {
    label: "IC",
    kind: "number",
    value: ({best}) => best?.meanIc,
    show: ({best}) => signed(best?.meanIc, 3),
    tone: ({best}) => tone(best?.meanIc),
    explanation: "Mean rank correlation between the factor's value and the return that followed."
  },
  {
    label: "t",
    kind: "number",
    value: ({best}) => Math.abs(best?.tHac ?? 0),
    show: ({best}) => signed(best?.tHac, 2),
    explanation: "The IC over its standard error, corrected for overlapping horizons (Newey-West)."
  },
  {
    label: "q",
    kind: "number",
    value: ({best}) => best?.qValueBh,
    show: ({best}) => pValue(best?.qValueBh),
    explanation: "Share of false finds to expect among factors this good or better (Benjamini-Hochberg)."
  },
  {
    label: "Verdict",
    value: ({best}) => Number(best?.passesHurdle ?? false) + Number((best?.qValueBh ?? 1) < 0.05),
    show: ({best}) => verdict(best),
    explanation: "Survives when q is below 0.05 and t beyond 3; one of the two alone is a lead, not a find."
  },
  {
    label: "Half-life",
    kind: "number",
    value: ({factor}) => factor.halfLifeCandles,
    show: ({factor}) => whole(factor.halfLifeCandles),
    explanation: "Candles until the IC has fallen to a half."
  },
  {
    label: "Turnover",
    kind: "number",
    value: ({factor}) => factor.turnover,
    show: ({factor}) => percent(factor.turnover, 0),
    explanation: "Share of the factor-weighted portfolio that changes from one candle to the next."
  }
];

/** @param isBrief for a page where it is one thing among others */
export function factorTable(factors: readonly FactorReport[], isBrief = false): HTMLElement {
  const rows = factors.map((factor) => ({factor, best: strongestHorizon(factor)}));
  return table(rows, COLUMNS, {sortBy: "t", isBrief});
}

function verdict(best: FactorHorizon | null): HTMLElement {
  if (best === null || best.qValueBh === null) return mark("not known", "caution");
  const isFound = best.qValueBh < 0.05;
  if (isFound && best.passesHurdle) return mark("survives", "good");
  return isFound || best.passesHurdle ? mark("lead", "caution") : mark("noise");
}
