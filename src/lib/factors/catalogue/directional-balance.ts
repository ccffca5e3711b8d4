/** Directional movement (Wilder 1978), signed. */
import {DirectionalMovement} from "../../indicators/directional-movement.js";
import {defineFactor} from "../factor.js";

export const directionalBalance = defineFactor({
  name: "directional-balance",
  family: "momentum-and-trend",
  title: "Directional balance",
  description: "Difference of +DI and -DI over their sum, -1 when all movement is down, 1 when all is up.",
  inputs: ["high", "low", "close"],
  parameters: {candles: 14},
  isRecursive: true,
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const movement = new DirectionalMovement(candles);
    return {
      parts: {movement},
      update: ({high, low, close}) => {
        movement.update(high, low, close);
        return (movement.plusDi - movement.minusDi) / (movement.plusDi + movement.minusDi);
      }
    };
  }
});
