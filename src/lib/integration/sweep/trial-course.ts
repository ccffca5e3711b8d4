/**
 * Gathers a trial's course from the events of the full pipeline as they pass: counts, fills and equity, and nothing a
 * candle besides two numbers a mark.
 */
import type {PapertapeEvent} from "../../events/event.js";
import type {OrderFilled} from "../../events/trade-execution-event.js";
import {type TextFill, textFills} from "../course/course-fills.js";
import {columnLine} from "../course/equity-line.js";
import type {RunRecord} from "../run-record.js";
import type {TrialCourse} from "./trial-result.js";

export interface CourseRecorder {
  take(event: PapertapeEvent): void;
  course(startCapital: number): TrialCourse;
}

export function createCourseRecorder(): CourseRecorder {
  const times: number[] = [];
  const equity: number[] = [];
  const fills: TextFill[] = [];
  let rejected = 0;
  let exposedMarks = 0;
  return {
    take: (event) => {
      if (event.fact === "EquityMarked") {
        times.push(event.payload.closeTime);
        equity.push(event.payload.equity);
        if (event.payload.positionsValue !== 0) exposedMarks++;
      } else if (event.fact === "OrderFilled") fills.push(textFill(event));
      else if (event.fact === "OrderRejected") rejected++;
    },
    course: (startCapital) => ({
      path: "full",
      times: Float64Array.from(times),
      line: columnLine(Float64Array.from(equity), startCapital),
      fills: textFills(fills),
      rejected,
      exposedMarks
    })
  };
}

/** The same course from the record of a backtest. */
export function courseOfRecord(record: RunRecord, startCapital: number): TrialCourse {
  return {
    path: "full",
    times: Float64Array.from(record.equity, ({closeTime}) => closeTime),
    line: columnLine(
      Float64Array.from(record.equity, (mark) => mark.equity),
      startCapital
    ),
    fills: textFills(record.fills.map(textFill)),
    rejected: record.orders.filter(({fact}) => fact === "OrderRejected").length,
    exposedMarks: record.equity.filter((mark) => mark.positionsValue !== 0).length
  };
}

function textFill({payload}: OrderFilled): TextFill {
  const {time, instrument, side, price, amount, fee} = payload;
  return {time, instrument, side, price, amount, fee};
}
