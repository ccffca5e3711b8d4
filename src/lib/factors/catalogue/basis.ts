/** Perpetual against its spot market (METHODS F5). */
import {defineFactor} from "../factor.js";

export const basis = defineFactor({
  name: "basis",
  family: "carry",
  title: "Basis",
  description: "Close of the perpetual against that of its spot market, as a fraction.",
  inputs: ["close", "reference"],
  parameters: {},
  reference: "spot",
  warmUp: () => 1,
  create: () => ({update: ({close}, {reference}) => close / (reference?.close ?? Number.NaN) - 1})
});
