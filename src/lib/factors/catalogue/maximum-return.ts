/** The best candle (MAX: Bali, Cakici and Whitelaw 2011, METHODS F3). */
import {WindowMaximum} from "../../indicators/window-extreme.js";
import {defineFactor} from "../factor.js";
import {SimpleReturn} from "../simple-return.js";

export const maximumReturn = defineFactor({
  name: "maximum-return",
  family: "tail-and-higher-moments",
  title: "Largest return",
  description: "Largest return of a candle among the last n, as a fraction.",
  inputs: ["close"],
  parameters: {candles: 24},
  warmUp: ({candles}) => candles + 1,
  create: ({candles}) => {
    const changes = new SimpleReturn();
    const highest = new WindowMaximum(candles);
    return {parts: {changes, highest}, update: ({close}) => highest.update(changes.update(close))};
  }
});
