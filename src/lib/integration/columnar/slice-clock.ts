// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The closes at which several instruments are decided together: every open time that one of them traded, once. */
import type {ColumnarLane} from "./columnar-lane.js";

/** Open times of the slices, in order. */
export function sliceTimes(lanes: readonly ColumnarLane[]): Float64Array {
  const [only] = lanes;
  if (only !== undefined && lanes.length === 1) return tradedTimes(only);
  const times = new Float64Array(lanes.reduce((sum, lane) => sum + tradedTimes(lane).length, 0));
  let filled = 0;
  for (const lane of lanes) {
    times.set(tradedTimes(lane), filled);
    filled += tradedTimes(lane).length;
  }
  times.sort();
  let kept = 0;
  for (let i = 0; i < times.length; i++) if (i === 0 || times[i] !== times[i - 1]) times[kept++] = times[i]!;
  return times.slice(0, kept);
}

function tradedTimes({columns, firstTraded}: ColumnarLane): Float64Array {
  return columns.openTime.subarray(firstTraded, columns.length);
}
