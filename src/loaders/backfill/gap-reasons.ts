/** Why candles are missing, as far as it can be told from what came with them. */
import {findGaps} from "../../lib/market-data/gaps.js";
import type {RejectedRow} from "../../lib/market-data/quality.js";
import type {CandleColumns} from "../../lib/vocabulary/candle.js";
import type {SinkGap} from "./candle-sink.js";

export interface GapEvidence {
  /** Checked candles of the range. */
  readonly columns: CandleColumns;
  readonly rejected: readonly RejectedRow[];
  readonly range: {readonly from: number; readonly before: number};
  /** False while no candle of the series has ever been seen before the range. */
  readonly hasEarlier: boolean;
  /** True when the exchange says that the instrument no longer trades. */
  readonly isDelisted: boolean;
}

/**
 * All gaps of the range. Before the first candle ever seen the instrument was not listed; after the last one of an
 * instrument that is delisted it was delisted; where rows were refused the candles are in quarantine; the rest is unknown.
 */
export function gapsWithReasons({columns, rejected, range, hasEarlier, isDelisted}: GapEvidence): SinkGap[] {
  const first = columns.openTime[0];
  const last = columns.openTime[columns.length - 1];
  return findGaps(columns, range).map((gap) => {
    const isRefused = rejected.some(({openTime}) => openTime >= gap.from && openTime <= gap.to);
    if (isRefused) return {...gap, reason: "quarantined"};
    if (!hasEarlier && first !== undefined && gap.to < first) return {...gap, reason: "not-listed"};
    if (isDelisted && (last === undefined || gap.from > last)) return {...gap, reason: "delisted"};
    return {...gap, reason: "unknown"};
  });
}
