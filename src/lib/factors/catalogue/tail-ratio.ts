/** Upper against lower tail. */
import {SortedValues} from "../../indicators/sorted-values.js";
import {defineFactor} from "../factor.js";
import {SimpleReturn} from "../simple-return.js";

export const tailRatio = defineFactor({
  name: "tail-ratio",
  family: "tail-and-higher-moments",
  title: "Tail ratio",
  description:
    "95 % quantile over the absolute 5 % quantile of the last n returns: above 1 the rises are the larger surprises.",
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
        return returns.isFull ? returns.quantile(0.95) / Math.abs(returns.quantile(0.05)) : Number.NaN;
      }
    };
  }
});
