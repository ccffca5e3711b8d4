/**
 * Whose doing a rule is: its score of 1 or -1 is handed down the tree, to equal parts among the conditions that made it
 * hold and among the inputs that a condition names. All shares lie on the exact grid and sum to the score to the last bit.
 */
import {onExactGrid} from "../../core/exact-grid.js";
import type {TradeSignalRaised} from "../../events/trade-signal-event.js";
import {RULE_BITS, type Rule} from "./rule-book.js";
import {holdsAt, type RuleMoment} from "./rule-calculation.js";
import {type ConditionNode, inputsOf} from "./rule-expression.js";

type FactorShare = TradeSignalRaised["payload"]["factors"][number];

/** For a rule that names nothing but numbers. */
export const RULE_SHARE = "(rule)";

/** @param score 1 for what argues for long, -1 for short. */
export function ruleShares({condition}: Rule, moment: RuleMoment, score: number): FactorShare[] {
  const parts = new Map<string, number>();
  handDown(condition, {moment, share: score, parts});
  const shares = Array.from(parts, ([factor, part]) => ({factor, contribution: onExactGrid(part)}));
  const last = shares.pop();
  if (last === undefined) return [{factor: RULE_SHARE, contribution: score}];
  // The last takes what rounding to the grid has left over.
  const given = shares.reduce((sum, {contribution}) => sum + contribution, 0);
  return [...shares, {factor: last.factor, contribution: score - given}];
}

interface Inheritance {
  readonly moment: RuleMoment;
  readonly share: number;
  readonly parts: Map<string, number>;
}

function handDown(node: ConditionNode, {moment, share, parts}: Inheritance): void {
  if (node.kind === "all" || node.kind === "any") {
    const makers = node.kind === "all" ? node.parts : node.parts.filter((part) => holdsAt(part, moment));
    for (const part of makers) handDown(part, {moment, share: share / makers.length, parts});
    return;
  }
  const names = inputsOf(node);
  if (names.length === 0) parts.set(RULE_SHARE, (parts.get(RULE_SHARE) ?? 0) + share);
  for (const name of names) parts.set(name, (parts.get(name) ?? 0) + share / names.length);
}

/** The score of a rule that holds: entries argue for their side, exits against the one they leave. */
export function scoreOf(key: Rule["key"]): number {
  return RULE_BITS[key] === RULE_BITS.enterLong || RULE_BITS[key] === RULE_BITS.exitShort ? 1 : -1;
}
