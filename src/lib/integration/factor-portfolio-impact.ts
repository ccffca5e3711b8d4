// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The portfolio that holds instruments by their factor: its return before and after costs, alpha, beta and capacity. */
import {DAY_MS} from "../core/time.js";
import {type Liquidity, netReturn, participation, representativeCapacity} from "../statistics/capacity.js";
import {finiteValues, orNull} from "../statistics/column.js";
import {alphaBeta, factorWeights, portfolioReturns, universeReturns} from "../statistics/factor-portfolio.js";
import {mean, standardDeviation} from "../statistics/moments.js";
import type {Panel} from "../statistics/panel.js";
import {median} from "../statistics/quantile.js";
import {breakEvenCost, rankAutocorrelation, weightTurnover} from "../statistics/turnover.js";
import type {CapacityImpact, PortfolioImpact} from "./factor-impact.js";
import type {ResearchSetting} from "./factor-setting.js";

const CURVE_POINTS = 240;
const CAPITALS = [1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9];
/** Y of the square-root law (METHODS I15). */
const IMPACT_SCALE = 0.7;

export const NO_PORTFOLIO: PortfolioImpact = {
  turnover: null,
  rankAutocorrelation: null,
  breakEvenCostBps: null,
  alphaAnnual: null,
  alphaT: null,
  beta: null,
  portfolio: null,
  capacity: null
};

/** @param direction the sign of the factor's coefficient: a factor that speaks against returns is held the other way */
export function portfolioImpact(factor: Panel, direction: 1 | -1, setting: ResearchSetting): PortfolioImpact {
  const {oneCandle, candlesPerYear, costs} = setting;
  const weights = factorWeights(direction === 1 ? factor : {...factor, values: factor.values.map((value) => -value)});
  const gross = portfolioReturns(weights, oneCandle.panel);
  const moved = weightTurnover(weights, oneCandle.panel);
  const {costPerSide, meanTurnover} = breakEvenCost(gross, moved);
  const against = alphaBeta(gross, universeReturns(weights, oneCandle.panel), {periods: candlesPerYear, horizon: 1});
  const costPerTrade = (costs.feeBps + costs.halfSpreadBps) / 1e4;
  const net = gross.map((value, row) => value - 2 * (Number.isNaN(moved[row]!) ? 0 : moved[row]!) * costPerTrade);
  return {
    turnover: meanTurnover,
    rankAutocorrelation: orNull(mean(finiteValues(rankAutocorrelation(factor, 1)))),
    breakEvenCostBps: costPerSide === null ? null : costPerSide * 1e4,
    alphaAnnual: against?.alphaAnnual ?? null,
    alphaT: against?.tAlphaHac ?? null,
    beta: against?.beta ?? null,
    portfolio: {
      direction,
      costBps: costPerTrade * 1e4,
      grossAnnual: yearly(gross, candlesPerYear),
      netAnnual: yearly(net, candlesPerYear),
      grossSharpe: sharpeOf(gross, candlesPerYear),
      netSharpe: sharpeOf(net, candlesPerYear),
      curve: curveOf(factor.times, gross, net)
    },
    capacity: capacityImpact(gross, meanTurnover, setting)
  };
}

/** Mean times candles a year: the gross exposure is held constant, so returns add up. */
function yearly(returns: Float64Array, candles: number): number | null {
  return orNull(mean(finiteValues(returns)) * candles);
}

function sharpeOf(returns: Float64Array, candles: number): number | null {
  const kept = finiteValues(returns);
  const deviation = standardDeviation(kept);
  return deviation > 0 ? orNull((mean(kept) / deviation) * Math.sqrt(candles)) : null;
}

function curveOf(times: Float64Array, gross: Float64Array, net: Float64Array) {
  const every = Math.max(1, Math.ceil(times.length / CURVE_POINTS));
  const sums = {gross: 0, net: 0};
  const points: {time: number; gross: number; net: number}[] = [];
  times.forEach((time, row) => {
    if (!Number.isNaN(gross[row]!)) {
      sums.gross += gross[row]!;
      sums.net += net[row]!;
    }
    if (row % every === 0 || row === times.length - 1) points.push({time, ...sums});
  });
  return points;
}

/** Each instrument trades its even share of the day's turnover. Null where volumes or returns are not known. */
function capacityImpact(
  gross: Float64Array,
  meanTurnover: number | null,
  {panels, candlesPerDay, costs}: ResearchSetting
): CapacityImpact | null {
  const instruments = liquidityOf(panels.turnover, panels.closes, candlesPerDay);
  const perDay = yearly(gross, candlesPerDay);
  if (instruments.length === 0 || meanTurnover === null || perDay === null) return null;
  // Both sides of a change of weights are trades.
  const tradedPerDay = 2 * meanTurnover * candlesPerDay;
  const weight = tradedPerDay / instruments.length;
  const cost = {halfSpread: costs.halfSpreadBps / 1e4, fee: costs.feeBps / 1e4, impactScale: IMPACT_SCALE};
  const perRoot = instruments.map(({volatility, dailyVolume}) => volatility / Math.sqrt(dailyVolume));
  const {optimum, breakEven} = representativeCapacity({
    gross: perDay,
    turnover: tradedPerDay,
    linearCost: cost.halfSpread + cost.fee,
    impact: IMPACT_SCALE * median(perRoot) * Math.sqrt(weight)
  });
  const trades = instruments.map((liquidity) => ({weight, liquidity}));
  return {
    optimum,
    breakEven,
    participation95: optimum === null ? null : participationAt(optimum, trades),
    curve: CAPITALS.map((capital) => ({
      capital,
      netAnnual: orNull(365 * netReturn(capital, {gross: perDay, trades}, cost))
    }))
  };
}

function participationAt(
  capital: number,
  trades: readonly {readonly weight: number; readonly liquidity: Liquidity}[]
): number | null {
  return participation({
    positions: trades.map(() => capital / trades.length),
    trades: trades.map(({weight}) => weight * capital),
    volumes: trades.map(({liquidity}) => liquidity.dailyVolume)
  }).participation95;
}

/** Of each instrument that traded in the last 30 days: daily volatility and median daily quote volume over them. */
function liquidityOf(turnover: Panel, closes: Panel, candlesPerDay: number) {
  const width = turnover.symbols.length;
  const rows = turnover.times.length;
  const from = Math.max(1, rows - Math.ceil(30 * candlesPerDay));
  return turnover.symbols.flatMap((_symbol, j) => {
    const byDay = new Map<number, number>();
    const returns: number[] = [];
    for (let row = from; row < rows; row++) {
      const value = turnover.values[row * width + j]!;
      const change = Math.log(closes.values[row * width + j]! / closes.values[(row - 1) * width + j]!);
      if (Number.isFinite(change)) returns.push(change);
      if (Number.isNaN(value)) continue;
      const day = Math.floor((turnover.times[row]! - 1) / DAY_MS);
      byDay.set(day, (byDay.get(day) ?? 0) + value);
    }
    const dailyVolume = median([...byDay.values()]);
    const volatility = standardDeviation(returns) * Math.sqrt(candlesPerDay);
    return dailyVolume > 0 && volatility > 0 ? [{volatility, dailyVolume}] : [];
  });
}
