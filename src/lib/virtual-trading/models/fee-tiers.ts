/**
 * Fees that fall with the volume traded: the tier of a day is that of the 30 UTC days before it, as exchanges set it at
 * midnight. Volumes are exact quote values of all fills of the account.
 */
import {add, type Decimal, multiply, toNumber, ZERO} from "../../core/decimal.js";
import {DAY_MS} from "../../core/time.js";

export interface FeeTier {
  /** Quote units of the 30 days before from which the rates hold. */
  readonly fromVolume: number;
  /** Fractions of the traded value; negative: a rebate. */
  readonly maker: number;
  readonly taker: number;
}

export const TIER_DAYS = 30;

export interface TieredFees {
  /** In order of volume; the first begins at 0. */
  readonly tiers: readonly FeeTier[];
  /** Traded value by UTC day number; days that no longer count are forgotten. */
  readonly days: Map<number, Decimal>;
  /** The day that `current` is for. */
  day: number;
  current: FeeTier | null;
}

/** Null: these tiers can be used. */
export function feeTiersProblem(tiers: readonly FeeTier[]): string | null {
  if (tiers[0]?.fromVolume !== 0) return "the first fee tier has to begin at fromVolume 0";
  const rises = tiers.every((tier, i) => i === 0 || tier.fromVolume > (tiers[i - 1]?.fromVolume ?? 0));
  return rises ? null : "fee tiers have to be in order of fromVolume";
}

export function tieredFees(tiers: readonly FeeTier[]): TieredFees {
  return {tiers, days: new Map(), day: Number.NaN, current: null};
}

/** The rates of the day of `time` (epoch ms). */
export function tierAt(fees: TieredFees, time: number): FeeTier {
  const day = Math.floor(time / DAY_MS);
  if (fees.current === null || fees.day !== day) {
    fees.day = day;
    fees.current = tierOf(fees.tiers, volumeBefore(fees, day));
  }
  return fees.current;
}

/** Counts a fill towards the tiers of the days after it. */
export function countVolume(
  fees: TieredFees,
  fill: {readonly price: Decimal; readonly amount: Decimal},
  time: number
): void {
  const day = Math.floor(time / DAY_MS);
  const value = multiply(fill.price, fill.amount);
  if (!fees.days.has(day)) for (const old of [...fees.days.keys()]) if (old < day - TIER_DAYS) fees.days.delete(old);
  fees.days.set(day, add(fees.days.get(day) ?? ZERO, value));
}

function volumeBefore({days}: TieredFees, day: number): number {
  let sum = ZERO;
  for (const [traded, value] of days) if (traded < day && traded >= day - TIER_DAYS) sum = add(sum, value);
  return toNumber(sum);
}

function tierOf(tiers: readonly FeeTier[], volume: number): FeeTier {
  let found: FeeTier = {fromVolume: 0, maker: 0, taker: 0};
  for (const tier of tiers) if (tier.fromVolume <= volume) found = tier;
  return found;
}
