/** What the worst twentieth begins at. */
import {SortedValues} from "../../indicators/sorted-values.js";
import {defineFactor} from "../factor.js";
import {SimpleReturn} from "../simple-return.js";

export const valueAtRisk = defineFactor({
  name: "value-at-risk",
  family: "tail-and-higher-moments",
  title: "Value at risk",
  description: "5 % quantile (type 7) of the last n returns, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 168},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new SimpleReturn();
    const returns = new SortedValues(candles);
    return {
      parts: {changes, returns},
      update: ({close}) => {
        const change = changes.update(close);
        if (!Number.isNaN(change)) returns.update(change);
        return returns.isFull ? returns.quantile(0.05) : Number.NaN;
      }
    };
  }
});
