/** A share of the stake that grows wealth fastest: mean over variance of the horizon's return (Kelly 1956; Thorp 2006). */
import type {Sizing} from "./sizing-method.js";

export const fractionalKelly: Sizing = ({sizing, edge, candleVolatility, horizonCandles}) => {
  if (candleVolatility === null || !(candleVolatility > 0)) return null;
  return (sizing.kellyFraction * Math.max(edge, 0)) / (candleVolatility ** 2 * horizonCandles);
};
