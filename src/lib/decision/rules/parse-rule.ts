/**
 * From a rule's text to its tree. From loosest to tightest: or, and, not, comparisons and crossings, + -, * /, sign.
 * `sma(fast)` and `sma-10` name the same factor when the parameter fast is 10.
 */
import {didYouMean} from "../../core/closest-word.js";
import {
  type ArithmeticOperator,
  CANDLE_INPUTS,
  type ComparisonOperator,
  type ConditionNode,
  calculate,
  isCandleInput,
  type NumberNode,
  negated
} from "./rule-expression.js";
import {RuleProblem, type RuleToken, ruleTokens} from "./rule-tokens.js";

export interface ParsedRule {
  readonly condition: ConditionNode;
  /** Names of the parameters that it uses. */
  readonly parameters: readonly string[];
}

type Node = NumberNode | ConditionNode;

const COMPARISONS: readonly string[] = ["<", "<=", ">", ">=", "==", "!="];
const OPERATOR_WORDS: readonly string[] = ["and", "or", "not", "crosses", "above", "below"];

/** @throws RuleProblem that says what is wrong, and where. */
export function parseRule(text: string, parameters: Readonly<Record<string, number>>): ParsedRule {
  const parser = new Parser(ruleTokens(text), parameters);
  const condition = parser.whole();
  return {condition, parameters: [...parser.used]};
}

class Parser {
  readonly used = new Set<string>();
  readonly #tokens: readonly RuleToken[];
  readonly #parameters: Readonly<Record<string, number>>;
  #next = 0;

  constructor(tokens: readonly RuleToken[], parameters: Readonly<Record<string, number>>) {
    this.#tokens = tokens;
    this.#parameters = parameters;
  }

  whole(): ConditionNode {
    const start = this.#token();
    const condition = this.#condition(this.#any(), start);
    const rest = this.#token();
    if (rest.kind !== "end") throw new RuleProblem(`"${rest.text}" comes where the rule could end`, rest.at);
    return condition;
  }

  #any(): Node {
    return this.#joined("or", "any", () => this.#all());
  }

  #all(): Node {
    return this.#joined("and", "all", () => this.#not());
  }

  #joined(word: "and" | "or", kind: "all" | "any", part: () => Node): Node {
    const start = this.#token();
    const first = part();
    if (this.#token().text !== word) return first;
    const parts = [this.#condition(first, start)];
    while (this.#takes(word)) {
      const at = this.#token();
      parts.push(this.#condition(part(), at));
    }
    return {kind, parts};
  }

  #not(): Node {
    if (!this.#takes("not")) return this.#relation();
    const start = this.#token();
    return negated(this.#condition(this.#not(), start));
  }

  #relation(): Node {
    const start = this.#token();
    const first = this.#sum();
    const sign = this.#token();
    if (this.#takes("crosses")) {
      const direction = this.#direction();
      const [left, right] = [this.#number(first, start), this.#numberNext()];
      return {kind: "cross", direction, isNegated: false, left, right};
    }
    if (!COMPARISONS.includes(sign.text)) return first;
    this.#next++;
    const left = this.#number(first, start);
    return {kind: "comparison", operator: sign.text as ComparisonOperator, left, right: this.#numberNext()};
  }

  #direction(): "above" | "below" {
    const token = this.#token();
    if (this.#takes("above")) return "above";
    if (this.#takes("below")) return "below";
    throw new RuleProblem(`after crosses comes above or below, not "${token.text}"`, token.at);
  }

  /** The right side of a relation. */
  #numberNext(): NumberNode {
    const start = this.#token();
    return this.#number(this.#sum(), start);
  }

  #sum(): Node {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): Node {
    return this.#chain(["*", "/"], () => this.#signed());
  }

  #chain(operators: readonly string[], part: () => Node): Node {
    let start = this.#token();
    let node = part();
    while (operators.includes(this.#token().text)) {
      const operator = this.#token().text as ArithmeticOperator;
      this.#next++;
      const left = this.#number(node, start);
      start = this.#token();
      node = arithmetic(operator, left, this.#number(part(), start));
    }
    return node;
  }

  #signed(): Node {
    if (!this.#takes("-")) return this.#primary();
    const start = this.#token();
    return arithmetic("-", {kind: "number", value: 0}, this.#number(this.#signed(), start));
  }

  #primary(): Node {
    const token = this.#token();
    this.#next++;
    if (token.kind === "number") return {kind: "number", value: Number(token.text)};
    if (token.text === "(") {
      const inner = this.#any();
      this.#expect(")");
      return inner;
    }
    if (token.kind !== "word" || OPERATOR_WORDS.includes(token.text)) {
      const found = token.kind === "end" ? "the rule ends" : `"${token.text}" stands`;
      throw new RuleProblem(`${found} where a number or a name is expected`, token.at);
    }
    return this.#token().text === "(" ? this.#call(token) : this.#named(token);
  }

  #call(name: RuleToken): Node {
    this.#expect("(");
    const parts: NumberNode[] = [];
    do parts.push(this.#numberNext());
    while (this.#takes(","));
    this.#expect(")");
    if (name.text === "previous") {
      const [of] = parts;
      if (of === undefined || parts.length > 1) throw new RuleProblem("previous takes one number", name.at);
      return {kind: "previous", of};
    }
    const values = parts.map((part) => {
      if (part.kind === "number" && /^\d+(\.\d+)?$/.test(String(part.value))) return part.value;
      throw new RuleProblem(`what stands in the brackets of ${name.text} are plain numbers or parameters`, name.at);
    });
    return {kind: "input", name: [name.text, ...values].join("-")};
  }

  #named({text, at}: RuleToken): Node {
    const value = Object.hasOwn(this.#parameters, text) ? this.#parameters[text] : undefined;
    if (value !== undefined) {
      this.used.add(text);
      return {kind: "number", value};
    }
    if (isCandleInput(text) || text.includes("-") || !/[A-Z]/.test(text)) return {kind: "input", name: text};
    // Factors have no capitals: this was to be a parameter.
    const known = [...Object.keys(this.#parameters), ...CANDLE_INPUTS];
    throw new RuleProblem(`there is no parameter "${text}"${didYouMean(text, known)}`, at);
  }

  #condition(node: Node, {at}: RuleToken): ConditionNode {
    if (isCondition(node)) return node;
    throw new RuleProblem("a number stands where a condition like close > sma-30 is expected", at);
  }

  #number(node: Node, {at}: RuleToken): NumberNode {
    if (!isCondition(node)) return node;
    throw new RuleProblem("a condition stands where a number is expected", at);
  }

  #token(): RuleToken {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as RuleToken;
  }

  #takes(text: string): boolean {
    if (this.#token().text !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    const {at} = this.#token();
    if (!this.#takes(text)) throw new RuleProblem(`"${text}" is missing`, at);
  }
}

function isCondition(node: Node): node is ConditionNode {
  return node.kind === "comparison" || node.kind === "cross" || node.kind === "all" || node.kind === "any";
}

/** Numbers that are known are worked out at once, so that they can stand in a factor's brackets. */
function arithmetic(operator: ArithmeticOperator, left: NumberNode, right: NumberNode): NumberNode {
  if (left.kind === "number" && right.kind === "number")
    return {kind: "number", value: calculate(operator, left.value, right.value)};
  return {kind: "arithmetic", operator, left, right};
}
