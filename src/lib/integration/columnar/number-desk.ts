// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * One spot instrument of a run on numbers: its position, the order that waits for the next open, how that is filled and what
 * is decided at a close. Whatever float64 cannot round with certainty is handed to the pipeline's own exact functions.
 */
import {decimal, multiply, roundToStep} from "../../core/decimal.js";
import {isSurelyLess, wholeSteps} from "../../core/whole-steps.js";
import type {RiskLimit} from "../../decision/limits/risk-limit.js";
import {isBelowMinimum, targetOnGrid} from "../../decision/order-amount.js";
import type {RuleScan} from "../../decision/rules/rule-scan.js";
import {wantedSide} from "../../decision/rules/wanted-side.js";
import {positionShare} from "../../decision/sizing/position-share.js";
import {slippedPrice} from "../../virtual-trading/slippage.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import type {StrategyPlan} from "../strategy-plan.js";
import {activeCaps} from "./active-caps.js";
import type {ColumnarLane} from "./columnar-lane.js";
import type {LaneFigures} from "./lane-figures.js";
import type {NumberAccount} from "./number-account.js";
import type {NumberFills} from "./number-fills.js";
import type {PlannedRisk} from "./planned-risk.js";

export interface NumberDeskSetup {
  readonly plan: StrategyPlan;
  readonly lane: ColumnarLane;
  readonly figures: LaneFigures;
  /** Place among the run's desks. */
  readonly index: number;
  readonly account: NumberAccount;
  readonly fills: NumberFills;
  readonly risk: PlannedRisk;
}

/** Orders of so many units and more may not survive the way through their text. */
const LARGEST_ORDER_UNITS = 1e15;

export class NumberDesk {
  /** Base units. */
  held = 0;
  /** 1 long, -1 short, 0 flat. */
  side = 0;
  /** Steps that the waiting order buys, below 0: sells; 0: no order waits. */
  orderSteps = 0;
  rejected = 0;
  readonly lane: ColumnarLane;
  readonly rules: RuleScan;
  readonly #setup: NumberDeskSetup;
  readonly #isShortAllowed: boolean;
  readonly #candlesPerYear: number;
  /** Units of cash in one unit of traded value, and of the fee. */
  readonly #valueFactor: number;
  readonly #feeFactor: number;
  /** Share of equity where it is the same at every close; NaN where it is not. */
  readonly #fixedShare: number;
  readonly isProtected: boolean;
  readonly #caps: readonly RiskLimit[];
  /** By side held, from short to long, and combination of rules. */
  readonly #stays: readonly number[];
  #heldSteps = 0;
  #averagePrice = Number.NaN;

  constructor(setup: NumberDeskSetup) {
    const {plan, lane, figures, account} = setup;
    const {decision, timeframe} = plan.strategy;
    this.#setup = setup;
    this.lane = lane;
    this.rules = lane.readRules();
    this.#isShortAllowed = decision.allowShort && lane.instrument.kind === "perpetual";
    this.#candlesPerYear = candlesPerYear(timeframe);
    this.#valueFactor = 10 ** (account.scale - figures.amountScale - figures.priceScale);
    this.#feeFactor = 10 ** (account.scale - figures.feeScale);
    const isFixed = decision.sizing.method !== "volatility-target" && !decision.sizing.scaleByConfidence;
    this.#fixedShare = isFixed ? this.#share(0) : Number.NaN;
    this.#stays = [-1, 0, 1].map((side) => {
      let stays = 0;
      for (let bits = 0; bits < 16; bits++)
        if (wantedSide(side, bits, this.#isShortAllowed) === side) stays |= 1 << bits;
      return stays;
    });
    this.#caps = activeCaps(decision.limits, lane.instrument);
    this.isProtected = decision.stopLoss !== null || decision.takeProfit !== null;
  }

  /** A bit for each combination of rules: 1 where it leaves the position as it is. */
  get stays(): number {
    return this.#stays[this.side + 1]!;
  }

