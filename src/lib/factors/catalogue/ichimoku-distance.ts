/** Where the close stands to the Ichimoku cloud (Hosoda 1969). */
import {Lag} from "../../indicators/lag.js";
import {RangeMiddle} from "../../indicators/stochastic.js";
import {defineFactor} from "../factor.js";

export const ichimokuDistance = defineFactor({
  name: "ichimoku-distance",
  family: "momentum-and-trend",
  title: "Distance from the cloud",
  description: "Close against the middle of the Ichimoku cloud that was drawn for this candle, as a fraction.",
  inputs: ["high", "low", "close"],
  parameters: {conversion: 9, base: 26, span: 52},
  warmUp: ({base, span}) => Math.max(base, span) + base - 1,
  create: ({conversion, base, span}) => {
    const fast = new RangeMiddle(conversion);
    const slow = new RangeMiddle(base);
    const wide = new RangeMiddle(span);
    // The cloud is drawn ahead: what stands over this candle was known base - 1 candles ago.
    const cloud = new Lag(base - 1);
    return {
      parts: {fast, slow, wide, cloud},
      update: ({high, low, close}) => {
        const first = (fast.update(high, low) + slow.update(high, low)) / 2;
        return close / cloud.update((first + wide.update(high, low)) / 2) - 1;
      }
    };
  }
});
