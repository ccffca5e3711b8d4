/** A snapshot's series with what they miss, and its manifest. */
import {element} from "./element.js";
import {percent, whole} from "./format.js";
import type {CoverageSeries} from "./site-info.js";
import {type Column, table} from "./table.js";
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

/** Columns of the snapshot's table of checks, beside the series that they are about. */
const CHECKS: readonly (readonly [column: string, label: string, explanation: string])[] = [
  ["gaps", "Gaps", "Stretches without candles between the first and the last."],
  ["missing_candles", "Missing", "Candles that should be in those gaps."],
  ["zero_volume_candles", "No volume", "Candles in which nobody traded; they are kept and marked."],
  ["quarantined_rows", "Refused", "Rows that failed a check and are kept apart, with the reason."]
];

export function qualityTable(rows: readonly Readonly<Record<string, unknown>>[]): HTMLElement {
  if (rows.length === 0) return element("p", {class: "pt-mutedtext"}, "No series has been checked yet.");
  return table(
    rows,
    [
      {label: "Series", value: (row) => `${row.instrument} ${row.timeframe}`},
      ...CHECKS.filter(([column]) => rows.some((row) => row[column] !== undefined)).map(
        ([column, label, explanation]): Column<Readonly<Record<string, unknown>>> => ({
          label,
          explanation,
          kind: "number",
          value: (row) => Number(row[column] ?? 0),
          show: (row) => whole(Number(row[column] ?? 0)),
          tone: (row) => (Number(row[column] ?? 0) > 0 ? "pt-down" : "")
        })
      )
    ],
    {rowsPerPage: 12, sortBy: "Series", descending: false}
  );
}

/** Plain entries as they are, times as times; lists and objects folded away. */
export function manifestFacts(manifest: Readonly<Record<string, unknown>> | null, zone: Zone): HTMLElement {
  if (manifest === null) return element("p", {}, "There is no snapshot yet.");
  return facts(
    Object.entries(manifest)
      .sort(([a], [b]) => Number(b === "id") - Number(a === "id") || (a < b ? -1 : 1))
      .map(([name, value]) => [spaced(name), manifestValue(name, value, zone)])
  );
}

function manifestValue(name: string, value: unknown, zone: Zone): HTMLElement | string {
  if (typeof value === "number") return name.endsWith("At") ? `${zone.dateTime(value)} ${zone.name}` : whole(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return element("code", {}, String(value));
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  const body = element("pre", {}, JSON.stringify(value, null, 2));
  return element("details", {}, element("summary", {}, `${size} ${size === 1 ? "entry" : "entries"}`), body);
}

/** `createdAt` as `Created at`. */
function spaced(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
