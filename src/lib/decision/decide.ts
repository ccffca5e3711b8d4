/**
 * The decision about one instrument at one close, as a pure function of what is known: first what overrides any view
 * (halt, waiting orders, flattening, stop-loss), then the agents' view and its gate or the rules, then the limits, then
 * the order's size.
 */
import {type Decimal, parseDecimal, sign} from "../core/decimal.js";
import type {SignalReason, TradeSignalRaised, WithheldReason} from "../events/trade-signal-event.js";
import type {Consensus} from "./consensus.js";
import {applyLimits} from "./limits/apply-limits.js";
import {isBelowMinimum, type OrderSize, orderBetween, targetOnGrid} from "./order-amount.js";
import {ruleWish} from "./rules/decide-by-rules.js";
import type {RuleView} from "./rules/rule-view.js";
import {canShort, type Situation} from "./situation.js";
import {positionShare} from "./sizing/position-share.js";

/** What moved the decision: the view of agents or rules, or something that does not ask for it. */
export type Trigger = "view" | "flatten" | "stop-loss" | "take-profit";

type LimitApplied = TradeSignalRaised["payload"]["limits"][number];

export type Verdict =
  | {
      readonly action: "raise";
      readonly reason: SignalReason;
      readonly trigger: Trigger;
      readonly order: OrderSize;
      readonly target: Decimal;
      readonly limits: LimitApplied[];
    }
  | {
      readonly action: "withhold";
      readonly reason: WithheldReason;
      /** Null: the position held. */
      readonly target: Decimal | null;
      readonly limits: LimitApplied[];
    };

const NOTHING: Decimal = {units: 0n, scale: 0};

export function decide(situation: Situation): Verdict {
  return overriding(situation) ?? byView(situation);
}

/** What is decided whatever the agents say; null when nothing is. */
function overriding(situation: Situation): Verdict | null {
  const {state, isOrderPending, isFlattening, holding} = situation;
  if (state === "halted") return withhold("halted");
  if (isOrderPending) return withhold("order-pending");
  if (isFlattening && holding.amount !== 0) return close(situation, "flatten");
  const protection = protectiveExit(situation);
  if (protection !== null) return close(situation, protection);
  if (state === "reducing" && holding.amount === 0) return withhold("paused");
  return null;
}

/** Judged at the close: between closes the order book belongs to the broker. */
function protectiveExit({holding, close, configuration}: Situation): "stop-loss" | "take-profit" | null {
  if (holding.amount === 0 || holding.averagePrice === null) return null;
  const gain = Math.sign(holding.amount) * (close / holding.averagePrice - 1);
  if (configuration.stopLoss !== null && gain <= -configuration.stopLoss) return "stop-loss";
  if (configuration.takeProfit !== null && gain >= configuration.takeProfit) return "take-profit";
  return null;
}

function byView(situation: Situation): Verdict {
  const {rules, consensus, equity, hasSpoken} = situation;
  if (rules !== null) return equity !== null && equity > 0 ? byRules(situation, rules, equity) : withhold("warming-up");
  if (consensus === null) return withhold(hasSpoken ? "no-predictions" : "warming-up");
  if (equity === null || !(equity > 0)) return withhold("warming-up");
  const wish = wishedPosition(situation, {consensus, equity});
  return fulfil(situation, wish);
}

/** The limits are asked when a position is opened or turned; one that is held stays as it is until a rule ends it. */
function byRules(situation: Situation, rules: RuleView, equity: number): Verdict {
  const wish = ruleWish(situation, rules, equity);
  return wish.amount === situation.holding.amount ? withhold(wish.because) : fulfil(situation, wish);
}

interface Wish {
  /** Base units, signed. */
  readonly amount: number;
  /** Why not more, when the wish is to stay as it is. */
  readonly because: WithheldReason;
}

interface View {
  readonly consensus: Consensus;
  readonly equity: number;
}

function wishedPosition(situation: Situation, view: View): Wish {
  const {holding, configuration} = situation;
  const side = Math.sign(holding.amount);
  const opinion = Math.sign(view.consensus.score);
  if (side !== 0) {
    const expectedBps = side * view.consensus.expectedReturn * 1e4;
    // The edge has turned, or the agents now speak against the position.
    if (expectedBps < configuration.exitEdgeBps || opinion === -side) {
      const turned = canShort(situation) && opinion === -side ? entry(situation, view, -side) : null;
      return turned !== null && turned.amount !== holding.amount ? turned : {amount: 0, because: "already-at-target"};
    }
  }
  const direction = side !== 0 ? side : canShort(situation) && opinion !== 0 ? opinion : 1;
  return entry(situation, view, direction);
}

