/**
 * How far an order itself moves the price, as a fraction of it, on top of spread and fixed slippage. Float64: an
 * estimate, rounded up to 12 digits where it meets exact prices. The square root knows only days before the fill; a
 * share of volume is that of the candle of the fill, which nobody knows at its open: it is a cost, not a signal.
 */
import {type Decimal, decimal, roundTo} from "../../core/decimal.js";
import type {MarketEstimate} from "./market-estimate.js";

export const IMPACT_MODELS = ["none", "volume-share", "square-root"] as const;

export interface ImpactModel {
  readonly model: (typeof IMPACT_MODELS)[number];
  /** volume-share: price impact at a share of 1. square-root: Y, about 0.5 to 1. */
  readonly coefficient: number;
}

export const NO_IMPACT: ImpactModel = {model: "none", coefficient: 0};

/** A share of volume squared, times a coefficient: the VolumeShareSlippage of zipline (there 0.1, share at most 0.025). */
export function volumeShareImpact(coefficient: number, share: number): number {
  return coefficient * share * share;
}

export interface SquareRootInput {
  /** Y of the square-root law. */
  readonly coefficient: number;
  /** Standard deviation of daily returns. */
  readonly dailyVolatility: number;
  /** Value of the order, quote units. */
  readonly notional: number;
  /** Value traded on a usual day, quote units. */
  readonly dailyVolume: number;
}

/** Y x sigma x sqrt(Q / V): the square-root law (Toth et al. 2011, equation 1; METHODS I15). */
export function squareRootImpact({coefficient, dailyVolatility, notional, dailyVolume}: SquareRootInput): number {
  return coefficient * dailyVolatility * Math.sqrt(notional / dailyVolume);
}

export interface ImpactQuestion {
  readonly model: ImpactModel;
  readonly amount: number;
  readonly price: number;
  /** Of the candle in which it fills, base units; null outside candles. */
  readonly volume: number | null;
  readonly estimate: MarketEstimate | null;
}

/** Fraction of the price; null when the data so far cannot say. */
export function impactOf({model, amount, price, volume, estimate}: ImpactQuestion): number | null {
  switch (model.model) {
    case "none":
      return 0;
    case "volume-share":
      if (volume === null || volume <= 0) return null;
      return volumeShareImpact(model.coefficient, Math.min(1, amount / volume));
    case "square-root": {
      if (estimate === null || estimate.dailyVolatility === null || !estimate.dailyVolume) return null;
      const {dailyVolatility, dailyVolume} = estimate;
      return squareRootImpact({coefficient: model.coefficient, dailyVolatility, dailyVolume, notional: amount * price});
    }
  }
}

/** The fraction in exact digits, rounded against the trader. */
export function exactImpact(fraction: number): Decimal {
  return roundTo(decimal(fraction), 12, "ceil");
}
