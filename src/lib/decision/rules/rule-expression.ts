/**
 * A rule as a tree. Conditions have no "not": it is moved into the comparisons when a rule is parsed, so that whatever
 * rests on an undefined number simply does not hold, negated or not.
 */

export type ArithmeticOperator = "+" | "-" | "*" | "/";
export type ComparisonOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";

export type NumberNode =
  | {readonly kind: "number"; readonly value: number}
  /** A factor by name, or a field of the candle. */
  | {readonly kind: "input"; readonly name: string}
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: NumberNode;
      readonly right: NumberNode;
    }
  /** What `of` was at the instrument's candle before. */
  | {readonly kind: "previous"; readonly of: NumberNode};

export type ConditionNode =
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: NumberNode;
      readonly right: NumberNode;
    }
  /** Above: left > right now and left <= right at the candle before. All four must be defined, also when negated. */
  | {
      readonly kind: "cross";
      readonly direction: "above" | "below";
      readonly isNegated: boolean;
      readonly left: NumberNode;
      readonly right: NumberNode;
    }
  | {readonly kind: "all" | "any"; readonly parts: readonly ConditionNode[]};

/** Fields of the candle that rules can name. */
export const CANDLE_INPUTS = ["open", "high", "low", "close", "volume"] as const;
export type CandleInput = (typeof CANDLE_INPUTS)[number];

export function isCandleInput(name: string): name is CandleInput {
  return (CANDLE_INPUTS as readonly string[]).includes(name);
}

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "=="
};

/** The condition that holds where this one is defined and does not (De Morgan). */
export function negated(condition: ConditionNode): ConditionNode {
  switch (condition.kind) {
    case "comparison":
      return {...condition, operator: OPPOSITE[condition.operator]};
    case "cross":
      return {...condition, isNegated: !condition.isNegated};
    case "all":
      return {kind: "any", parts: condition.parts.map(negated)};
    case "any":
      return {kind: "all", parts: condition.parts.map(negated)};
  }
}

/** Names of the inputs, in order of first mention. */
export function inputsOf(node: NumberNode | ConditionNode): readonly string[] {
  const names = new Set<string>();
  collect(node, names);
  return [...names];
}

function collect(node: NumberNode | ConditionNode, names: Set<string>): void {
  switch (node.kind) {
    case "number":
      return;
    case "input":
      names.add(node.name);
      return;
    case "previous":
      collect(node.of, names);
      return;
    case "all":
    case "any":
      for (const part of node.parts) collect(part, names);
      return;
    default:
      collect(node.left, names);
      collect(node.right, names);
  }
}

/** NaN where the result is not a finite number. */
export function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  const result = plainResult(operator, left, right);
  return Number.isFinite(result) ? result : Number.NaN;
}

function plainResult(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}
