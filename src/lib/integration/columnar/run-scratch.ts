/** Room that the runs of a sweep write into, one after the other: made for each run, it would cost as much as the run. */
import {NumberFills} from "./number-fills.js";

export interface RunScratch {
  equity: Float64Array;
  readonly fills: NumberFills;
}

/** What a run gives holds until the next run with the same room. */
export function createRunScratch(): RunScratch {
  return {equity: new Float64Array(0), fills: new NumberFills()};
}
