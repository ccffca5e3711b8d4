/** What a rule's tree gives at one candle, from the inputs there and from what its parts were at the candle before. */
import {type ComparisonOperator, type ConditionNode, calculate, type NumberNode} from "./rule-expression.js";

export interface RuleMoment {
  /** An input at this candle; NaN where it is not defined. */
  input(name: string): number;
  /** What a part of the tree was at the candle before; NaN where it was not defined. */
  before(part: NumberNode): number;
}

/** NaN where it is not defined. */
export function numberAt(node: NumberNode, moment: RuleMoment): number {
  switch (node.kind) {
    case "number":
      return node.value;
    case "input":
      return moment.input(node.name);
    case "previous":
      return moment.before(node.of);
    case "arithmetic":
      return calculate(node.operator, numberAt(node.left, moment), numberAt(node.right, moment));
  }
}

/** False also where a number that it rests on is not defined. */
export function holdsAt(node: ConditionNode, moment: RuleMoment): boolean {
  switch (node.kind) {
    case "comparison":
      return compares(node.operator, numberAt(node.left, moment), numberAt(node.right, moment));
    case "cross": {
      const now = numberAt(node.left, moment) - numberAt(node.right, moment);
      const before = moment.before(node.left) - moment.before(node.right);
      return crosses(node, before, now);
    }
    case "all":
      return node.parts.every((part) => holdsAt(part, moment));
    case "any":
      return node.parts.some((part) => holdsAt(part, moment));
  }
}

/** Every comparison with NaN is false. */
export function compares(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "==":
      return left === right;
    case "!=":
      return left < right || left > right;
  }
}

/** @param before left less right at the candle before. @param now the same at this one. */
export function crosses(
  {direction, isNegated}: {readonly direction: "above" | "below"; readonly isNegated: boolean},
  before: number,
  now: number
): boolean {
  if (Number.isNaN(before) || Number.isNaN(now)) return false;
  const isCrossing = direction === "above" ? before <= 0 && now > 0 : before >= 0 && now < 0;
  return isCrossing !== isNegated;
}

/** The parts of a tree whose value a candle leaves to the next one, inner ones first. */
export function rememberedParts(node: NumberNode | ConditionNode): readonly NumberNode[] {
  switch (node.kind) {
    case "number":
    case "input":
      return [];
    case "previous":
      return [...rememberedParts(node.of), node.of];
    case "all":
    case "any":
      return node.parts.flatMap(rememberedParts);
    case "cross":
      return [...rememberedParts(node.left), ...rememberedParts(node.right), node.left, node.right];
    default:
      return [...rememberedParts(node.left), ...rememberedParts(node.right)];
  }
}
