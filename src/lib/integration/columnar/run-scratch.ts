/** Room that the runs of a sweep write into, one after the other: made for each run, it would cost as much as the run. */
import {StretchLine} from "../course/stretch-line.js";
import {NumberFills} from "./number-fills.js";

export interface RunScratch {
  /** Of runs over several instruments. */
  equity: Float64Array;
  /** Of runs over one. */
  readonly stretches: StretchLine;
  readonly fills: NumberFills;
}

/** What a run gives holds until the next run with the same room. */
export function createRunScratch(): RunScratch {
  return {equity: new Float64Array(0), stretches: new StretchLine(), fills: new NumberFills()};
}
