// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The columnar run with the pipeline's own decision and broker, on exact decimals: no event is made, and both are only
 * asked where something happens. It takes whatever figures there are; the run on numbers is quicker where they are short.
 */
import {toNumber, toText} from "../../core/decimal.js";
import {decide} from "../../decision/decide.js";
import {orderGrid} from "../../decision/order-amount.js";
import type {RuleScan} from "../../decision/rules/rule-scan.js";
import {bareRuleView} from "../../decision/rules/rule-view.js";
import {wantedSide} from "../../decision/rules/wanted-side.js";
import {canShort, type Situation} from "../../decision/situation.js";
import {roundTripBps} from "../../decision/trading-costs.js";
import type {Broker} from "../../virtual-trading/broker.js";
import type {BrokerOutcome} from "../../virtual-trading/broker-outcome.js";
import {type OrderRequest, orderRequest} from "../../virtual-trading/order.js";
import {cashOf} from "../../virtual-trading/portfolio.js";
import {createTradingBroker} from "../../virtual-trading/trading-broker.js";
import {candlesPerYear, timeframeMs} from "../../vocabulary/timeframe.js";
import {textFills} from "../course/course-fills.js";
import {columnLine} from "../course/equity-line.js";
import type {StrategyPlan} from "../strategy-plan.js";
import type {ColumnarLane, ColumnarTape} from "./columnar-lane.js";
import type {ColumnarFill, ColumnarRun} from "./columnar-run.js";
import {createPlannedRisk, type PlannedRisk} from "./planned-risk.js";

interface Desk {
  readonly lane: ColumnarLane;
  readonly rules: RuleScan;
  readonly fixed: Omit<
    Situation,
    "close" | "holding" | "equity" | "rules" | "dataFlaw" | "confidence" | "candleVolatility" | "riskView"
  >;
  readonly isShortAllowed: boolean;
  /** Index of the next candle. */
  cursor: number;
  holding: Situation["holding"];
}

interface ExactRun {
  readonly plan: StrategyPlan;
  readonly broker: Broker;
  readonly risk: PlannedRisk;
  readonly desks: readonly Desk[];
  readonly candleMs: number;
  readonly fills: ColumnarFill[];
  rejected: number;
}

const FLAT: Situation["holding"] = {
  amountText: "0",
  amount: 0,
  averagePrice: null,
  realizedProfit: 0,
  realizedAtOpen: 0,
  largestCost: 0,
  lastReason: null
};

export function runOnDecimals(plan: StrategyPlan, tape: ColumnarTape): ColumnarRun {
  const {opens} = tape.clock;
  const closes = tape.clock.closes();
  const run = beginRun(plan, tape.lanes);
  const {broker, risk, desks, fills} = run;
  const equity = new Float64Array(opens.length);
  let exposedMarks = 0;
  for (let slice = 0; slice < opens.length; slice++) {
    const openTime = opens[slice]!;
    const closeTime = closes[slice]!;
    const present = desks.filter(({lane, cursor}) => lane.columns.openTime[cursor] === openTime);
    for (const desk of present) meetCandle(run, desk, closeTime);
    const mark = broker.mark(closeTime);
    equity[slice] = mark.equity;
    if (mark.positionsValue !== 0) exposedMarks++;
    risk.equity = mark.equity;
    risk.cash = toNumber(cashOf(broker.portfolio()));
    risk.begin();
    const orders = present.map((desk) => ({desk, order: decideAt(run, desk, closeTime)}));
    for (const {desk, order} of orders) {
      if (order !== null) take(run, desk, broker.submit(desk.lane.instrument.id, [order], closeTime));
      desk.cursor++;
    }
  }
  return {
    times: closes,
    equity,
    line: columnLine(equity, Number(plan.strategy.startCapital)),
    finalEquity: equity.at(-1) ?? null,
    fillCount: fills.length,
    fills: () => fills,
    course: () => textFills(fills),
    rejected: run.rejected,
    exposedMarks,
    arithmetic: "decimals"
  };
}

