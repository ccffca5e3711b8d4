/** How two snapshots differ: what was asked for, which series, and from which candle on. */
import {canonicalJson} from "../../lib/core/canonical-json.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";
import {parseTimeframe} from "../../lib/vocabulary/timeframe.js";
import {openSnapshot, type Snapshot} from "./open-snapshot.js";
import type {SnapshotFlow, SnapshotQuery, SnapshotSeries} from "./snapshot-manifest.js";

export interface SeriesDifference {
  readonly instrument: string;
  readonly timeframe: string;
  /** Candles that only one of the two has. */
  readonly onlyInFirst: number;
  readonly onlyInSecond: number;
  /** Candles of the same open time with other figures. */
  readonly changed: number;
  /** Open time of the earliest difference. */
  readonly firstDifference: number;
}

export interface SnapshotDifference {
  readonly isSame: boolean;
  /** Fields of the query with both values. */
  readonly query: readonly {readonly field: keyof SnapshotQuery; readonly first: unknown; readonly second: unknown}[];
  /** `<instrument> <timeframe>`. */
  readonly seriesOnlyInFirst: readonly string[];
  readonly seriesOnlyInSecond: readonly string[];
  readonly series: readonly SeriesDifference[];
  /** Trades, funding and books that differ, by instrument and kind: rows in each, 0 where one has none. */
  readonly flows: readonly {
    readonly instrument: string;
    readonly kind: string;
    readonly rowsInFirst: number;
    readonly rowsInSecond: number;
  }[];
  readonly instrumentsDiffer: boolean;
  readonly gapsDiffer: boolean;
}

/** @param first and second: folders of two snapshots. @throws OperatingError as `openSnapshot` does. */
export async function diffSnapshots(first: string, second: string): Promise<SnapshotDifference> {
  const a = await openSnapshot(first);
  try {
    const b = await openSnapshot(second);
    try {
      return await compare(a, b);
    } finally {
      b.close();
    }
  } finally {
    a.close();
  }
}

const keyOf = ({instrument, timeframe}: SnapshotSeries) => `${instrument} ${timeframe}`;

async function compare(a: Snapshot, b: Snapshot): Promise<SnapshotDifference> {
  const theirs = new Map(b.manifest.series.map((series) => [keyOf(series), series]));
  const ours = new Set(a.manifest.series.map(keyOf));
  const series: SeriesDifference[] = [];
  for (const mine of a.manifest.series) {
    const other = theirs.get(keyOf(mine));
    if (other === undefined || other.contentHash === mine.contentHash) continue;
    const query = {instrument: mine.instrument, timeframe: parseTimeframe(mine.timeframe)};
    const counted = compareCandles(await a.readCandles(query), await b.readCandles(query));
    series.push({...query, ...counted});
  }
  const fields = Object.keys(a.manifest.query) as (keyof SnapshotQuery)[];
  return {
    isSame: a.manifest.id === b.manifest.id,
    query: fields
      .map((field) => ({field, first: a.manifest.query[field], second: b.manifest.query[field]}))
      .filter((entry) => canonicalJson(entry.first) !== canonicalJson(entry.second)),
    seriesOnlyInFirst: [...ours].filter((key) => !theirs.has(key)),
    seriesOnlyInSecond: [...theirs.keys()].filter((key) => !ours.has(key)),
    series,
    flows: differingFlows(a.manifest.flows ?? [], b.manifest.flows ?? []),
    instrumentsDiffer: a.manifest.instrumentsHash !== b.manifest.instrumentsHash,
    gapsDiffer: a.manifest.gapsHash !== b.manifest.gapsHash
  };
}

function differingFlows(mine: readonly SnapshotFlow[], theirs: readonly SnapshotFlow[]): SnapshotDifference["flows"] {
  const find = (flows: readonly SnapshotFlow[], like: SnapshotFlow) =>
    flows.find(({instrument, kind}) => instrument === like.instrument && kind === like.kind);
  const all = [...mine, ...theirs.filter((flow) => find(mine, flow) === undefined)];
  return all.flatMap((flow) => {
    const [first, second] = [find(mine, flow), find(theirs, flow)];
    if (first?.contentHash === second?.contentHash) return [];
    const {instrument, kind} = flow;
    return [{instrument, kind, rowsInFirst: first?.rows ?? 0, rowsInSecond: second?.rows ?? 0}];
  });
}

/** One pass over both, in order of open time. */
function compareCandles(a: CandleColumns, b: CandleColumns): Omit<SeriesDifference, "instrument" | "timeframe"> {
  const counts = {onlyInFirst: 0, onlyInSecond: 0, changed: 0, firstDifference: Number.POSITIVE_INFINITY};
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const mine = a.openTime[i] ?? Number.POSITIVE_INFINITY;
    const other = b.openTime[j] ?? Number.POSITIVE_INFINITY;
    const differs = mine !== other || !isSameCandle(a, i, {columns: b, index: j});
    if (differs) {
      if (mine < other) counts.onlyInFirst++;
      else if (other < mine) counts.onlyInSecond++;
      else counts.changed++;
      counts.firstDifference = Math.min(counts.firstDifference, mine, other);
    }
    if (mine <= other) i++;
    if (other <= mine) j++;
  }
  return counts;
}

function isSameCandle(a: CandleColumns, index: number, b: {columns: CandleColumns; index: number}): boolean {
  return CANDLE_COLUMN_NAMES.every((name) => Object.is(a[name][index], b.columns[name][b.index]));
}
