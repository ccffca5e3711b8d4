/** Range volatility with opening jumps (Yang and Zhang 2000, METHODS F4). */
import {Lag} from "../../indicators/lag.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {candlesPerYear} from "../../vocabulary/timeframe.js";
import {defineFactor} from "../factor.js";

export const yangZhang = defineFactor({
  name: "yang-zhang",
  family: "volatility-and-range",
  title: "Yang-Zhang volatility",
  description: "Volatility from opening jumps, bodies and ranges of the last n candles, annualised over 365 days.",
  inputs: ["open", "high", "low", "close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const last = new Lag(1);
    const jumps = new WindowMoments(candles);
    const bodies = new WindowMoments(candles);
    const ranges = new WindowSum(candles);
    const share = 0.34 / (1.34 + (candles + 1) / (candles - 1));
    return {
      parts: {last, jumps, bodies, ranges},
      update: ({open, high, low, close}, {timeframe}) => {
        jumps.update(Math.log(open / last.update(close)));
        bodies.update(Math.log(close / open));
        const up = Math.log(high / close) * Math.log(high / open);
        const down = Math.log(low / close) * Math.log(low / open);
        const range = ranges.update(up + down) / candles;
        const variance = jumps.sampleVariance + share * bodies.sampleVariance + (1 - share) * range;
        return Math.sqrt(variance * candlesPerYear(timeframe));
      }
    };
  }
});
