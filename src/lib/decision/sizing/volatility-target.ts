/** As much as adds the wanted yearly volatility: calm markets get larger positions, wild ones smaller. */
import type {Sizing} from "./sizing-method.js";

export const volatilityTarget: Sizing = ({sizing, candleVolatility, candlesPerYear}) => {
  if (candleVolatility === null || !(candleVolatility > 0)) return null;
  return sizing.targetVolatility / (candleVolatility * Math.sqrt(candlesPerYear));
};
