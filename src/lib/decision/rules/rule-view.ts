/** What the rules say at a close, made ready for the decision and its record. */
import type {TradeSignalRaised} from "../../events/trade-signal-event.js";
import {RULE_BITS, type Rule, type RuleKey} from "./rule-book.js";
import type {RuleReading} from "./rule-reader.js";
import {ruleShares, scoreOf} from "./rule-shares.js";
import {wantedSide} from "./wanted-side.js";

type FactorShare = TradeSignalRaised["payload"]["factors"][number];

export interface RuleView {
  readonly reading: RuleReading;
  /** The side that the rules want: 1 long, -1 short, 0 flat. */
  readonly side: number;
  /** The rule that says so; null where none does. */
  readonly deciding: Rule | null;
  /** 1 where the deciding rule argues for long, -1 for short, 0 without one. */
  readonly score: number;
  /** Sum to the score exactly. */
  readonly shares: FactorShare[];
  /** Some input is not defined. */
  readonly isBlind: boolean;
}

/** @param held the side held: 1, -1 or 0 */
export function ruleView(reading: RuleReading, held: number, canShort: boolean): RuleView {
  const side = wantedSide(held, reading.bits, canShort);
  const key = decidingKey(reading.bits, held, side);
  const deciding = reading.book.rules.find((rule) => rule.key === key) ?? null;
  const score = deciding === null ? 0 : scoreOf(deciding.key);
  return {
    reading,
    side,
    deciding,
    score,
    shares: deciding === null ? [] : ruleShares(deciding, reading.moment, score),
    isBlind: reading.values.some(Number.isNaN)
  };
}

const NOWHERE: RuleReading = {
  book: {rules: [], inputs: [], factors: []},
  bits: 0,
  values: [],
  moment: {input: () => Number.NaN, before: () => Number.NaN}
};

/** The side alone, for who needs the decision and not its record. */
export function bareRuleView(side: number): RuleView {
  return {reading: NOWHERE, side, deciding: null, score: side, shares: [], isBlind: false};
}

function decidingKey(bits: number, held: number, side: number): RuleKey | null {
  if (side === 0) return held === 0 ? null : held > 0 ? "exitLong" : "exitShort";
  const key = side > 0 ? "enterLong" : "enterShort";
  return (bits & RULE_BITS[key]) === 0 ? null : key;
}
