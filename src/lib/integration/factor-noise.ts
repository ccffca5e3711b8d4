/**
 * What the same measurement finds where there is nothing (METHODS O7): the size of the mean coefficient of the factor
 * among those of random factors as persistent as it, of outcomes dealt anew among the instruments of each close, and of
 * a market whose closes come in another order.
 */
import {seedFor} from "../core/random.js";
import {finiteValues} from "../statistics/column.js";
import {informationCoefficients} from "../statistics/information-coefficient.js";
import {mean} from "../statistics/moments.js";
import {
  matchedRandomFactor,
  percentileAmong,
  resampledMarket,
  shuffledWithinDates
} from "../statistics/noise-controls.js";
import {meanBlock} from "../statistics/optimal-block-length.js";
import type {Panel} from "../statistics/panel.js";
import type {NoiseImpact} from "./factor-impact.js";

const CONTROLS = 20;
/** Closes compared; a longer sample is thinned evenly, and the factor is measured on the same closes. */
const MOST_ROWS = 600;

/** @param forward returns over the first horizon */
export function noiseImpact(
  name: string,
  factor: Panel,
  {forward, horizon}: {forward: Panel; horizon: number}
): NoiseImpact {
  const every = Math.max(1, Math.ceil(factor.times.length / MOST_ROWS));
  const [own, outcome] = [everyOf(factor, every), everyOf(forward, every)];
  const size = (values: Panel, returns: Panel) =>
    Math.abs(mean(finiteValues(informationCoefficients(values, returns).values)));
  const coefficients = finiteValues(informationCoefficients(own, outcome).values);
  const block = meanBlock(coefficients, Math.ceil(horizon / every));
  const real = size(own, outcome);
  const kinds = {
    randomFactors: (seed: number) => size(matchedRandomFactor(own, seed), outcome),
    dealtOutcomes: (seed: number) => size(own, shuffledWithinDates(outcome, seed)),
    resampledMarkets: (seed: number) => size(own, resampledMarket(outcome, {seed, block}))
  };
  const against = (kind: keyof typeof kinds) => {
    const found = Float64Array.from({length: CONTROLS}, (_, index) => kinds[kind](seedFor(index, `${name} ${kind}`)));
    return Number.isFinite(real) ? percentileAmong(real, finiteValues(found)) : null;
  };
  return {
    controls: CONTROLS,
    closes: own.times.length,
    randomFactors: against("randomFactors"),
    dealtOutcomes: against("dealtOutcomes"),
    resampledMarkets: against("resampledMarkets")
  };
}

function everyOf(source: Panel, every: number): Panel {
  const width = source.symbols.length;
  const rows = Array.from(source.times.keys()).filter((row) => row % every === 0);
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(source.values.subarray(row * width, (row + 1) * width), at * width);
  });
  return {...source, times: Float64Array.from(rows, (row) => source.times[row] as number), values};
}
