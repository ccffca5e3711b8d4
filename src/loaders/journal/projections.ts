/** The tables beside the journal that answer what people ask of a session: which event gives which row. */
import {isoTime} from "../../lib/core/time.js";
import type {EventFact, EventOf, PapertapeEvent} from "../../lib/events/event.js";

/** Plain JSON, and a `Date` never: times are epoch milliseconds, as `sqlTime` writes them. A list becomes an array. */
export type RowValue = string | number | boolean | null | readonly (string | number | null)[];

export interface Projection {
  readonly table: string;
  /** A table over time needs room before rows are written. */
  readonly isOverTime: boolean;
  /** The time the row is kept under. */
  time(event: PapertapeEvent): number;
  readonly columns: readonly string[];
  /** In the order of the columns. */
  row(place: {readonly session: number; readonly sequence: number}, event: PapertapeEvent): readonly RowValue[];
}

/** The events of a slice have one time, or two. */
let lastTime = {time: Number.NaN, text: ""};

interface Definition<Fact extends EventFact> {
  readonly table: string;
  readonly isOverTime: boolean;
  readonly time: (event: EventOf<Fact>) => number;
  /** Name of the column that holds the time. */
  readonly timeColumn: string;
  /** Columns beside session, sequence and time, and how each is read from the event. */
  readonly columns: Readonly<Record<string, (event: EventOf<Fact>) => RowValue>>;
}

/** The cast is sound because the map below looks a definition up by its own fact. */
function define<Fact extends EventFact>(definition: Definition<Fact>): Projection {
  const {table, isOverTime, timeColumn, columns} = definition;
  const time = definition.time as (event: PapertapeEvent) => number;
  const readers = Object.values(columns) as ((event: PapertapeEvent) => RowValue)[];
  return {
    table,
    isOverTime,
    time,
    columns: ["session", "sequence", timeColumn, ...Object.keys(columns)],
    row: ({session, sequence}, event) => [
      session,
      sequence,
      sqlTime(time(event)),
      ...readers.map((read) => read(event))
    ]
  };
}

const factorValues = define<"FactorsCalculated">({
  table: "factor_values",
  isOverTime: true,
  time: ({payload}) => payload.closeTime,
  timeColumn: "close_time",
  columns: {
    event_id: ({id}) => id,
    instrument: ({payload}) => payload.instrument,
    timeframe: ({payload}) => payload.timeframe,
    factors: ({payload}) => payload.factors,
    values: ({payload}) => payload.values
  }
});

const predictions = define<"PredictionMade">({
  table: "predictions",
  isOverTime: true,
  time: ({payload}) => payload.madeAt,
  timeColumn: "made_at",
  columns: {
    event_id: ({id}) => id,
    agent: ({payload}) => payload.agent,
    agent_version: ({payload}) => payload.agentVersion,
    instrument: ({payload}) => payload.instrument,
    timeframe: ({payload}) => payload.timeframe,
    horizon_candles: ({payload}) => payload.horizonCandles,
    resolves_at: ({payload}) => sqlTime(payload.resolvesAt),
    probability_up: ({payload}) => payload.probabilityUp,
    calibrated_probability_up: ({payload}) => payload.calibratedProbabilityUp,
    expected_return: ({payload}) => payload.expectedReturn,
    confidence: ({payload}) => payload.confidence
  }
});

const predictionScores = define<"PredictionScored">({
  table: "prediction_scores",
  isOverTime: true,
  time: ({payload}) => payload.madeAt,
  timeColumn: "made_at",
  columns: {
    event_id: ({id}) => id,
    prediction: ({payload}) => payload.prediction,
    agent: ({payload}) => payload.agent,
    instrument: ({payload}) => payload.instrument,
    timeframe: ({payload}) => payload.timeframe,
    resolved_at: ({payload}) => sqlTime(payload.resolvedAt),
    outcome_return: ({payload}) => payload.outcomeReturn,
    brier: ({payload}) => payload.brier,
    log_loss: ({payload}) => payload.logLoss
  }
});

