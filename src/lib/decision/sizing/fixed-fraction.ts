/** The same share of equity in every position. */
import type {Sizing} from "./sizing-method.js";

export const fixedFraction: Sizing = ({sizing}) => sizing.fraction;
