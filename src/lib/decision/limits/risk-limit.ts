/** The common shape of all risk limits: pure, over a view of the portfolio; they only ever hold a position back. */
import type {WithheldReason} from "../../events/trade-signal-event.js";
import type {Instrument} from "../../vocabulary/instrument.js";
import type {DecisionConfiguration} from "../decision-configuration.js";

/** A position that was opened and closed again. */
export interface ClosedTrade {
  readonly instrument: string;
  readonly closedAt: number;
  /** Realised profit as a fraction of the largest value the position had cost. */
  readonly profit: number;
  /** Closed by the stop-loss. */
  readonly isStopLoss: boolean;
}

export interface RiskView {
  readonly limits: DecisionConfiguration["limits"];
  readonly instrument: Instrument;
  /** The close being decided at. */
  readonly price: number;
  readonly closeTime: number;
  readonly candleMs: number;
  readonly equity: number;
  /** Quote units that orders of this slice have not spent yet. */
  readonly cash: number;
  /** Base units, signed. */
  readonly held: number;
  readonly instruments: readonly Instrument[];
  /** Absolute value in quote units of what is held, or wanted since this slice's earlier decisions. */
  valueHeld(instrument: string): number;
  /** Correlation of two instruments' returns over the last candles before a close; null when not known. */
  correlation(asked: {instrument: string; other: string; closeTime: number; candles: number}): number | null;
  readonly highestEquity: number;
  readonly dayStartEquity: number;
  /** Since when the drawdown limit is broken; null while it holds. */
  readonly drawdownSince: number | null;
  readonly trades: readonly ClosedTrade[];
}

export interface RiskLimit {
  readonly name: string;
  /** The reason of the decision when this limit leaves nothing to do. */
  readonly reason: WithheldReason;
  /** Base units allowed: of the sign of `wanted` and not larger; `wanted` itself where the limit does not bite. */
  apply(wanted: number, view: RiskView): number;
}

/** For limits that forbid to take on more: the position may shrink or stay, not grow or turn. */
export function withoutIncrease(wanted: number, held: number): number {
  if (wanted * held <= 0) return 0;
  return Math.abs(wanted) <= Math.abs(held) ? wanted : held;
}

/** `wanted`, cut to `allowed` units of value in quote at `price`. */
export function cutToValue(wanted: number, allowed: number, price: number): number {
  const most = Math.max(allowed, 0) / price;
  return Math.abs(wanted) <= most ? wanted : Math.sign(wanted) * most;
}
