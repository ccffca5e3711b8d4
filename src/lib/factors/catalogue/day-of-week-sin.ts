/** Time of the week as a coordinate on a circle; together with its counterpart it has no break on Monday. */
import {weekAngle} from "../calendar.js";
import {defineFactor} from "../factor.js";

export const dayOfWeekSin = defineFactor({
  name: "day-of-week-sin",
  family: "calendar",
  title: "Day of the week, sine",
  description: "The sine of the time of the week at the close, in UTC: 1 on Tuesday at 18:00, -1 on Saturday at 06:00.",
  inputs: ["time"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({closeTime}) => Math.sin(weekAngle(closeTime))})
});
