// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Temperature scaling (Guo et al. 2017; METHODS S7): logit(p) / T, one parameter, keeps every direction call. */
import {type Column, mapColumn} from "./column.js";
import {clippedLogit, logistic, logisticRegression} from "./logistic-regression.js";

export interface TemperatureMap {
  readonly temperature: number;
}

/** Null when the best map would turn the forecasts round (T <= 0) or cannot be fitted. */
export function fitTemperature(p: Column, y: Column): TemperatureMap | null {
  const fit = logisticRegression(y, [mapColumn(p, (value) => clippedLogit(value))], {intercept: false});
  if (fit === null || !(fit.coefficients[0]! > 0)) return null;
  return {temperature: 1 / fit.coefficients[0]!};
}

export function applyTemperature({temperature}: TemperatureMap, p: number): number {
  return logistic(clippedLogit(p) / temperature);
}
