/** What a market asks of prices and amounts, and what it charges: the parsed form of a case's or a venue's instrument. */
import {type Decimal, decimal, multiply, roundTo, ZERO} from "../core/decimal.js";
import type {LiquiditySide, OrderSide} from "../vocabulary/order.js";

export interface FeeRates {
  /** Epoch ms from which the rates hold. */
  readonly from: number;
  /** Fractions of the traded value; negative: a rebate. */
  readonly maker: number;
  readonly taker: number;
}

export interface InstrumentRules {
  readonly symbol: string;
  readonly priceIncrement: Decimal | null;
  readonly amountIncrement: Decimal | null;
  readonly minAmount: Decimal | null;
  readonly maxAmount: Decimal | null;
  readonly minNotional: Decimal | null;
  /** Digits after the point to which a fee is rounded. */
  readonly quoteDecimals: number;
  readonly fees: readonly FeeRates[];
  /** `received`: a buy pays its fee in base units. */
  readonly feeIn: "quote" | "received";
}

/** The instrument as it is written in a case or a configuration. */
export interface InstrumentInput {
  readonly symbol?: string;
  readonly priceIncrement?: number;
  readonly amountIncrement?: number;
  readonly minAmount?: number;
  readonly maxAmount?: number;
  readonly minNotional?: number;
  readonly quoteDecimals?: number;
  readonly fees?: {readonly maker: number; readonly taker: number} | readonly FeeRates[];
  readonly feeIn?: "quote" | "received";
}

export function instrumentRules(input: InstrumentInput): InstrumentRules {
  const optional = (value: number | undefined): Decimal | null => (value === undefined ? null : decimal(value));
  return {
    symbol: input.symbol ?? "",
    priceIncrement: optional(input.priceIncrement),
    amountIncrement: optional(input.amountIncrement),
    minAmount: optional(input.minAmount),
    maxAmount: optional(input.maxAmount),
    minNotional: optional(input.minNotional),
    quoteDecimals: input.quoteDecimals ?? 8,
    fees: feeSchedule(input.fees),
    feeIn: input.feeIn ?? "quote"
  };
}

function feeSchedule(fees: InstrumentInput["fees"]): readonly FeeRates[] {
  if (fees === undefined) return [];
  return "maker" in fees ? [{from: Number.NEGATIVE_INFINITY, maker: fees.maker, taker: fees.taker}] : fees;
}

/** The rates of the last entry that has begun by `time`; nothing is charged before the first. */
export function feeRatesAt(instrument: InstrumentRules, time: number): FeeRates {
  let current: FeeRates = {from: Number.NEGATIVE_INFINITY, maker: 0, taker: 0};
  for (const rates of instrument.fees) if (rates.from <= time) current = rates;
  return current;
}

export interface FillToCharge {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly liquidity: LiquiditySide;
  readonly time: number;
}

export interface ChargedFee {
  readonly fee: Decimal;
  readonly feeIn: "quote" | "base";
}

/**
 * Fee of one fill.
 * @param digits digits after the point to round to, half up; null leaves it as it is.
 */
export function chargeFee(instrument: InstrumentRules, fill: FillToCharge, digits: number | null): ChargedFee {
  return feeBy(feeRatesAt(instrument, fill.time), instrument, {fill, digits});
}

/** Fee of one fill at given rates, in the currency that the instrument asks for. */
export function feeBy(
  rates: {readonly maker: number; readonly taker: number},
  instrument: InstrumentRules,
  {fill, digits}: {readonly fill: FillToCharge; readonly digits: number | null}
): ChargedFee {
  const rate = fill.liquidity === "maker" ? rates.maker : rates.taker;
  const feeIn = instrument.feeIn === "received" && fill.side === "buy" ? "base" : "quote";
  if (rate === 0) return {fee: ZERO, feeIn};
  const base = feeIn === "base" ? fill.amount : multiply(fill.price, fill.amount);
  const fee = multiply(base, decimal(rate));
  return {fee: digits === null ? fee : roundTo(fee, digits, "half-up"), feeIn};
}
