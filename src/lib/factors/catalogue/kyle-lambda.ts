/** Price impact of flow (Kyle 1985, METHODS F6). */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {WindowComoments} from "../../indicators/window-comoments.js";
import {defineFactor} from "../factor.js";
import {LogReturn} from "../log-return.js";
import {signedVolume} from "../signed-volume.js";

export const kyleLambda = defineFactor({
  name: "kyle-lambda",
  family: "volume-and-flow",
  title: "Kyle's lambda",
  description:
    "Least-squares slope of the log return on the signed taker volume, per mean volume of the last n candles, as a fraction.",
  inputs: ["close", "volume", "takerBuyVolume"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new LogReturn();
    const pairs = new WindowComoments(candles);
    const volumes = new SimpleAverage(candles);
    return {
      parts: {changes, pairs, volumes},
      update: (candle) => {
        pairs.update(signedVolume(candle), changes.update(candle.close));
        return pairs.slope * volumes.update(candle.volume);
      }
    };
  }
});
