/** All rules of a strategy, parsed, and what they need: which factors must be calculated for them. */
import {parseRule} from "./parse-rule.js";
import type {RulesConfiguration} from "./rule-configuration.js";
import {type ConditionNode, inputsOf, isCandleInput} from "./rule-expression.js";
import {RuleProblem} from "./rule-tokens.js";

/** Each rule has a bit: what the rules say at a close is one number. */
export const RULE_BITS = {enterLong: 1, exitLong: 2, enterShort: 4, exitShort: 8} as const;
export type RuleKey = keyof typeof RULE_BITS;

export const RULE_KEYS = Object.keys(RULE_BITS) as readonly RuleKey[];

export interface Rule {
  readonly key: RuleKey;
  readonly text: string;
  readonly condition: ConditionNode;
  /** Factors and candle fields that it names, in order of first mention. */
  readonly inputs: readonly string[];
}

export interface RuleBook {
  readonly rules: readonly Rule[];
  /** Of all rules, in order of first mention. */
  readonly inputs: readonly string[];
  readonly factors: readonly string[];
}

export type ParsedRules =
  | {readonly ok: true; readonly book: RuleBook}
  | {readonly ok: false; readonly key: string; readonly reason: string};

/** Whether a strategy decides by rules. */
export function hasRules({enterLong, enterShort}: RulesConfiguration): boolean {
  return enterLong !== null || enterShort !== null;
}

export function ruleBook(configuration: RulesConfiguration): ParsedRules {
  const {parameters} = configuration;
  const used = new Set<string>();
  const rules: Rule[] = [];
  for (const key of RULE_KEYS) {
    const text = configuration[key];
    if (text === null) continue;
    try {
      const {condition, parameters: named} = parseRule(text, parameters);
      for (const name of named) used.add(name);
      rules.push({key, text, condition, inputs: inputsOf(condition)});
    } catch (problem) {
      if (!(problem instanceof RuleProblem)) throw problem;
      return {ok: false, key, reason: `${problem.message}, at character ${problem.at + 1} of "${text}"`};
    }
  }
  const idle = Object.keys(parameters).find((name) => !used.has(name));
  if (idle !== undefined) return {ok: false, key: `parameters.${idle}`, reason: "no rule uses it"};
  const inputs = [...new Set(rules.flatMap((rule) => rule.inputs))];
  return {ok: true, book: {rules, inputs, factors: inputs.filter((name) => !isCandleInput(name))}};
}
