/**
 * A commit as one statement: the head moves, and events, the rows they give in other tables and positions are written, or
 * nothing is. Small commits are all round trips otherwise, and a slice waits for each of them. Without events it moves the
 * head and the positions for whoever writes them another way in the same transaction.
 */
import type {QueryConfig} from "pg";
import type {ChainedEvent} from "./event-chain.js";
import {PROJECTIONS, type Projection, type RowValue} from "./projections.js";

export interface CommitRows {
  readonly session: number;
  readonly from: {readonly sequence: number};
  readonly to: {readonly sequence: number; readonly hash: string};
  readonly chained: readonly ChainedEvent[];
  readonly inputs: Readonly<Record<string, string>>;
  /** Canonical JSON a component. */
  readonly states: Readonly<Record<string, string>>;
}

const HEAD = `with moved as (
  update journal_sessions set head_sequence = $3, head_hash = decode($4, 'hex')
  where number = $1 and head_sequence = $2 and ended_at is null
  returning number
)`;

/** The texts go as lines: canonical JSON has no line break in it, and needs no second escape. */
const EVENTS = `, written as (
  insert into journal_events (session, sequence, event_id, fact, correlation_id, hash, event, occurred_at, recorded_at)
  select number, $2 + place, event_id, fact, correlation_id, decode(hash, 'hex'), event, at_ms(occurred), at_ms(recorded)
  from moved, unnest($5::text[], $6::text[], $7::text[], string_to_array($8, ' '), string_to_array($9, e'\\n'),
    $10::float8[], $11::float8[])
    with ordinality as given (event_id, fact, correlation_id, hash, event, occurred, recorded, place)
)`;

const INPUTS = `, positions as (
  insert into journal_inputs (session, source, position)
  select number, source, position from moved, unnest($12::text[], $13::text[]) as given (source, position)
  on conflict (session, source) do update set position = excluded.position
)`;

const STATES = `, states as (
  insert into component_states (session, component, sequence, state)
  select number, component, $3, state from moved, unnest($14::text[], $15::text[]) as given (component, state)
  on conflict (session, component) do update set sequence = excluded.sequence, state = excluded.state
)`;

const OWN_PARAMETERS = 15;
const TABLES: readonly Projection[] = [...new Set(Object.values(PROJECTIONS))];

/** @returns a statement that gives one row, or none when the head is not where it was thought to be */
export function commitStatement(commit: CommitRows): QueryConfig {
  const {session, from, to, chained, inputs, states} = commit;
  const projected = projectedRows(commit);
  const tables = TABLES.filter((table) => projected.has(table));
  return {
    // One a set of tables: prepared once a connection.
    name: `commit-${TABLES.map((table) => (projected.has(table) ? "1" : "0")).join("")}`,
    text: statementText(tables),
    values: [
      ...[session, from.sequence, to.sequence, to.hash],
      chained.map(({event}) => event.id),
      chained.map(({event}) => event.fact),
      chained.map(({event}) => event.correlationId),
      chained.map(({hash}) => hash).join(" "),
      chained.map(({text}) => text).join("\n"),
      chained.map(({event}) => event.occurredAt),
      chained.map(({event}) => event.recordedAt),
      ...[Object.keys(inputs), Object.values(inputs), Object.keys(states), Object.values(states)],
      ...tables.map((table) => rowsText(projected.get(table) ?? []))
    ]
  };
}

type JsonRow = Readonly<Record<string, RowValue>>;

function projectedRows({session, from, chained}: CommitRows): ReadonlyMap<Projection, readonly JsonRow[]> {
  const projected = new Map<Projection, JsonRow[]>();
  chained.forEach(({event}, index) => {
    const projection = PROJECTIONS[event.fact];
    if (projection === undefined) return;
    const values = projection.row({session, sequence: from.sequence + index + 1}, event);
    const row = Object.fromEntries(projection.columns.map((column, at) => [column, values[at] as RowValue]));
    const rows = projected.get(projection);
    if (rows === undefined) projected.set(projection, [row]);
    else rows.push(row);
  });
  return projected;
}

function statementText(tables: readonly Projection[]): string {
  const parts = tables.map(({table, columns}, index) => {
    const list = columns.join(", ");
    return `, ${table}_rows as (
  insert into ${table} (${list})
  select ${list} from moved, json_populate_recordset(null::${table}, $${OWN_PARAMETERS + 1 + index}::json)
)`;
  });
  return [HEAD, EVENTS, INPUTS, STATES, ...parts, "\nselect number from moved"].join("");
}

/** What a text of the database cannot hold is in no name of ours; from outside it may come, and must not end a session. */
function rowsText(rows: readonly JsonRow[]): string {
  const text = JSON.stringify(rows);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "string" ? Buffer.from(value).toString().replaceAll("\0", "\ufffd") : value
  );
}
