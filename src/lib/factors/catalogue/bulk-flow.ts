/** Flow guessed from prices (bulk volume classification: Easley, Lopez de Prado and O'Hara 2012, METHODS F6). */
import {Lag} from "../../indicators/lag.js";
import {WindowMoments} from "../../indicators/window-moments.js";
import {WindowSum} from "../../indicators/window-sum.js";
import {normalCdf} from "../../statistics/normal-distribution.js";
import {defineFactor} from "../factor.js";

export const bulkFlow = defineFactor({
  name: "bulk-flow",
  family: "volume-and-flow",
  title: "Bulk-classified flow",
  description:
    "Bought minus sold volume over the last n candles as the price changes suggest it, as a fraction of all, -1 to 1.",
  inputs: ["close", "volume"],
  parameters: {candles: 24},
  warmUp: ({candles}) => 2 * candles,
  create: ({candles}) => {
    const last = new Lag(1);
    const changes = new WindowMoments(candles);
    const flows = new WindowSum(candles);
    const volumes = new WindowSum(candles);
    return {
      parts: {last, changes, flows, volumes},
      update: ({close, volume}) => {
        const change = close - last.update(close);
        changes.update(change);
        const bought = normalCdf(change / changes.sampleDeviation);
        return flows.update((2 * bought - 1) * volume) / volumes.update(volume);
      }
    };
  }
});
