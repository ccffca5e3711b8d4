/** A run's record as tables, for SQL on the report page. Decimal text becomes a number: exact figures are in events. */
import type {RunRecord} from "../../lib/integration/run-record.js";
import type {Cell, TableRows} from "./duckdb-tables.js";

export function runTables(record: RunRecord): readonly TableRows[] {
  return [
    orders(record),
    fills(record),
    trades(record),
    decisions(record),
    predictions(record),
    factorValues(record),
    equity(record)
  ];
}

function orders(record: RunRecord): TableRows {
  return {
    name: "orders",
    columns: {
      id: "text",
      decision: "text",
      instrument: "text",
      time: "time",
      side: "text",
      type: "text",
      amount: "number",
      limit_price: "number",
      accepted: "flag",
      reason: "text"
    },
    rows: record.orders.map(({fact, payload}): readonly Cell[] => [
      payload.orderId,
      payload.signal,
      payload.instrument,
      payload.submittedAt,
      payload.side,
      payload.orderType,
      Number(payload.amount),
      payload.limitPrice === null ? null : Number(payload.limitPrice),
      fact === "OrderAccepted",
      fact === "OrderRejected" ? payload.message : null
    ])
  };
}

function fills(record: RunRecord): TableRows {
  return {
    name: "fills",
    columns: {
      id: "text",
      order_id: "text",
      decision: "text",
      instrument: "text",
      time: "time",
      side: "text",
      price: "number",
      amount: "number",
      fee: "number",
      liquidity: "text",
      reference_price: "number"
    },
    rows: record.fills.map(({id, payload}): readonly Cell[] => [
      id,
      payload.orderId,
      payload.signal,
      payload.instrument,
      payload.time,
      payload.side,
      Number(payload.price),
      Number(payload.amount),
      Number(payload.fee),
      payload.liquidity,
      payload.referencePrice
    ])
  };
}

function trades(record: RunRecord): TableRows {
  return {
    name: "trades",
    columns: {
      instrument: "text",
      side: "text",
      entry_time: "time",
      exit_time: "time",
      entry_price: "number",
      exit_price: "number",
      amount: "number",
      profit: "number",
      profit_ratio: "number",
      unrealized: "number",
      fees: "number",
      slippage: "number",
      candles: "number",
      worst: "number",
      best: "number",
      entry_decision: "text",
      exit_decision: "text"
    },
    rows: [...record.trades, ...record.openTrades].map((trade): readonly Cell[] => [
      trade.instrument,
      trade.side,
      trade.entryTime,
      trade.exitTime,
      trade.entryPrice,
      trade.exitPrice,
      Number(trade.amount),
      Number(trade.profit),
      trade.profitRatio,
      Number(trade.unrealized),
      Number(trade.fees),
      trade.slippage,
      trade.candles,
      trade.worst,
      trade.best,
      trade.entryDecision,
      trade.exitDecision
    ])
  };
}

function decisions(record: RunRecord): TableRows {
  const kept = record.decisions.length > 0 ? record.decisions : [...record.signals.values()];
  return {
    name: "decisions",
    columns: {
      id: "text",
      instrument: "text",
      time: "time",
      raised: "flag",
      reason: "text",
      probability_up: "number",
      edge_bps: "number",
      cost_bps: "number",
      target_amount: "number",
      rationale: "text",
      // All of a raised decision as JSON, agents' and factors' parts included; the page of a decision shows it.
      record: "text"
    },
    rows: kept.map(({id, fact, payload}): readonly Cell[] => [
      id,
      payload.instrument,
      payload.closeTime,
      fact === "TradeSignalRaised",
      payload.reason,
      payload.probabilityUp,
      payload.edgeBps,
      payload.costBps,
      Number(payload.targetAmount),
      payload.rationale,
      fact === "TradeSignalRaised" ? JSON.stringify({id, fact, ...payload}) : null
    ])
  };
}

function predictions(record: RunRecord): TableRows {
  return {
    name: "predictions",
    columns: {
      id: "text",
      agent: "text",
      instrument: "text",
      time: "time",
      probability_up: "number",
      calibrated_probability_up: "number",
      expected_return: "number",
      confidence: "number"
    },
    rows: record.predictions.map(({id, payload}): readonly Cell[] => [
      id,
      payload.agent,
      payload.instrument,
      payload.madeAt,
      payload.probabilityUp,
      payload.calibratedProbabilityUp,
      payload.expectedReturn,
      payload.confidence
    ])
  };
}

function* factorRows(record: RunRecord): Generator<readonly Cell[]> {
  for (const {payload} of record.factors)
    for (const [index, factor] of payload.factors.entries())
      yield [payload.instrument, payload.closeTime, factor, payload.values[index] ?? null];
}

function factorValues(record: RunRecord): TableRows {
  return {
    name: "factor_values",
    columns: {instrument: "text", time: "time", factor: "text", value: "number"},
    rows: factorRows(record)
  };
}

function equity(record: RunRecord): TableRows {
  return {
    name: "equity",
    columns: {
      time: "time",
      equity: "number",
      cash: "number",
      positions_value: "number",
      exposure: "number",
      drawdown: "number",
      benchmark_growth: "number",
      equal_weight_growth: "number"
    },
    rows: record.equity.map((mark, index): readonly Cell[] => [
      mark.closeTime,
      mark.equity,
      Number(mark.cash),
      mark.positionsValue,
      mark.exposure,
      mark.drawdown,
      record.benchmark[index]?.hold ?? null,
      record.benchmark[index]?.equalWeight ?? null
    ])
  };
}