  /** The waiting order meets the candle's open: filled, filled in part with the rest canceled, or refused. */
  fillAt(index: number): void {
    const {figures, account, fills} = this.#setup;
    const isBuy = this.orderSteps > 0;
    const steps = Math.min(Math.abs(this.orderSteps), this.#volumeSteps(index));
    this.orderSteps = 0;
    if (steps <= 0) return;
    const price = this.#priceUnits(this.lane.columns.open[index]!, isBuy);
    const amount = steps * figures.stepUnits;
    const value = price * amount;
    const fee = feeOf(value, figures);
    const due = (isBuy ? value : -value) * this.#valueFactor + fee * this.#feeFactor;
    if (!(Number.isSafeInteger(price) && Number.isSafeInteger(value) && Number.isSafeInteger(due))) {
      account.isExact = false;
      return;
    }
    if (isBuy && !account.covers(due)) {
      this.rejected++;
      return;
    }
    account.pay(due);
    this.#book(isBuy ? steps : -steps, price);
    fills.add(this.#setup.index, index, {amount: isBuy ? amount : -amount, price, fee});
  }

  /** Rules neither add to a position nor leave part of it: its price is that of the one fill that opened it. */
  #book(steps: number, priceUnits: number): void {
    const {figures, risk} = this.#setup;
    this.#heldSteps += steps;
    const side = Math.sign(this.#heldSteps);
    if (side === 0) this.#averagePrice = Number.NaN;
    else if (side !== this.side) this.#averagePrice = priceUnits / figures.pricePower;
    this.side = side;
    const units = this.#heldSteps * figures.stepUnits;
    this.held = units / figures.amountPower;
    risk.held[this.lane.place] = this.held;
  }

  #volumeSteps(index: number): number {
    const {volumeLimit, step, rules} = this.#setup.figures;
    if (volumeLimit === null) return Number.POSITIVE_INFINITY;
    const volume = this.lane.columns.volume[index]!;
    const steps = wholeSteps(volumeLimit * volume, step);
    if (!Number.isNaN(steps)) return steps;
    const increment = rules.amountIncrement ?? decimal(step);
    const budget = roundToStep(multiply(decimal(volumeLimit), decimal(volume)), increment, "floor");
    return stepsOf(budget, this.#setup.figures);
  }

  /** The open with slippage, on the grid; NaN for a price that is not on the grid and is not rounded. */
  #priceUnits(open: number, isBuy: boolean): number {
    const {figures} = this.#setup;
    const {slippage, pricePower, tick, tickUnits} = figures;
    if (slippage.value === 0) {
      const units = Math.round(open * pricePower);
      return units < LARGEST_ORDER_UNITS && units / pricePower === open ? units : Number.NaN;
    }
    const ticks = wholeSteps(open * (isBuy ? figures.buyFactor : figures.sellFactor), tick);
    if (!Number.isNaN(ticks)) return (isBuy ? ticks + 1 : ticks) * tickUnits;
    const side = isBuy ? "buy" : "sell";
    const {units, scale} = slippedPrice(slippage, figures.rules, {side, price: open, limit: null});
    return scale > figures.priceScale ? Number.NaN : Number(units) * 10 ** (figures.priceScale - scale);
  }

  /** What is decided at the candle's close, with the equity that `risk` knows; an order waits then for the next one. */
  decideAt(index: number): void {
    const {lane, side} = this;
    const close = lane.columns.close[index]!;
    const isForced = this.isProtected && side !== 0 && this.#isProtectiveExit(close);
    const wanted = isForced ? 0 : wantedSide(side, this.rules.at(index), this.#isShortAllowed);
    if (wanted === side || (!isForced && !(this.#setup.risk.equity > 0))) return;
    const isHindered = (lane.isFlawed?.[index] ?? 0) === 1;
    const target = wanted === 0 || isHindered ? 0 : this.#target(index, wanted);
    const targetSteps = this.#targetSteps(target);
    const steps = targetSteps - this.#heldSteps;
    if (steps === 0 || this.#isTooSmall(Math.abs(steps), close)) return;
    const {figures, account, risk} = this.#setup;
    if (!(Math.abs(steps) * figures.stepUnits < LARGEST_ORDER_UNITS)) account.isExact = false;
    risk.note(lane.place, {target: (targetSteps * figures.stepUnits) / figures.amountPower, price: close});
    this.orderSteps = steps;
  }

  #isProtectiveExit(close: number): boolean {
    const {stopLoss, takeProfit} = this.#setup.plan.strategy.decision;
    const gain = this.side * (close / this.#averagePrice - 1);
    return (stopLoss !== null && gain <= -stopLoss) || (takeProfit !== null && gain >= takeProfit);
  }

  /** Base units, signed, within the limits; 0 where the size is not known. */
  #target(index: number, wanted: number): number {
    const {risk} = this.#setup;
    const share = Number.isNaN(this.#fixedShare) ? this.#share(index) : this.#fixedShare;
    if (Number.isNaN(share)) return 0;
    const close = this.lane.columns.close[index]!;
    let amount = (wanted * share * risk.equity) / close;
    if (amount === 0) return 0;
    const view = risk.view(this.lane.place, close);
    for (const cap of this.#caps) {
      amount = cap.apply(amount, view);
      if (amount === 0) break;
    }
    return amount;
  }

  #share(index: number): number {
    const {plan, lane} = this.#setup;
    const volatility = lane.volatility?.[index] ?? Number.NaN;
    const share = positionShare({
      sizing: plan.strategy.decision.sizing,
      edge: Number.NaN,
      horizonCandles: 1,
      candleVolatility: Number.isNaN(volatility) ? null : volatility,
      candlesPerYear: this.#candlesPerYear,
      confidence: 1 - (lane.gapShare?.[index] ?? 0)
    });
    return share ?? Number.NaN;
  }

  #targetSteps(target: number): number {
    if (target === 0) return 0;
    const {figures} = this.#setup;
    const steps = wholeSteps(Math.abs(target), figures.step);
    if (!Number.isNaN(steps)) return target > 0 ? steps : -steps;
    return stepsOf(targetOnGrid(target, figures.grid), figures);
  }

  #isTooSmall(steps: number, close: number): boolean {
    const {figures} = this.#setup;
    if (steps < figures.minimumSteps) return true;
    if (figures.minimumNotional === 0) return false;
    const units = steps * figures.stepUnits;
    const answer = isSurelyLess((units / figures.amountPower) * close, figures.minimumNotional);
    if (answer !== null) return answer;
    return isBelowMinimum({units: BigInt(units), scale: figures.amountScale}, close, figures.grid);
  }
}

/** value x feeUnits / feeDivisor, rounded half up; the quotient is taken apart so that no product passes 2^53. */
function feeOf(value: number, {feeUnits, feeDivisor}: LaneFigures): number {
  let whole = Math.floor(value / feeDivisor);
  let rest = value - whole * feeDivisor;
  // The division may have been rounded up to the next whole number.
  if (rest < 0) {
    whole--;
    rest += feeDivisor;
  }
  const part = rest * feeUnits;
  let partWhole = Math.floor(part / feeDivisor);
  let partRest = part - partWhole * feeDivisor;
  if (partRest < 0) {
    partWhole--;
    partRest += feeDivisor;
  }
  const fee = whole * feeUnits + partWhole;
  return 2 * partRest >= feeDivisor && feeDivisor > 1 ? fee + 1 : fee;
}

function stepsOf({units, scale}: {readonly units: bigint; readonly scale: number}, figures: LaneFigures): number {
  return (Number(units) * 10 ** (figures.amountScale - scale)) / figures.stepUnits;
}
