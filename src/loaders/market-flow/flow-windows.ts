/**
 * Stretches of time in which flows are read: as long as keeps each to some thousands of rows, so that memory does not
 * grow with history. Where nothing is, stretches grow until they have passed it.
 */
import {HOUR_MS, MINUTE_MS} from "../../lib/core/time.js";
import type {FlowExtent} from "../../lib/market-data/market-flow.js";

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const WANTED_ROWS = 10_000;
const FIRST_MS = 10 * MINUTE_MS;
const LARGEST_STEP = 4;
/** Trades and books may begin or grow dense at any time: a stretch that reaches over them is never longer. */
const LONGEST_DENSE_MS = 4 * HOUR_MS;

/** @param range times in [from, to). @param read gives what lies in a window, and how many rows that was */
export async function* inWindows<T>(
  range: TimeWindow & {readonly extents: readonly FlowExtent[]},
  read: (window: TimeWindow) => Promise<{readonly rows: number; readonly value: T}>
): AsyncGenerator<{readonly window: TimeWindow; readonly value: T}> {
  let length = FIRST_MS;
  const dense = range.extents.filter(({kind}) => kind !== "funding" && kind !== "figures");
  for (let from = range.from; from < range.to; ) {
    let to = Math.min(range.to, from + length);
    if (dense.some(({first, last}) => first < to && last >= from)) to = Math.min(to, from + LONGEST_DENSE_MS);
    const window = {from, to};
    const {rows, value} = await read(window);
    yield {window, value};
    const fitting = WANTED_ROWS / Math.max(rows, 1);
    length = Math.max(1, Math.round((to - from) * Math.min(LARGEST_STEP, fitting)));
    from = to;
  }
}
