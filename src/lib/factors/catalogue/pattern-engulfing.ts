/** Engulfing pattern by TA-Lib's definition. */
import {CandleShapes} from "../../indicators/candle-shapes.js";
import {CANDLESTICK_PATTERNS} from "../../indicators/candlestick-patterns.js";
import {defineFactor} from "../factor.js";

export const patternEngulfing = defineFactor({
  name: "pattern-engulfing",
  family: "candlestick-shape",
  title: "Engulfing pattern",
  description: "1 when the body engulfs a falling one, -1 when a rising one, 0.8 where they share an end, else 0.",
  inputs: ["open", "high", "low", "close"],
  parameters: {},
  warmUp: () => CANDLESTICK_PATTERNS.engulfing.candles,
  create: () => {
    const shapes = new CandleShapes();
    return {
      parts: {shapes},
      update: (candle) => {
        shapes.update(candle);
        if (shapes.size < CANDLESTICK_PATTERNS.engulfing.candles) return Number.NaN;
        return CANDLESTICK_PATTERNS.engulfing.recognize(shapes) / 100;
      }
    };
  }
});
