/**
 * What the factors of Alpha158 share (METHODS F1, after qlib's data loader). Their windows are filled from the first
 * candle on: a value looks at the last n candles, or at as many as there are, so almost nothing has to warm up.
 */
import {defineFactor, type FactorBody, type FactorDefinition} from "../factor.js";
import type {FactorInput} from "../factor-inputs.js";

/** Keeps denominators from 0, as qlib does. */
export const TINY = 1e-12;

interface Windowed {
  /** qlib's name without the window, like `ROC`. */
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly FactorInput[];
  /** Candles until the first value. */
  readonly warmUp: number | ((candles: number) => number);
  /** Candles looked at beyond the n of the window. */
  readonly before?: number;
  readonly create: (candles: number) => FactorBody;
}

/** A factor over each of the set's five windows, named like `alpha158-roc-5`. */
export function windowed({code, title, description, inputs, warmUp, before = 0, create}: Windowed): FactorDefinition {
  return defineFactor({
    name: `alpha158-${code.toLowerCase()}`,
    family: "alpha158",
    title: `${title} (${code})`,
    description,
    inputs,
    parameters: {candles: 5},
    variants: [{candles: 10}, {candles: 20}, {candles: 30}, {candles: 60}],
    warmUp: ({candles}) => (typeof warmUp === "number" ? warmUp : warmUp(candles)),
    window: ({candles}) => candles + before,
    create: ({candles}) => create(candles)
  });
}

interface OfOneCandle {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly FactorInput[];
  readonly update: FactorBody["update"];
}

/** A factor of the candle alone, named like `alpha158-kmid`. */
export function ofOneCandle({code, title, description, inputs, update}: OfOneCandle): FactorDefinition {
  return defineFactor({
    name: `alpha158-${code.toLowerCase()}`,
    family: "alpha158",
    title: `${title} (${code})`,
    description,
    inputs,
    parameters: {},
    warmUp: () => 1,
    create: () => ({update})
  });
}
