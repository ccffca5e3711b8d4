/** Entries of the audit log as the daemon gives them; the end of the hash is enough to compare by eye. */
import {element} from "./element.js";
import {table} from "./table.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export interface AuditEntry {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  /** What it was done to; empty where the action says it all. */
  readonly target: string;
  readonly outcome: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export function auditTable(entries: readonly AuditEntry[], zone: Zone): HTMLElement {
  if (entries.length === 0) return element("p", {class: "pt-mutedtext"}, "Nothing has been done yet.");
  return table(
    entries,
    [
      {label: "No.", kind: "number", value: ({seq}) => seq},
      {label: "Time", value: ({at}) => at, show: ({at}) => zone.dateTime(at)},
      {label: "Who", value: ({actor}) => actor},
      {label: "Action", value: ({action}) => action, show: ({action}) => mark(action)},
      {label: "Of", value: ({target}) => target},
      {
        label: "Outcome",
        value: ({outcome}) => outcome,
        show: ({outcome}) => mark(outcome, outcome === "accepted" ? "good" : "bad"),
        explanation: "Refused: it was not allowed or not valid, and changed nothing."
      },
      {label: "Details", kind: "words", value: ({details}) => detailsText(details)},
      {
        label: "Hash",
        value: ({hash}) => hash,
        show: ({hash}) => element("code", {title: hash}, hash.slice(-10)),
        explanation: "Covers the entry and the hash of the one before it."
      }
    ],
    {sortBy: "No.", rowsPerPage: 30}
  );
}

/** `reason: maintenance, address: 127.0.0.1` */
function detailsText(details: AuditEntry["details"]): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
