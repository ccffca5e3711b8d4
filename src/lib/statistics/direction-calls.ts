// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Direction calls out of probabilities, and their hit statistics (METHODS S8 and the rules of section 4). */
import {type Column, orNull} from "./column.js";
import {type Interval, wilsonInterval} from "./hit-rate.js";
import {forecasts} from "./proper-scores.js";

/** What p = 0.5 means. Default "abstain": counted, and out of the hit rate. */
export type TieCall = "abstain" | "down" | "up";

export interface DirectionCalls {
  readonly n: number;
  readonly dropped: number;
  readonly abstained: number;
  /** Called up and was up, called up and was not, called down and was up, called down and was not. */
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
  readonly hitRate: number | null;
  readonly hitRateInterval: Interval | null;
  /** Mean of the hit rates among ups and among downs. */
  readonly balancedAccuracy: number | null;
  /** Matthews correlation coefficient. */
  readonly matthews: number | null;
  readonly f1: number | null;
  /** Cohen's kappa. */
  readonly kappa: number | null;
}

export function directionCalls(probabilities: Column, outcomes: Column, tie: TieCall = "abstain"): DirectionCalls {
  const {p, y, n, dropped} = forecasts(probabilities, outcomes);
  let [tp, fp, fn, tn, abstained] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (p[i] === 0.5 && tie === "abstain") abstained++;
    else if (p[i]! > 0.5 || (p[i] === 0.5 && tie === "up")) y[i] === 1 ? tp++ : fp++;
    else y[i] === 1 ? fn++ : tn++;
  }
  const called = tp + fp + fn + tn;
  const chance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / called ** 2;
  const accuracy = (tp + tn) / called;
  return {
    n,
    dropped,
    abstained,
    truePositive: tp,
    falsePositive: fp,
    falseNegative: fn,
    trueNegative: tn,
    hitRate: orNull(accuracy),
    hitRateInterval: wilsonInterval({hits: tp + tn, n: called}),
    balancedAccuracy: orNull((tp / (tp + fn) + tn / (tn + fp)) / 2),
    matthews: orNull((tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
    f1: orNull((2 * tp) / (2 * tp + fp + fn)),
    kappa: orNull((accuracy - chance) / (1 - chance))
  };
}
