/** The tables beside the journal that answer what people ask of a session. Each is filled from events of a few facts. */
import type {Pool, PoolClient} from "pg";
import type {EventFact, PapertapeEvent} from "../../lib/events/event.js";
import {readSqlFile} from "../database/read-sql.js";

interface Projection {
  readonly facts: readonly EventFact[];
  /** A table over time must have room before rows are written; null for a plain table. */
  readonly timeTable: string | null;
  /** Name of the statement; $1 session number, $2 JSON list of {sequence, event}. */
  readonly statement: string;
}

const PROJECTIONS: readonly Projection[] = [
  {facts: ["FactorsCalculated"], timeTable: "factor_values", statement: "project-factor-values"},
  {facts: ["PredictionMade"], timeTable: "predictions", statement: "project-predictions"},
  {facts: ["PredictionScored"], timeTable: "prediction_scores", statement: "project-prediction-scores"},
  {facts: ["TradeSignalRaised", "TradeSignalWithheld"], timeTable: "decisions", statement: "project-decisions"},
  {
    facts: ["OrderAccepted", "OrderRejected", "OrderFilled", "OrderCanceled"],
    timeTable: "executions",
    statement: "project-executions"
  },
  {facts: ["PositionChanged"], timeTable: null, statement: "project-position-changes"},
  {facts: ["EquityMarked"], timeTable: null, statement: "project-equity-marks"}
];

const PROJECTION_OF = new Map(PROJECTIONS.flatMap((projection) => projection.facts.map((fact) => [fact, projection])));

export interface SequencedText {
  readonly sequence: number;
  readonly event: PapertapeEvent;
  /** The event's canonical JSON. */
  readonly text: string;
}

/** Makes room for the events' rows. Outside of the transaction that writes them: other writers need the room too. */
export async function makeRoom(pool: Pool, events: readonly PapertapeEvent[]): Promise<void> {
  const spans = new Map<string, {from: number; to: number}>();
  for (const event of events) {
    const table = PROJECTION_OF.get(event.fact)?.timeTable ?? null;
    if (table === null) continue;
    const time = timeOf(event);
    const span = spans.get(table);
    if (span === undefined) spans.set(table, {from: time, to: time});
    else spans.set(table, {from: Math.min(span.from, time), to: Math.max(span.to, time)});
  }
  if (spans.size === 0) return;
  await pool.query({
    name: "make-room",
    text: sql("make-room"),
    values: [[...spans.keys()], [...spans.values()].map(({from}) => from), [...spans.values()].map(({to}) => to)]
  });
}

/** The time that the event's row is kept under: the same as in the statement. */
function timeOf(event: PapertapeEvent): number {
  switch (event.fact) {
    case "FactorsCalculated":
    case "TradeSignalRaised":
    case "TradeSignalWithheld":
      return event.payload.closeTime;
    case "PredictionMade":
    case "PredictionScored":
      return event.payload.madeAt;
    default:
      return event.occurredAt;
  }
}

/** Writes the rows of events in the transaction of `client`. */
export async function project(client: PoolClient, session: number, events: readonly SequencedText[]): Promise<void> {
  const parts = new Map<Projection, string[]>();
  for (const {sequence, event, text} of events) {
    const projection = PROJECTION_OF.get(event.fact);
    if (projection === undefined) continue;
    const part = parts.get(projection) ?? [];
    part.push(`{"sequence":${sequence},"event":${text}}`);
    parts.set(projection, part);
  }
  for (const [{statement}, rows] of parts)
    await client.query({name: statement, text: sql(statement), values: [session, `[${rows.join(",")}]`]});
}

const sql = (name: string) => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));
