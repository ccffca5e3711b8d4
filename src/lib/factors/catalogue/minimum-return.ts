/** The worst candle. */
import {WindowMinimum} from "../../indicators/window-extreme.js";
import {defineFactor} from "../factor.js";
import {SimpleReturn} from "../simple-return.js";

export const minimumReturn = defineFactor({
  name: "minimum-return",
  family: "tail-and-higher-moments",
  title: "Smallest return",
  description: "Smallest return of a candle among the last n, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new SimpleReturn();
    const lowest = new WindowMinimum(candles);
    return {parts: {changes, lowest}, update: ({close}) => lowest.update(changes.update(close))};
  }
});
