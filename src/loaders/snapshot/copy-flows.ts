/** Freezes the trades, funding and books of a snapshot's instruments, within the times that its candles cover. */
import type {PoolClient} from "pg";
import {FLOW_KINDS, type FlowExtent, type FlowKind} from "../../lib/market-data/market-flow.js";
import {parseTimeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {databaseFlows} from "../market-flow/database-flows.js";
import type {FlowQuery, FlowSource} from "../market-flow/flow-source.js";
import {inWindows} from "../market-flow/flow-windows.js";
import {FlowContentHasher} from "./flow-content.js";
import {FLOW_TABLES} from "./flow-tables.js";
import type {MarketFileWriter} from "./market-file-writer.js";
import type {SnapshotFlow, SnapshotSeries} from "./snapshot-manifest.js";

export interface FlowCopying {
  readonly client: PoolClient;
  readonly series: readonly SnapshotSeries[];
  /** Only what had been recorded by then. */
  readonly knownAt: number | null;
  readonly writer: MarketFileWriter;
  readonly onRows: (copied: {readonly instrument: string; readonly kind: FlowKind; readonly rows: number}) => void;
}

/** In order of instrument and kind; empty when there is nothing but candles. */
export async function copyFlows({client, series, knownAt, writer, onRows}: FlowCopying): Promise<SnapshotFlow[]> {
  const source = databaseFlows(client, knownAt);
  const flows: SnapshotFlow[] = [];
  for (const instrument of [...new Set(series.map((part) => part.instrument))].sort()) {
    const range = coveredTimes(series.filter((part) => part.instrument === instrument));
    const extents = await source.extents({instruments: [instrument], ...range});
    for (const kind of FLOW_KINDS) {
      const extent = extents.find((one) => one.kind === kind);
      if (extent === undefined) continue;
      const hasher = new FlowContentHasher();
      const span = {from: extent.first, to: extent.last + 1, extents: [extent]};
      const copy = async (window: {from: number; to: number}) => {
        const found = await fieldsOf(source, kind, {instrument, ...window});
        return {rows: found.length, value: found};
      };
      for await (const {value} of inWindows(span, copy)) {
        hasher.add(value);
        await writer.addFlows(kind, {instrument, rows: value});
        onRows({instrument, kind, rows: hasher.rows});
      }
      flows.push(described(extent, hasher));
    }
  }
  return flows;
}

async function fieldsOf<K extends FlowKind>(source: FlowSource, kind: K, query: FlowQuery) {
  const {toFields} = FLOW_TABLES[kind];
  return (await source.read(kind, query)).map((row) => toFields(row));
}

function described({instrument, kind, first, last}: FlowExtent, hasher: FlowContentHasher): SnapshotFlow {
  const {contentHash, locator} = hasher.finish();
  return {instrument, kind, rows: hasher.rows, first, last, contentHash, locator: [...locator]};
}

/** From the first open to the last close of an instrument's candles: what happened at that close is known there. */
function coveredTimes(series: readonly SnapshotSeries[]): {from: number; to: number} {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const {timeframe, firstOpenTime, lastOpenTime} of series) {
    if (firstOpenTime === null || lastOpenTime === null) continue;
    from = Math.min(from, firstOpenTime);
    to = Math.max(to, lastOpenTime + timeframeMs(parseTimeframe(timeframe)) + 1);
  }
  return {from, to};
}