function beginRun(plan: StrategyPlan, lanes: readonly ColumnarLane[]): ExactRun {
  const {strategy, instruments} = plan;
  const {timeframe, startCapital, execution, decision: configuration} = strategy;
  const candleMs = timeframeMs(timeframe);
  return {
    plan,
    broker: createTradingBroker({instruments, startCapital, execution}),
    risk: createPlannedRisk({instruments, limits: configuration.limits, candleMs}),
    candleMs,
    fills: [],
    rejected: 0,
    desks: lanes.map((lane) => ({
      lane,
      rules: lane.readRules(),
      fixed: {
        instrument: lane.instrument,
        grid: orderGrid(lane.instrument),
        configuration,
        state: "active",
        isFlattening: false,
        isOrderPending: false,
        consensus: null,
        hasSpoken: false,
        costBps: roundTripBps(lane.instrument, execution),
        candlesPerYear: candlesPerYear(timeframe)
      },
      isShortAllowed: canShort({instrument: lane.instrument, configuration}),
      cursor: lane.firstTraded,
      holding: FLAT
    }))
  };
}

/** What the candle does to the order that waits for its open. */
function meetCandle(run: ExactRun, desk: Desk, closeTime: number): void {
  const {lane, cursor} = desk;
  const {openTime, open, high, low, close, volume} = lane.columns;
  const candle = {
    openTime: openTime[cursor]!,
    closeTime,
    open: open[cursor]!,
    high: high[cursor]!,
    low: low[cursor]!,
    close: close[cursor]!,
    volume: volume[cursor]!
  };
  take(run, desk, run.broker.onCandle(lane.instrument.id, candle));
  run.risk.lastClose[lane.place] = candle.close;
}

function take(run: ExactRun, desk: Desk, outcomes: readonly BrokerOutcome[]): void {
  const {risk, fills} = run;
  const {instrument, place} = desk.lane;
  for (const outcome of outcomes) {
    if (outcome.kind === "rejected") run.rejected++;
    else if (outcome.kind === "filled") {
      const {time, side, amount, price, fee} = outcome;
      fills.push({instrument: instrument.id, time, side, amount, price, fee});
    } else if (outcome.kind === "position") {
      const amount = Number(outcome.amount);
      const averagePrice = outcome.averagePrice === null ? null : Number(outcome.averagePrice);
      desk.holding = {...FLAT, amountText: outcome.amount, amount, averagePrice};
      risk.held[place] = amount;
    }
  }
}

/** The order that the decision at this close asks for; null for none. */
function decideAt({risk, plan}: ExactRun, desk: Desk, closeTime: number): OrderRequest | null {
  const {lane, rules, cursor, holding, fixed, isShortAllowed} = desk;
  const {stopLoss, takeProfit} = plan.strategy.decision;
  const held = Math.sign(holding.amount);
  const side = wantedSide(held, rules.at(cursor), isShortAllowed);
  const isProtected = held !== 0 && (stopLoss !== null || takeProfit !== null);
  if (side === held && !isProtected) return null;
  const close = lane.columns.close[cursor]!;
  const volatility = lane.volatility?.[cursor] ?? Number.NaN;
  const verdict = decide({
    ...fixed,
    close,
    holding,
    equity: risk.equity,
    rules: bareRuleView(side),
    dataFlaw: (lane.isFlawed?.[cursor] ?? 0) === 0 ? null : "data-gap",
    confidence: 1 - (lane.gapShare?.[cursor] ?? 0),
    candleVolatility: Number.isNaN(volatility) ? null : volatility,
    riskView: () => risk.view(lane.place, close)
  });
  if (verdict.action === "withhold") return null;
  risk.note(lane.place, {target: toNumber(verdict.target), price: close});
  const {side: orderSide, amount} = verdict.order;
  return orderRequest({id: `${lane.instrument.id}:${closeTime}`, side: orderSide, amount: Number(toText(amount))});
}
