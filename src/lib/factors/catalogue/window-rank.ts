/** Rank of the close among its own past (RANK of Alpha158). */
import {SortedValues} from "../../indicators/sorted-values.js";
import {defineFactor} from "../factor.js";

export const windowRank = defineFactor({
  name: "window-rank",
  family: "mean-reversion",
  title: "Rank in the window",
  description: "Rank of the close among the last n closes, above 0 to 1.",
  inputs: ["close"],
  parameters: {candles: 48},
  warmUp: ({candles}) => candles,
  create: ({candles}) => {
    const closes = new SortedValues(candles);
    return {
      parts: {closes},
      update: ({close}) => {
        closes.update(close);
        return closes.isFull ? closes.averageRank(close) / candles : Number.NaN;
      }
    };
  }
});
