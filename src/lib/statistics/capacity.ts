// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How much capital a factor can carry before its own trading eats the return (METHODS I15). Fractions, quote currency. */
import {type Column, finitePairs, orNull} from "./column.js";
import {pearson} from "./correlation.js";
import {quantile} from "./quantile.js";

export interface CostModel {
  readonly halfSpread: number;
  readonly fee: number;
  /** Y of the square-root law. Default 0.7; 0.5 to 1.0 is usual (Almgren et al. 2005). */
  readonly impactScale?: number;
}

export interface Liquidity {
  /** Daily volatility. */
  readonly volatility: number;
  /** Median daily quote volume of 30 days. */
  readonly dailyVolume: number;
}

/** half-spread + fee + Y sigma sqrt(Q / ADV), as a fraction of the trade. @param notional Q in quote currency */
export function tradeCost(
  notional: number,
  {halfSpread, fee, impactScale = 0.7}: CostModel,
  liquidity: Liquidity
): number {
  return halfSpread + fee + impactScale * liquidity.volatility * Math.sqrt(notional / liquidity.dailyVolume);
}

/** Net return a day at the capital: gross - sum |dw_i| c(|dw_i| A). @param trades |dw_i| a day, with each one's liquidity */
export function netReturn(
  capital: number,
  {
    gross,
    trades
  }: {readonly gross: number; readonly trades: readonly {readonly weight: number; readonly liquidity: Liquidity}[]},
  cost: CostModel
): number {
  return trades.reduce(
    (net, {weight, liquidity}) => net - weight * tradeCost(weight * capital, cost, liquidity),
    gross
  );
}

export interface Capacity {
  /** Capital of the largest profit; null when the linear costs alone exceed the return. */
  readonly optimum: number | null;
  /** Capital at which nothing is left, 2.25 times the optimum. */
  readonly breakEven: number | null;
}

/** With one representative k: profit A (g - tau (s + k sqrt A)), A* = ((g - tau s) / (1.5 tau k))^2. */
export function representativeCapacity({
  gross,
  turnover,
  linearCost,
  impact
}: {
  readonly gross: number;
  readonly turnover: number;
  readonly linearCost: number;
  readonly impact: number;
}): Capacity {
  const margin = gross - turnover * linearCost;
  if (!(margin > 0) || !(turnover > 0) || !(impact > 0)) return {optimum: null, breakEven: null};
  const optimum = (margin / (1.5 * turnover * impact)) ** 2;
  return {optimum, breakEven: 2.25 * optimum};
}

export interface Participation {
  /** Days to sell each position at 20 % of the mean volume. */
  readonly daysToLiquidate: Float64Array;
  /** 95 % quantile of trade over daily volume. */
  readonly participation95: number | null;
}

/** @param positions notional @param trades notional a day @param volumes mean daily quote volume, in the same order */
export function participation(columns: {
  readonly positions: Column;
  readonly trades: Column;
  readonly volumes: Column;
}): Participation {
  const {positions, trades, volumes} = columns;
  return {
    daysToLiquidate: Float64Array.from(positions, (position, i) => Math.abs(position) / (0.2 * volumes[i]!)),
    participation95: orNull(
      quantile(
        Float64Array.from(trades, (trade, i) => Math.abs(trade) / volumes[i]!),
        0.95
      )
    )
  };
}

/** Correlation of risk-adjusted weights (w sigma) with signals: how much of the signal survives the constraints (I16). */
export function transferCoefficient(columns: {
  readonly weights: Column;
  readonly volatilities: Column;
  readonly signals: Column;
}): number | null {
  const {weights, volatilities, signals} = columns;
  const adjusted = Float64Array.from(weights, (weight, i) => weight * volatilities[i]!);
  const {x, y} = finitePairs(adjusted, signals);
  return orNull(pearson(x, y));
}

/** IR ~ IC sqrt(breadth) TC (Grinold and Kahn 2000). @param breadth independent bets a year */
export function expectedInformationRatio(
  coefficient: number,
  {breadth, transfer}: {breadth: number; transfer: number}
): number {
  return coefficient * Math.sqrt(breadth) * transfer;
}
