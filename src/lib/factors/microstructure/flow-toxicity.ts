/** Volume-synchronised measures of one-sided flow (Easley, Lopez de Prado and O'Hara 2012, METHODS F6). */
import {assert} from "../../core/assert.js";
import {standardDeviation} from "../../statistics/moments.js";
import {normalCdf} from "../../statistics/normal-distribution.js";
import type {TradeColumns} from "./tape-columns.js";

/** |bought - sold| / V of each full bucket of V base units; a trade is split where it crosses into the next bucket. */
export function volumeBucketImbalances({length, amount, side}: TradeColumns, bucketVolume: number): Float64Array {
  assert(bucketVolume > 0, `a bucket holds more than 0 base units, not ${bucketVolume}`);
  // Where volumes are exact parts of the whole, rounding must not keep the last bucket open.
  const full = bucketVolume * (1 - 1e-9);
  const imbalances: number[] = [];
  let filled = 0;
  let signed = 0;
  for (let i = 0; i < length; i++) {
    let rest = amount[i] as number;
    while (rest > 0) {
      const part = Math.min(rest, bucketVolume - filled);
      filled += part;
      signed += (side[i] as number) * part;
      rest -= part;
      if (filled < full) break;
      imbalances.push(Math.abs(signed) / bucketVolume);
      filled = 0;
      signed = 0;
    }
  }
  return Float64Array.from(imbalances);
}

/** VPIN: mean imbalance of `count` buckets from `first` on; NaN where there are fewer. */
export function vpin(imbalances: Float64Array, {first, count}: {first: number; count: number}): number {
  if (first + count > imbalances.length) return Number.NaN;
  let sum = 0;
  for (let i = first; i < first + count; i++) sum += imbalances[i] as number;
  return sum / count;
}

/**
 * Bulk volume classification: volume bought in each bar, volume * Phi(price change / its standard deviation (n-1)).
 * NaN for the first bar, which has no change.
 */
export function bulkBought({close, volume}: {close: Float64Array; volume: Float64Array}): Float64Array {
  const changes = close.map((price, i) => (i === 0 ? Number.NaN : price - (close[i - 1] as number)));
  const deviation = standardDeviation(changes.subarray(1));
  return volume.map((size, i) => size * normalCdf((changes[i] as number) / deviation));
}
