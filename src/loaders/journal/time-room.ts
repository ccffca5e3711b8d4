/**
 * Room for the rows that events give in tables over time, asked for before they are written. The database is asked once
 * for a span of time, not at every commit.
 */
import type {Pool} from "pg";
import {DAY_MS} from "../../lib/core/time.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {PROJECTIONS} from "./projections.js";
import {journalSql} from "./session-store.js";

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Asked for beyond the rows at hand, so that a tape that goes forward seldom has to ask. */
const AHEAD_MS = 7 * DAY_MS;

export class TimeRoom {
  readonly #pool: Pool;
  readonly #made = new Map<string, Span>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Outside of the transaction that writes the rows: other writers need the room too. */
  async make(events: readonly PapertapeEvent[]): Promise<void> {
    const wanted = [...spansOf(events)].filter(([table, span]) => !covers(this.#made.get(table), span));
    if (wanted.length === 0) return;
    const asked = wanted.map(([table, {from, to}]) => [table, {from, to: to + AHEAD_MS}] as const);
    await this.#pool.query({
      name: "make-room",
      text: journalSql("make-room"),
      values: [asked.map(([table]) => table), asked.map(([, {from}]) => from), asked.map(([, {to}]) => to)]
    });
    for (const [table, span] of asked) this.#made.set(table, joined(this.#made.get(table), span));
  }

  /** What was made is not there any more: upkeep drops what is too old. */
  forget(): void {
    this.#made.clear();
  }
}

function spansOf(events: readonly PapertapeEvent[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const event of events) {
    const projection = PROJECTIONS[event.fact];
    if (projection === undefined || !projection.isOverTime) continue;
    const time = projection.time(event);
    const {from, to} = spans.get(projection.table) ?? {from: time, to: time};
    spans.set(projection.table, {from: Math.min(from, time), to: Math.max(to, time)});
  }
  return spans;
}

function covers(made: Span | undefined, {from, to}: Span): boolean {
  return made !== undefined && made.from <= from && made.to >= to;
}

/** Two spans that do not meet are not one: the older is asked for again when it is needed. */
function joined(made: Span | undefined, span: Span): Span {
  if (made === undefined || span.from > made.to || span.to < made.from) return span;
  return {from: Math.min(made.from, span.from), to: Math.max(made.to, span.to)};
}
