/** Gives gaps whose reason is unknown the reason that other series are evidence of: the venue was down. */
import type {Pool} from "pg";
import {type FollowedSeries, silentTogether} from "../../lib/market-data/silent-together.js";
import {explainGaps, listGaps, type StoredGap} from "../database/gap-store.js";
import {listSeries, type SeriesCoverage} from "../database/instrument-store.js";

/** Returns how many gaps became `exchange-down`. Safe to run again. */
export async function inferGapReasons(pool: Pool): Promise<number> {
  const gaps = await listGaps(pool);
  if (!gaps.some(({reason}) => reason === "unknown")) return 0;
  const bySeries = new Map<number, StoredGap[]>();
  for (const gap of gaps) {
    const known = bySeries.get(gap.series);
    if (known === undefined) bySeries.set(gap.series, [gap]);
    else known.push(gap);
  }
  const isUnknown = new Set(gaps.filter(({reason}) => reason === "unknown").map(({id}) => id));
  const ids: number[] = [];
  for (const group of venueGroups(await listSeries(pool)))
    ids.push(...silentTogether(group.map((series) => followed(series, bySeries))).filter((id) => isUnknown.has(id)));
  return explainGaps(pool, {ids, reason: "exchange-down"});
}

/** Series of one venue and timeframe. */
function venueGroups(all: readonly SeriesCoverage[]): readonly SeriesCoverage[][] {
  const groups = new Map<string, SeriesCoverage[]>();
  for (const series of all) {
    if (series.firstOpenTime === null) continue;
    const key = `${series.instrument.slice(series.instrument.lastIndexOf("@"))} ${series.timeframe}`;
    groups.set(key, [...(groups.get(key) ?? []), series]);
  }
  return [...groups.values()];
}

function followed(series: SeriesCoverage, gaps: ReadonlyMap<number, readonly StoredGap[]>): FollowedSeries {
  return {
    instrument: series.instrument,
    firstOpenTime: series.firstOpenTime ?? 0,
    lastOpenTime: series.lastOpenTime ?? 0,
    holes: gaps.get(series.id) ?? []
  };
}
