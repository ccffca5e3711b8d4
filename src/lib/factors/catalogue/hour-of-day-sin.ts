/** Time of day as a coordinate on a circle; together with its counterpart it has no break at midnight. */
import {dayAngle} from "../calendar.js";
import {defineFactor} from "../factor.js";

export const hourOfDaySin = defineFactor({
  name: "hour-of-day-sin",
  family: "calendar",
  title: "Hour of the day, sine",
  description: "The sine of the time of day at the close, in UTC: 1 at 06:00, -1 at 18:00.",
  inputs: ["time"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({closeTime}) => Math.sin(dayAngle(closeTime))})
});
