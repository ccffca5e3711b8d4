/** MACD histogram, made comparable between prices. */
import {Macd} from "../../indicators/macd.js";
import {defineFactor} from "../factor.js";

export const macdHistogram = defineFactor({
  name: "macd-histogram",
  family: "momentum-and-trend",
  title: "MACD histogram",
  description: "MACD line minus its signal line, as a fraction of the close.",
  inputs: ["close"],
  parameters: {fast: 12, slow: 26, signal: 9},
  warmUp: ({slow, signal}) => slow + signal - 1,
  isRecursive: true,
  create: (lengths) => {
    const macd = new Macd(lengths);
    return {parts: {macd}, update: ({close}) => macd.update(close) / close};
  }
});
