/** Hammer, hanging man and their inversions by TA-Lib's definitions. */
import {CandleShapes} from "../../indicators/candle-shapes.js";
import {CANDLESTICK_PATTERNS} from "../../indicators/candlestick-patterns.js";
import {defineFactor} from "../factor.js";

const {hammer, hangingMan, invertedHammer, shootingStar} = CANDLESTICK_PATTERNS;
const PATTERNS = [hammer, hangingMan, invertedHammer, shootingStar];
const LONGEST = Math.max(...PATTERNS.map(({candles}) => candles));

export const patternHammer = defineFactor({
  name: "pattern-hammer",
  family: "candlestick-shape",
  title: "Hammers and stars",
  description: "1 for a hammer or inverted hammer, -1 for a hanging man or shooting star, else 0.",
  inputs: ["open", "high", "low", "close"],
  parameters: {},
  warmUp: () => LONGEST,
  create: () => {
    const shapes = new CandleShapes();
    return {
      parts: {shapes},
      update: (candle) => {
        shapes.update(candle);
        if (shapes.size < LONGEST) return Number.NaN;
        let sum = 0;
        for (const {recognize} of PATTERNS) sum += recognize(shapes);
        return Math.max(-1, Math.min(1, sum / 100));
      }
    };
  }
});
