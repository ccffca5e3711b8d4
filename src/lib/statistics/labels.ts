// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Labels for learning: fixed horizon and triple barrier (Lopez de Prado 2018, ch. 3; METHODS L1, L2). */
import type {Column} from "./column.js";

export type Label = -1 | 0 | 1;

/** Sign of the forward return; inside the dead zone |r| <= width it is 0. NaN gives null. */
export function fixedHorizonLabel(forwardReturn: number, deadZone = 0): Label | null {
  if (Number.isNaN(forwardReturn)) return null;
  if (Math.abs(forwardReturn) <= deadZone) return 0;
  return forwardReturn > 0 ? 1 : -1;
}

/** kappa * sigma * sqrt(h): the dead zone of a horizon. @param sigma per bar */
export function deadZone({kappa, sigma, horizon}: {kappa: number; sigma: number; horizon: number}): number {
  return kappa * sigma * Math.sqrt(horizon);
}

export interface BarrierOptions {
  /** Upper barrier at price * (1 + profit * target), lower at price * (1 - stop * target). */
  readonly profit: number;
  readonly stop: number;
  /** Vertical barrier, bars. */
  readonly horizon: number;
  /** What a vertical exit is called. Default "zero". */
  readonly vertical?: "zero" | "sign";
}

export interface BarrierPrices {
  readonly close: Column;
  /** With highs and lows a barrier is touched inside a bar; without, on closes (>=, <=). */
  readonly high?: Column;
  readonly low?: Column;
}

export interface BarrierLabel {
  readonly event: number;
  /** Bar of the exit: the end of the label's life, for purging. */
  readonly exit: number;
  readonly label: Label;
  /** Simple return to the exit (to the barrier itself when it is touched inside a bar). */
  readonly return: number;
  readonly touched: "upper" | "lower" | "vertical";
}

export interface BarrierLabels {
  readonly labels: readonly BarrierLabel[];
  /** Bars that touched both barriers: taken as the stop. */
  readonly bothTouched: number;
  /** Events without a target, or whose vertical barrier is beyond the data. */
  readonly dropped: number;
}

/** @param events bars @param targets width of the barriers at each bar, a fraction */
export function tripleBarrier(
  prices: BarrierPrices,
  {events, targets}: {readonly events: readonly number[]; readonly targets: Column},
  options: BarrierOptions
): BarrierLabels {
  const labels: BarrierLabel[] = [];
  let bothTouched = 0;
  let dropped = 0;
  for (const event of events) {
    const target = targets[event]!;
    const walk = Number.isFinite(target) ? firstTouch(prices, {event, target}, options) : null;
    if (walk === null) dropped++;
    else {
      labels.push(walk.label);
      if (walk.both) bothTouched++;
    }
  }
  return {labels, bothTouched, dropped};
}

function firstTouch(
  {close, high = close, low = close}: BarrierPrices,
  {event, target}: {event: number; target: number},
  options: BarrierOptions
): {label: BarrierLabel; both: boolean} | null {
  const entry = close[event]!;
  const upper = options.profit * target;
  const lower = -options.stop * target;
  const onCloses = high === close && low === close;
  for (let t = event + 1; t <= event + options.horizon; t++) {
    if (t >= close.length) return null;
    const up = high[t]! / entry - 1 >= upper;
    const down = low[t]! / entry - 1 <= lower;
    if (!up && !down) continue;
    // Inside one bar nobody knows which came first: the stop did.
    const touched = down ? "lower" : "upper";
    const value = onCloses ? close[t]! / entry - 1 : down ? lower : upper;
    return {label: {event, exit: t, label: down ? -1 : 1, return: value, touched}, both: up && down};
  }
  const exit = event + options.horizon;
  const value = close[exit]! / entry - 1;
  const label = options.vertical === "sign" ? (Math.sign(value) as Label) : 0;
  return {label: {event, exit, label, return: value, touched: "vertical"}, both: false};
}

/** 1 when the primary side earned money, else 0. */
export function metaLabel(side: Label, forwardReturn: number): 0 | 1 {
  return side * forwardReturn > 0 ? 1 : 0;
}
