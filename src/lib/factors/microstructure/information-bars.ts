/**
 * Information bars (Lopez de Prado 2018, METHODS F7): a bar closes on the trade that brings its running total to the
 * threshold. What the trade brings beyond it is not carried into the next bar, and a last bar that is not full is
 * dropped.
 */
import {assert} from "../../core/assert.js";
import type {TradeColumns} from "./tape-columns.js";

export interface InformationBar {
  /** Index of its first and of its last trade. */
  readonly first: number;
  readonly last: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base units. */
  readonly volume: number;
}

/** What is counted: trades, base units or quote units. */
export type InformationMeasure = "tick" | "volume" | "dollar";

export function informationBars(
  trades: TradeColumns,
  {measure, threshold}: {measure: InformationMeasure; threshold: number}
): InformationBar[] {
  assert(threshold > 0, `the threshold of a bar is above 0, not ${threshold}`);
  const bars: InformationBar[] = [];
  let first = 0;
  let total = 0;
  for (let i = 0; i < trades.length; i++) {
    total += weightOf(trades, i, measure);
    if (total < threshold) continue;
    bars.push(barOf(trades, first, i));
    first = i + 1;
    total = 0;
  }
  return bars;
}

function weightOf({price, amount}: TradeColumns, index: number, measure: InformationMeasure): number {
  if (measure === "tick") return 1;
  return measure === "volume" ? (amount[index] as number) : (price[index] as number) * (amount[index] as number);
}

function barOf({price, amount}: TradeColumns, first: number, last: number): InformationBar {
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  let volume = 0;
  for (let i = first; i <= last; i++) {
    high = Math.max(high, price[i] as number);
    low = Math.min(low, price[i] as number);
    volume += amount[i] as number;
  }
  return {first, last, open: price[first] as number, high, low, close: price[last] as number, volume};
}
