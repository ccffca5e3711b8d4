// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Drawdowns (METHODS 8.1). Equity starts at 1 BEFORE the first return, so that a loss on the first bar counts.
 * Lengths are elapsed calendar time when times are given (trap T6: pyfolio counts business days).
 */
import {type Column, finiteValues, orNull} from "./column.js";
import {mean} from "./moments.js";
import {annualReturn} from "./return-summary.js";

/** Equity / running peak - 1 at each return's bar, at most 0. */
export function drawdownSeries(returns: Column): Float64Array {
  const made = new Float64Array(returns.length);
  let equity = 1;
  let peak = 1;
  for (let i = 0; i < returns.length; i++) {
    equity *= 1 + returns[i]!;
    if (equity > peak) peak = equity;
    made[i] = equity / peak - 1;
  }
  return made;
}

/** One fall below a peak. Indices point at returns; -1 is the start, before the first return. */
export interface Drawdown {
  readonly peak: number;
  readonly firstBelow: number;
  readonly valley: number;
  /** First return back at the peak; null while it lasts. */
  readonly recovery: number | null;
  readonly lastBelow: number;
  /** At most 0, a fraction. */
  readonly depth: number;
  /** Bars below the peak. */
  readonly bars: number;
  /** Time from the first to the last bar below the peak, both included; null without times. */
  readonly elapsedMs: number | null;
}

export interface DrawdownOptions {
  /** Closing time of each return's bar, epoch milliseconds. */
  readonly times?: Column;
  /** Length of one bar in milliseconds, to count the last bar whole. */
  readonly barMs?: number;
}

/** All drawdowns, deepest first; equal depths by their start. */
export function drawdownTable(returns: Column, options: DrawdownOptions = {}): readonly Drawdown[] {
  const depth = drawdownSeries(returns);
  const found: Drawdown[] = [];
  for (let i = 0; i < depth.length; i++) {
    if (!(depth[i]! < 0)) continue;
    let end = i;
    let valley = i;
    while (end + 1 < depth.length && depth[end + 1]! < 0) {
      end++;
      if (depth[end]! < depth[valley]!) valley = end;
    }
    found.push({
      peak: i - 1,
      firstBelow: i,
      valley,
      recovery: end + 1 < depth.length ? end + 1 : null,
      lastBelow: end,
      depth: depth[valley]!,
      bars: end - i + 1,
      elapsedMs: elapsed(options, {from: i, to: end})
    });
    i = end;
  }
  return found.sort((a, b) => a.depth - b.depth || a.firstBelow - b.firstBelow);
}

function elapsed({times, barMs}: DrawdownOptions, {from, to}: {from: number; to: number}): number | null {
  return times === undefined ? null : times[to]! - times[from]! + (barMs ?? 0);
}

export interface DrawdownSummary {
  readonly n: number;
  readonly dropped: number;
  /** Deepest, at most 0; null for no returns. */
  readonly maximum: number | null;
  /** sqrt(mean dd^2). */
  readonly ulcerIndex: number | null;
  /** mean |dd|. */
  readonly painIndex: number | null;
  readonly timeUnderWater: number | null;
  readonly longestBars: number;
  /** Mean of the worst 5 % of drawdown values (Chekhlov, Uryasev, Zabarankin 2005). */
  readonly conditional: number | null;
  /** CAGR / |maximum|; null without a drawdown. */
  readonly calmar: number | null;
  /** CAGR / sqrt(sum of squared depths / n) (Burke 1994 over all drawdowns). */
  readonly burke: number | null;
  /** CAGR / mean |depth| of the ten deepest drawdowns. */
  readonly sterling: number | null;
}

/** @param periods bars a year */
export function summarizeDrawdowns(returns: Column, periods: number): DrawdownSummary {
  const kept = finiteValues(returns);
  const depth = drawdownSeries(kept);
  const table = drawdownTable(kept);
  const maximum = kept.length === 0 ? Number.NaN : depth.reduce((low, value) => Math.min(low, value), 0);
  const annual = annualReturn(kept, periods) ?? Number.NaN;
  const squares = table.reduce((total, fall) => total + fall.depth ** 2, 0);
  const deepest = table.slice(0, 10).map((fall) => Math.abs(fall.depth));
  const over = (divisor: number) => (divisor > 0 ? orNull(annual / divisor) : null);
  return {
    n: kept.length,
    dropped: returns.length - kept.length,
    maximum: orNull(maximum),
    ulcerIndex: orNull(Math.sqrt(mean(depth.map((value) => value ** 2)))),
    painIndex: orNull(mean(depth.map(Math.abs))),
    timeUnderWater: orNull(depth.filter((value) => value < 0).length / depth.length),
    longestBars: table.reduce((longest, fall) => Math.max(longest, fall.bars), 0),
    conditional: conditionalDrawdown(depth, 0.05),
    calmar: over(-maximum),
    burke: over(Math.sqrt(squares / kept.length)),
    sterling: over(mean(deepest))
  };
}

/** Mean of the worst share of drawdown values. */
function conditionalDrawdown(depth: Float64Array, share: number): number | null {
  const worst = depth
    .slice()
    .sort()
    .subarray(0, Math.max(1, Math.ceil(depth.length * share)));
  return orNull(mean(worst));
}
