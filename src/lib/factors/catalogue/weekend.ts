/** Whether the week's work is done. */
import {weekAngle} from "../calendar.js";
import {defineFactor} from "../factor.js";

export const weekend = defineFactor({
  name: "weekend",
  family: "calendar",
  title: "Weekend",
  description: "1 from Saturday 00:00 to Monday 00:00 UTC at the close, else 0.",
  inputs: ["time"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({closeTime}) => (weekAngle(closeTime) >= (5 / 7) * 2 * Math.PI ? 1 : 0)})
});
