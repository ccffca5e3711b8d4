/** Time of day as a coordinate on a circle; together with its counterpart it has no break at midnight. */
import {dayAngle} from "../calendar.js";
import {defineFactor} from "../factor.js";

export const hourOfDayCos = defineFactor({
  name: "hour-of-day-cos",
  family: "calendar",
  title: "Hour of the day, cosine",
  description: "The cosine of the time of day at the close, in UTC: 1 at midnight, -1 at noon.",
  inputs: ["time"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({closeTime}) => Math.cos(dayAngle(closeTime))})
});
