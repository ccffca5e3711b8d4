/** Fast against slow moving average. */
import {SimpleAverage} from "../../indicators/simple-average.js";
import {defineFactor} from "../factor.js";

export const averageCross = defineFactor({
  name: "average-cross",
  family: "momentum-and-trend",
  title: "Crossing of averages",
  description: "Fast simple moving average against the slow one, as a fraction.",
  inputs: ["close"],
  parameters: {fast: 10, slow: 50},
  warmUp: ({fast, slow}) => Math.max(fast, slow),
  create: ({fast, slow}) => {
    const quick = new SimpleAverage(fast);
    const calm = new SimpleAverage(slow);
    return {parts: {quick, calm}, update: ({close}) => quick.update(close) / calm.update(close) - 1};
  }
});
