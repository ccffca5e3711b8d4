/** Alpha158: qlib's set of 158 factors, equal to its figures; `alpha158-roc-5` is its `ROC5`. */
import type {Factor, FactorDefinition} from "../factor.js";
import {CANDLE_SHAPES} from "./candle-shapes.js";
import {COUNT_WINDOWS} from "./count-windows.js";
import {ORDER_WINDOWS} from "./order-windows.js";
import {PRICE_WINDOWS} from "./price-windows.js";
import {VOLUME_WINDOWS} from "./volume-windows.js";

export const ALPHA158_DEFINITIONS: readonly FactorDefinition[] = [
  ...CANDLE_SHAPES,
  ...PRICE_WINDOWS,
  ...ORDER_WINDOWS,
  ...VOLUME_WINDOWS,
  ...COUNT_WINDOWS
];

export const ALPHA158_FACTORS: readonly Factor[] = ALPHA158_DEFINITIONS.flatMap(({factors}) => factors);

/** qlib's name of a factor of the set, like `ROC5`. */
export function qlibName({definition, parameters}: Factor): string {
  return definition.replace(/^alpha158-/, "").toUpperCase() + Object.values(parameters).join("");
}