/**
 * A position in the direction of the trade, if its edge pays for it. What is held already is kept between the size that
 * a new position would get (net of costs) and the size it would get if trading were free: inside, trading costs more
 * than it mends.
 */
function entry(situation: Situation, view: View, direction: number): Wish {
  const {holding, configuration, costBps} = situation;
  const gross = direction * view.consensus.expectedReturn;
  const edge = gross - costBps / 1e4;
  const held = direction * Math.max(direction * holding.amount, 0);
  const largest = sized(situation, {view, direction, edge: gross});
  if (largest === null) return stay(situation, "warming-up");
  if (held !== 0 && Math.abs(largest) < Math.abs(held)) return {amount: largest, because: "already-at-target"};
  const isOpposed = Math.sign(view.consensus.score) !== direction;
  if (edge * 1e4 < configuration.minimumEdgeBps || isOpposed) return stay(situation, "edge-below-minimum");
  const target = sized(situation, {view, direction, edge});
  if (target === null) return stay(situation, "warming-up");
  if (Math.abs(target) <= Math.abs(held)) return stay(situation, "already-at-target");
  if (situation.state === "reducing") return stay(situation, "paused");
  if (situation.dataFlaw !== null) return stay(situation, situation.dataFlaw);
  return {amount: target, because: "already-at-target"};
}

function sized(situation: Situation, trade: {view: View; direction: number; edge: number}): number | null {
  const {configuration, candleVolatility, candlesPerYear, confidence, close} = situation;
  const {view, direction, edge} = trade;
  const {horizonCandles} = view.consensus;
  const {sizing} = configuration;
  const share = positionShare({sizing, edge, horizonCandles, candleVolatility, candlesPerYear, confidence});
  return share === null ? null : (direction * share * view.equity) / close;
}

function stay({holding}: Situation, because: WithheldReason): Wish {
  return {amount: holding.amount, because};
}

/** The limits, the threshold and the grid between the wish and the order. */
function fulfil(situation: Situation, wish: Wish): Verdict {
  const {holding, configuration, grid, close} = situation;
  const held = holding.amount;
  const {wanted, applied, reason} =
    wish.amount === 0 ? {wanted: 0, applied: [], reason: null} : applyLimits(wish.amount, situation.riskView());
  const because = reason ?? wish.because;
  if (wanted === held) return withhold(because, {limits: applied});
  const change = Math.abs(wanted - held) / Math.max(Math.abs(wanted), Math.abs(held));
  if (wanted !== 0 && change < configuration.rebalanceThreshold) return withhold(because, {limits: applied});
  const target = wanted === 0 ? NOTHING : targetOnGrid(wanted, grid);
  const order = orderBetween(parseDecimal(holding.amountText), target, grid);
  if (order === null || isBelowMinimum(order.amount, close, grid)) {
    // A limit that left too little to trade is the reason, not the smallness.
    return withhold(reason ?? "below-minimum-order", {target, limits: applied});
  }
  return {action: "raise", reason: reasonOf(held, target), trigger: "view", order, target, limits: applied};
}

function reasonOf(held: number, target: Decimal): SignalReason {
  const side = sign(target);
  if (held === 0) return "entry";
  if (side === 0) return "exit";
  if (side !== Math.sign(held)) return "reverse";
  return Math.abs(Number(target.units) / 10 ** target.scale) > Math.abs(held) ? "increase" : "reduce";
}

function close({holding, grid, close: price}: Situation, trigger: Exclude<Trigger, "view">): Verdict {
  const order = orderBetween(parseDecimal(holding.amountText), NOTHING, grid);
  if (order === null || isBelowMinimum(order.amount, price, grid))
    return withhold("below-minimum-order", {target: NOTHING});
  const reason = trigger === "take-profit" ? "exit" : trigger;
  return {action: "raise", reason, trigger, order, target: NOTHING, limits: []};
}

function withhold(
  reason: WithheldReason,
  {target = null, limits = []}: {target?: Decimal | null; limits?: LimitApplied[]} = {}
): Verdict {
  return {action: "withhold", reason, target, limits};
}
