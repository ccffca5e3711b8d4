/** All of equity but a reserve: an order's amount is fixed before its price is known, and nothing is bought on credit. */
import type {Sizing} from "./sizing-method.js";

export const allIn: Sizing = ({sizing}) => 1 - sizing.reserve;
