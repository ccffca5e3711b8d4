/** The open gaps of the series of a snapshot, cut to its range. */
import type {Pool, PoolClient} from "pg";
import {timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {listGaps} from "../database/gap-store.js";
import type {SeriesCoverage} from "../database/instrument-store.js";
import type {GapRow} from "./market-file-writer.js";
import type {SnapshotQuery} from "./snapshot-manifest.js";

export async function listSnapshotGaps(
  client: Pool | PoolClient,
  series: readonly SeriesCoverage[],
  {from, to}: Pick<SnapshotQuery, "from" | "to">
): Promise<readonly GapRow[]> {
  const wanted = new Map(series.map((part) => [part.id, part]));
  const all = await listGaps(client);
  return all.flatMap((gap) => {
    const part = wanted.get(gap.series);
    if (part === undefined) return [];
    const stepMs = timeframeMs(part.timeframe);
    // The first missing candle that opens at or after `from`, and the last that opens before `to`.
    const first = from === null ? gap.from : gap.from + Math.max(0, Math.ceil((from - gap.from) / stepMs)) * stepMs;
    const last = to === null ? gap.to : gap.to - Math.max(0, Math.floor((gap.to - to) / stepMs) + 1) * stepMs;
    if (first > last) return [];
    const {instrument, timeframe, reason} = gap;
    return [{instrument, timeframe, from: first, to: last, missingCandles: (last - first) / stepMs + 1, reason}];
  });
}
