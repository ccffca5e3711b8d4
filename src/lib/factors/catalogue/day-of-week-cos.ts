/** Time of the week as a coordinate on a circle; together with its counterpart it has no break on Monday. */
import {weekAngle} from "../calendar.js";
import {defineFactor} from "../factor.js";

export const dayOfWeekCos = defineFactor({
  name: "day-of-week-cos",
  family: "calendar",
  title: "Day of the week, cosine",
  description:
    "The cosine of the time of the week at the close, in UTC: 1 on Monday at 00:00, -1 on Thursday at 12:00.",
  inputs: ["time"],
  parameters: {},
  warmUp: () => 1,
  create: () => ({update: ({closeTime}) => Math.cos(weekAngle(closeTime))})
});
