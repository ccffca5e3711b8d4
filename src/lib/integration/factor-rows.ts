// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Where every pair of instrument and close time went: into a coefficient, or out, with the first reason that applies. */
import type {ForwardReturns} from "../statistics/forward-returns.js";
import {type CoefficientSeries, MINIMUM_SYMBOLS} from "../statistics/information-coefficient.js";
import type {ResearchMethod} from "./factor-impact.js";
import type {FactorPanel} from "./research-panel.js";

export interface RowAccount {
  /** Pairs behind the coefficients. */
  readonly pairs: number;
  readonly dropped: Readonly<Record<string, number>>;
}

interface Measured {
  readonly forward: ForwardReturns;
  readonly series: CoefficientSeries;
  readonly method: ResearchMethod;
}

/** `pairs` and all of `dropped` add up to instruments times close times. */
export function rowsLeftOut({panel, touchedByGap}: FactorPanel, {forward, series, method}: Measured): RowAccount {
  const width = panel.symbols.length;
  const dropped = {
    "no candle": forward.dropped.missingEntry,
    "no outcome yet": forward.dropped.beyondEnd,
    "no candle at the exit": forward.dropped.missingExit,
    delisted: forward.dropped.delisted,
    "not defined yet": 0,
    "gap in the window": 0,
    "too few instruments": 0,
    "all values equal": 0,
    "too few candles or no spread": 0
  };
  let pairs = 0;
  for (let row = 0; row < panel.times.length; row++) {
    let present = 0;
    for (let j = 0; j < width; j++) {
      const at = row * width + j;
      if (Number.isNaN(forward.panel.values[at]!)) continue;
      if (!Number.isNaN(panel.values[at]!)) present++;
      else if (touchedByGap.has(at)) dropped["gap in the window"]++;
      else dropped["not defined yet"]++;
    }
    if (method === "over-time") {
      pairs += series.counts[row]!;
      dropped["too few candles or no spread"] += present - series.counts[row]!;
    } else if (Number.isFinite(series.values[row]!)) pairs += present;
    else if (present < MINIMUM_SYMBOLS) dropped["too few instruments"] += present;
    else dropped["all values equal"] += present;
  }
  return {pairs, dropped: Object.fromEntries(Object.entries(dropped).filter(([, count]) => count > 0))};
}
