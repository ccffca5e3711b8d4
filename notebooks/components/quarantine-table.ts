/** Rows that the checks at the door refused. */
import {element} from "./element.js";
import {table} from "./table.js";
import type {Zone} from "./time-zone.js";

/** As the daemon's `/api/quarantine` gives them. */
export interface RefusedRow {
  readonly instrument: string;
  readonly timeframe: string;
  /** Null when the row has no readable time. */
  readonly openTime: number | null;
  readonly reason: string;
  /** The row as it came. */
  readonly text: string;
  readonly origin: string;
  readonly foundAt: number;
}

export function quarantineTable(rows: readonly RefusedRow[], zone: Zone): HTMLElement {
  if (rows.length === 0) return element("p", {class: "pt-mutedtext"}, "No row was ever refused.");
  return table(
    rows,
    [
      {label: "Found", value: ({foundAt}) => foundAt, show: ({foundAt}) => zone.dateTime(foundAt)},
      {label: "Series", value: ({instrument, timeframe}) => `${instrument} ${timeframe}`},
      {
        label: "Candle",
        value: ({openTime}) => openTime,
        show: ({openTime}) => (openTime === null ? "–" : zone.dateTime(openTime)),
        explanation: "Open of the candle that the row is about, where it has a readable time."
      },
      {label: "Why", kind: "words", value: ({reason}) => reason, explanation: "The check that it failed."},
      {label: "From", value: ({origin}) => origin, explanation: "Where the row came from."},
      {
        label: "As it came",
        kind: "words",
        value: ({text}) => text,
        show: ({text}) => element("code", {}, text)
      }
    ],
    {rowsPerPage: 10, sortBy: "Found"}
  );
}
