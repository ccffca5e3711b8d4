// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The rules over whole columns: the same trees as a reader follows close by close, here one pass over the column for
 * each part. A property test holds the two equal.
 */
import {RULE_BITS, type RuleBook} from "./rule-book.js";
import {compares, crosses} from "./rule-calculation.js";
import {
  type ArithmeticOperator,
  type ComparisonOperator,
  type ConditionNode,
  calculate,
  type NumberNode
} from "./rule-expression.js";

export interface RuleInputs {
  /** Candles. */
  readonly length: number;
  /** One value a candle, NaN where it is not defined. */
  column(name: string): Float64Array;
}

/** For each candle the bits of the rules that hold. */
export function ruleColumn(book: RuleBook, inputs: RuleInputs): Uint8Array {
  const bits = new Uint8Array(inputs.length);
  for (const {key, condition} of book.rules) {
    const holds = conditionColumn(condition, inputs);
    const bit = RULE_BITS[key];
    for (let i = 0; i < bits.length; i++) bits[i]! |= holds[i]! * bit;
  }
  return bits;
}

/** 1 where the condition holds, else 0. */
function conditionColumn(node: ConditionNode, inputs: RuleInputs): Uint8Array {
  switch (node.kind) {
    case "comparison":
      return comparisonColumn(node.operator, numberColumn(node.left, inputs), numberColumn(node.right, inputs));
    case "cross": {
      const left = numberColumn(node.left, inputs);
      const right = numberColumn(node.right, inputs);
      const out = new Uint8Array(inputs.length);
      for (let i = 1; i < out.length; i++)
        out[i] = crosses(node, left[i - 1]! - right[i - 1]!, left[i]! - right[i]!) ? 1 : 0;
      return out;
    }
    case "all":
    case "any": {
      const [first, ...rest] = node.parts.map((part) => conditionColumn(part, inputs));
      const out = first ?? new Uint8Array(inputs.length);
      for (const part of rest)
        if (node.kind === "all") for (let i = 0; i < out.length; i++) out[i]! &= part[i]!;
        else for (let i = 0; i < out.length; i++) out[i]! |= part[i]!;
      return out;
    }
  }
}

function numberColumn(node: NumberNode, inputs: RuleInputs): Float64Array {
  switch (node.kind) {
    case "number":
      return new Float64Array(inputs.length).fill(node.value);
    case "input":
      return inputs.column(node.name);
    case "previous": {
      const of = numberColumn(node.of, inputs);
      const out = new Float64Array(inputs.length).fill(Number.NaN);
      out.set(of.subarray(0, Math.max(0, of.length - 1)), Math.min(1, of.length));
      return out;
    }
    case "arithmetic":
      return arithmeticColumn(node.operator, numberColumn(node.left, inputs), numberColumn(node.right, inputs));
  }
}

function arithmeticColumn(operator: ArithmeticOperator, left: Float64Array, right: Float64Array): Float64Array {
  const out = new Float64Array(left.length);
  for (let i = 0; i < out.length; i++) out[i] = calculate(operator, left[i]!, right[i]!);
  return out;
}

/** One loop an operator: a comparison that is known costs a fraction of one that is looked up. */
function comparisonColumn(operator: ComparisonOperator, left: Float64Array, right: Float64Array): Uint8Array {
  const out = new Uint8Array(left.length);
  if (operator === ">") for (let i = 0; i < out.length; i++) out[i] = left[i]! > right[i]! ? 1 : 0;
  else if (operator === "<") for (let i = 0; i < out.length; i++) out[i] = left[i]! < right[i]! ? 1 : 0;
  else for (let i = 0; i < out.length; i++) out[i] = compares(operator, left[i]!, right[i]!) ? 1 : 0;
  return out;
}