const decisions = define<"TradeSignalRaised" | "TradeSignalWithheld">({
  table: "decisions",
  isOverTime: true,
  time: ({payload}) => payload.closeTime,
  timeColumn: "close_time",
  columns: {
    event_id: ({id}) => id,
    is_raised: ({fact}) => fact === "TradeSignalRaised",
    strategy: ({payload}) => payload.strategy,
    instrument: ({payload}) => payload.instrument,
    timeframe: ({payload}) => payload.timeframe,
    reason: ({payload}) => payload.reason,
    side: ({payload}) => ("side" in payload ? payload.side : null),
    amount: ({payload}) => ("amount" in payload ? payload.amount : null),
    position_amount: ({payload}) => payload.positionAmount,
    target_amount: ({payload}) => payload.targetAmount,
    reference_price: ({payload}) => payload.referencePrice,
    probability_up: ({payload}) => payload.probabilityUp,
    edge_bps: ({payload}) => payload.edgeBps,
    confidence: ({payload}) => payload.confidence,
    rationale: ({payload}) => payload.rationale
  }
});

type OrderFact = "OrderAccepted" | "OrderRejected" | "OrderFilled" | "OrderCanceled";

/** A column that only some of the order events have. */
const optional =
  (...names: readonly string[]) =>
  ({payload}: EventOf<OrderFact>): RowValue => {
    const fields: Readonly<Record<string, unknown>> = payload;
    return (names.map((name) => fields[name]).find((value) => value !== undefined) ?? null) as RowValue;
  };

const executions = define<OrderFact>({
  table: "executions",
  isOverTime: true,
  time: ({occurredAt}) => occurredAt,
  timeColumn: "time",
  columns: {
    fact: ({fact}) => fact,
    event_id: ({id}) => id,
    order_id: ({payload}) => payload.orderId,
    signal: ({payload}) => payload.signal,
    instrument: ({payload}) => payload.instrument,
    side: optional("side"),
    order_type: optional("orderType"),
    amount: optional("amount"),
    price: optional("price", "limitPrice"),
    fee: optional("fee"),
    fee_currency: optional("feeCurrency"),
    liquidity: optional("liquidity"),
    remaining: optional("remaining"),
    reference_price: optional("referencePrice"),
    reason: optional("reason", "code")
  }
});

const positionChanges = define<"PositionChanged">({
  table: "position_changes",
  isOverTime: false,
  time: ({occurredAt}) => occurredAt,
  timeColumn: "time",
  columns: {
    instrument: ({payload}) => payload.instrument,
    amount: ({payload}) => payload.amount,
    average_price: ({payload}) => payload.averagePrice,
    realized_profit: ({payload}) => payload.realizedProfit,
    cash: ({payload}) => payload.cash
  }
});

const equityMarks = define<"EquityMarked">({
  table: "equity_marks",
  isOverTime: false,
  time: ({payload}) => payload.closeTime,
  timeColumn: "close_time",
  columns: {
    cash: ({payload}) => payload.cash,
    equity: ({payload}) => payload.equity,
    positions_value: ({payload}) => payload.positionsValue,
    exposure: ({payload}) => payload.exposure,
    drawdown: ({payload}) => payload.drawdown
  }
});

/** Epoch milliseconds as the database reads a time. */
export function sqlTime(time: number): string {
  if (time !== lastTime.time) lastTime = {time, text: isoTime(time)};
  return lastTime.text;
}

/** Facts that are not here have no table of their own. */
export const PROJECTIONS: Readonly<Partial<Record<EventFact, Projection>>> = {
  FactorsCalculated: factorValues,
  PredictionMade: predictions,
  PredictionScored: predictionScores,
  TradeSignalRaised: decisions,
  TradeSignalWithheld: decisions,
  OrderAccepted: executions,
  OrderRejected: executions,
  OrderFilled: executions,
  OrderCanceled: executions,
  PositionChanged: positionChanges,
  EquityMarked: equityMarks
};
