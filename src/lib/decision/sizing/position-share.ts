/** How large a position is, as a share of equity. */
import type {SizingMethod} from "../decision-configuration.js";
import {allIn} from "./all-in.js";
import {fixedFraction} from "./fixed-fraction.js";
import {fractionalKelly} from "./fractional-kelly.js";
import type {Sizing, SizingInput} from "./sizing-method.js";
import {volatilityTarget} from "./volatility-target.js";

const METHODS: Readonly<Record<SizingMethod, Sizing>> = {
  "fixed-fraction": fixedFraction,
  "all-in": allIn,
  "fractional-kelly": fractionalKelly,
  "volatility-target": volatilityTarget
};

/** Share of equity by the configured method, scaled by confidence where asked for, and capped. */
export function positionShare(input: SizingInput): number | null {
  const share = METHODS[input.sizing.method](input);
  if (share === null) return null;
  const scaled = input.sizing.scaleByConfidence ? share * input.confidence : share;
  const most = input.sizing.method === "all-in" ? 1 : input.sizing.maximumFraction;
  return Math.min(Math.max(scaled, 0), most);
}
