// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The rules over whole columns: the same trees as a reader follows close by close, here one pass over the column for
 * each part. A property test holds the two equal.
 */
import {RULE_BITS, type Rule, type RuleBook} from "./rule-book.js";
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
  const [first, second, ...others] = book.rules;
  const pair = first === undefined || second === undefined ? null : opposedPair(first, second);
  if (pair !== null) oppose({left: inputs.column(pair.left), right: inputs.column(pair.right)}, pair, bits);
  for (const {key, condition} of pair === null ? book.rules : others)
    setBits(condition, inputs, {bits, bit: RULE_BITS[key]});
  return bits;
}

export interface OpposedPair {
  readonly left: string;
  readonly right: string;
  /** Bit of the rule that asks for left > right, and of the one that asks for left < right. */
  readonly above: number;
  readonly below: number;
}

/** In while one line is above the other, out while it is below: what most rules say, read in one pass. */
export function opposedPair(first: Rule, second: Rule): OpposedPair | null {
  const [a, b] = [first.condition, second.condition];
  if (a.kind !== "comparison" || b.kind !== "comparison" || a.operator !== ">" || b.operator !== "<") return null;
  const {left, right} = a;
  if (left.kind !== "input" || right.kind !== "input" || b.left.kind !== "input" || b.right.kind !== "input")
    return null;
  if (b.left.name !== left.name || b.right.name !== right.name) return null;
  return {left: left.name, right: right.name, above: RULE_BITS[first.key], below: RULE_BITS[second.key]};
}

function oppose(
  {left, right}: {readonly left: Float64Array; readonly right: Float64Array},
  {above, below}: OpposedPair,
  bits: Uint8Array
): void {
  for (let i = 0; i < bits.length; i++) {
    const a = left[i]!;
    const b = right[i]!;
    bits[i] = a > b ? above : a < b ? below : 0;
  }
}

interface BitColumn {
  readonly bits: Uint8Array;
  readonly bit: number;
}

/** Sets the bit wherever the condition holds. */
function setBits(node: ConditionNode, inputs: RuleInputs, {bits, bit}: BitColumn): void {
  switch (node.kind) {
    case "comparison":
      compareInto(
        node.operator,
        {left: numberColumn(node.left, inputs), right: numberColumn(node.right, inputs)},
        {bits, bit}
      );
      return;
    case "cross": {
      const left = numberColumn(node.left, inputs);
      const right = numberColumn(node.right, inputs);
      for (let i = 1; i < bits.length; i++)
        if (crosses(node, left[i - 1]! - right[i - 1]!, left[i]! - right[i]!)) bits[i]! |= bit;
      return;
    }
    case "any":
      for (const part of node.parts) setBits(part, inputs, {bits, bit});
      return;
    case "all": {
      // A bit for each part would not fit: the parts are counted.
      const counts = new Uint8Array(bits.length);
      const holds = new Uint8Array(bits.length);
      for (const part of node.parts) {
        holds.fill(0);
        setBits(part, inputs, {bits: holds, bit: 1});
        for (let i = 0; i < counts.length; i++) counts[i]! += holds[i]!;
      }
      const all = node.parts.length;
      for (let i = 0; i < bits.length; i++) if (counts[i] === all) bits[i]! |= bit;
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

/** One loop for each direction: a comparison that is known costs a fraction of one that is looked up. */
function compareInto(
  operator: ComparisonOperator,
  {left, right}: {readonly left: Float64Array; readonly right: Float64Array},
  {bits, bit}: BitColumn
): void {
  if (operator === "<") compareInto(">", {left: right, right: left}, {bits, bit});
  else if (operator === ">") for (let i = 0; i < bits.length; i++) bits[i]! |= left[i]! > right[i]! ? bit : 0;
  else for (let i = 0; i < bits.length; i++) bits[i]! |= compares(operator, left[i]!, right[i]!) ? bit : 0;
}
