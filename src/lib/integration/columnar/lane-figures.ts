/**
 * An instrument's increments, minimums and fee as whole numbers, so that a fill is a few exact multiplications of
 * float64 below 2^53. Amounts count in steps of the amount increment, prices in units of 10^-priceScale.
 */
import {type Decimal, decimal, divide, parseDecimal, toNumber} from "../../core/decimal.js";
import {type OrderGrid, orderGrid} from "../../decision/order-amount.js";
import type {ExecutionRules} from "../../virtual-trading/execution-rules.js";
import type {InstrumentRules} from "../../virtual-trading/instrument-rules.js";
import type {Slippage} from "../../virtual-trading/slippage.js";
import {rulesOf, slippageOf} from "../../virtual-trading/trading-broker.js";
import type {Instrument} from "../../vocabulary/instrument.js";

export interface LaneFigures {
  readonly rules: InstrumentRules;
  readonly grid: OrderGrid;
  readonly slippage: Slippage;
  /** One step of the amount: its value, and its units of 10^-amountScale. */
  readonly step: number;
  readonly stepUnits: number;
  readonly amountScale: number;
  /** The price increment likewise. */
  readonly tick: number;
  readonly tickUnits: number;
  readonly priceScale: number;
  /** 10^scale. */
  readonly amountPower: number;
  readonly pricePower: number;
  /** What an open is multiplied with before it is rounded to the tick; 1 without slippage. */
  readonly buyFactor: number;
  readonly sellFactor: number;
  readonly feeUnits: number;
  /** The fee is rounded to feeScale digits: value x feeUnits / feeDivisor, half up. */
  readonly feeDivisor: number;
  readonly feeScale: number;
  readonly minimumSteps: number;
  readonly minimumNotional: number;
  readonly volumeLimit: number | null;
}

const LARGEST_UNITS = 1e6;
const LARGEST_SCALE = 15;

/**
 * Null where the instrument's figures are too long, it has no grid to round prices to, or its positions are held on
 * margin, which the broker itself has to watch.
 */
export function laneFigures(instrument: Instrument, execution: ExecutionRules): LaneFigures | null {
  if (instrument.kind === "perpetual") return null;
  const rules = knownRules(instrument);
  const grid = orderGrid(instrument);
  const slippage = slippageOf(execution);
  const {priceIncrement, amountIncrement, quoteDecimals} = rules;
  if (priceIncrement === null || amountIncrement === null || rules.feeIn !== "quote") return null;
  const fee = decimal(instrument.takerFee);
  const {scale: amountScale} = amountIncrement;
  const {scale: priceScale} = priceIncrement;
  const rawFeeScale = amountScale + priceScale + fee.scale;
  const feeScale = Math.min(rawFeeScale, quoteDecimals);
  const isShort =
    [priceIncrement, amountIncrement, fee].every(isShortDecimal) && rawFeeScale - feeScale <= LARGEST_SCALE;
  if (!isShort) return null;
  const slip = slippage.value / 1e4;
  return {
    rules,
    grid,
    slippage,
    step: toNumber(amountIncrement),
    stepUnits: Number(amountIncrement.units),
    amountScale,
    tick: toNumber(priceIncrement),
    tickUnits: Number(priceIncrement.units),
    priceScale,
    amountPower: 10 ** amountScale,
    pricePower: 10 ** priceScale,
    buyFactor: 1 + slip,
    sellFactor: 1 - slip,
    feeUnits: Number(fee.units),
    feeDivisor: 10 ** (rawFeeScale - feeScale),
    feeScale,
    minimumSteps: Number(divide(grid.minimumAmount, amountIncrement, {scale: 0, rounding: "ceil"}).units),
    minimumNotional: toNumber(grid.minimumNotional),
    volumeLimit: execution.volumeLimit
  };
}

/** A sweep asks for the same instruments' rules in each run. */
const RULES = new WeakMap<Instrument, InstrumentRules>();

function knownRules(instrument: Instrument): InstrumentRules {
  const rules = RULES.get(instrument) ?? rulesOf(instrument);
  RULES.set(instrument, rules);
  return rules;
}

function isShortDecimal({units, scale}: Decimal): boolean {
  return units >= 0n && units <= BigInt(LARGEST_UNITS) && scale <= LARGEST_SCALE;
}

/** Digits after the point that cash needs, whatever is bought and sold. */
export function cashScale(figures: readonly LaneFigures[], startCapital: string): number {
  return Math.max(
    parseDecimal(startCapital).scale,
    ...figures.map(({amountScale, priceScale, feeScale}) => Math.max(amountScale + priceScale, feeScale))
  );
}
