/** A factor's figures by horizon, its nearest neighbours, and the rows that could not be used. */
import type {Bar} from "./bars.js";
import {element} from "./element.js";
import type {FactorHorizon, FactorReport} from "./factor-report.js";
import {percent, pValue, signed, tone, whole} from "./format.js";
import {table} from "./table.js";
import {facts, mark} from "./tiles.js";

export function horizonTable(horizons: readonly FactorHorizon[]): HTMLElement {
  return table(
    horizons,
    [
      {label: "Candles ahead", kind: "number", value: (horizon) => horizon.horizonCandles},
      {
        label: "IC",
        kind: "number",
        value: (horizon) => horizon.meanIc,
        show: (horizon) => signed(horizon.meanIc, 4),
        tone: (horizon) => tone(horizon.meanIc)
      },
      {
        label: "Deviation",
        kind: "number",
        value: (horizon) => horizon.stdIc,
        show: (horizon) => signed(horizon.stdIc, 3),
        explanation: "Of the IC from one time to the next."
      },
      {
        label: "ICIR",
        kind: "number",
        value: (horizon) => horizon.icir,
        show: (horizon) => signed(horizon.icir, 3),
        explanation: "IC over its deviation."
      },
      {
        label: "t",
        kind: "number",
        value: (horizon) => horizon.tHac,
        show: (horizon) => signed(horizon.tHac),
        explanation: "Corrected for overlapping returns (Newey-West)."
      },
      {
        label: "p",
        kind: "number",
        value: (horizon) => horizon.pValue,
        show: (horizon) => pValue(horizon.pValue),
        explanation: "Chance of so large a t if the factor said nothing."
      },
      {
        label: "q",
        kind: "number",
        value: (horizon) => horizon.qValueBh,
        show: (horizon) => pValue(horizon.qValueBh),
        explanation: "p with the number of factors tried taken into account."
      },
      {
        label: "Positive",
        kind: "number",
        value: (horizon) => horizon.hitRate,
        show: (horizon) => percent(horizon.hitRate),
        explanation: "Share of periods with an IC above zero."
      },
      {
        label: "Rows",
        kind: "number",
        value: (horizon) => horizon.observations,
        show: (horizon) => whole(horizon.observations)
      },
      {
        label: "Hurdle",
        value: (horizon) => Number(horizon.passesHurdle),
        show: (horizon) => (horizon.passesHurdle ? mark("passes", "good") : mark("below"))
      }
    ],
    {sortBy: "Candles ahead", descending: false}
  );
}

export function nearestFactors({name, correlations}: FactorReport, count: number): readonly Bar[] {
  return Object.entries(correlations)
    .flatMap(([other, value]) => (other === name || value === null ? [] : [{other, value}]))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || (a.other < b.other ? -1 : 1))
    .slice(0, count)
    .map(({other, value}) => ({name: element("a", {href: `./${encodeURIComponent(other)}.html`}, other), value}));
}

/** At the first horizon: the pairs that count and those that do not make up the whole grid. */
export function droppedRows({horizons}: FactorReport): HTMLElement {
  const [first] = horizons;
  if (first === undefined) return element("p", {}, "None.");
  return facts([
    ["used", whole(first.pairs)],
    ...Object.entries(first.dropped).map(([reason, count]): [string, string] => [reason, whole(count)])
  ]);
}
