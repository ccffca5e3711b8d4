/** Entries of the audit log as the daemon gives them; the end of the hash is enough to compare by eye. */
import {element} from "./element.js";
import {table} from "./table.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export interface AuditEntry {
  readonly sequence?: number | string;
  /** Epoch ms or ISO text. */
  readonly time?: number | string;
  readonly user?: string | null;
  readonly actor?: string | null;
  readonly action: string;
  readonly outcome?: string | null;
  readonly details?: unknown;
  readonly hash?: string | null;
}

export function auditTable(entries: readonly AuditEntry[], zone: Zone): HTMLElement {
  if (entries.length === 0) return element("p", {class: "pt-mutedtext"}, "Nothing has been done yet.");
  const time = (entry: AuditEntry) => new Date(entry.time ?? Number.NaN).getTime();
  return table(
    entries,
    [
      {label: "Time", value: time, show: (entry) => zone.dateTime(time(entry))},
      {label: "Who", value: (entry) => entry.user ?? entry.actor},
      {label: "Action", value: (entry) => entry.action, show: (entry) => mark(entry.action)},
      {label: "Outcome", value: (entry) => entry.outcome},
      {label: "Details", kind: "words", value: (entry) => details(entry.details)},
      {
        label: "Hash",
        value: (entry) => entry.hash,
        show: (entry) => element("code", {title: entry.hash ?? ""}, entry.hash?.slice(-10) ?? "–"),
        explanation: "Covers the entry and the hash of the one before it."
      }
    ],
    {sortBy: "Time", rowsPerPage: 30}
  );
}

function details(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
