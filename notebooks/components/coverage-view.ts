/** A snapshot's series with what they miss, and its manifest. */
import {element} from "./element.js";
import {percent, whole} from "./format.js";
import type {CoverageSeries} from "./site-info.js";
import {table} from "./table.js";
import {facts} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export function coverageTable(series: readonly CoverageSeries[], zone: Zone): HTMLElement {
  return table(
    series,
    [
      {label: "Instrument", value: ({instrument}) => instrument},
      {label: "Timeframe", value: ({timeframe}) => timeframe},
      {label: "First", value: ({first}) => first, show: ({first}) => zone.dateTime(first)},
      {
        label: "Newest",
        value: ({last}) => last,
        show: ({last}) => zone.dateTime(last),
        explanation: "Open of the newest candle: how fresh the series is."
      },
      {label: "Candles", kind: "number", value: ({candles}) => candles, show: ({candles}) => whole(candles)},
      {
        label: "Missing",
        kind: "number",
        value: ({missing}) => missing,
        show: ({missing}) => whole(missing),
        tone: ({missing}) => (missing > 0 ? "pt-down" : ""),
        explanation: "Candles that should lie between the first and the newest and do not."
      },
      {
        label: "Complete",
        kind: "number",
        value: ({candles, missing}) => candles / (candles + missing),
        show: ({candles, missing}) => percent(candles / (candles + missing), 2),
        explanation: "Share of the candles that should be there."
      }
    ],
    {rowsPerPage: 20, sortBy: "Missing"}
  );
}

/** Plain entries as they are; lists and objects folded away. */
export function manifestFacts(manifest: Readonly<Record<string, unknown>> | null): HTMLElement {
  if (manifest === null) return element("p", {}, "There is no snapshot yet.");
  return facts(
    Object.entries(manifest).map(([name, value]) => {
      if (typeof value !== "object" || value === null) return [name, element("code", {}, String(value))];
      const size = Array.isArray(value) ? `${value.length} entries` : `${Object.keys(value).length} entries`;
      const body = element("pre", {}, JSON.stringify(value, null, 2));
      return [name, element("details", {}, element("summary", {}, size), body)];
    })
  );
}
