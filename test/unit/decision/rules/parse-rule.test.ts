import {describe, expect, it} from "vitest";
import {parseRule} from "../../../../src/lib/decision/rules/parse-rule.js";
import {ruleBook} from "../../../../src/lib/decision/rules/rule-book.js";
import {NO_RULES} from "../../../../src/lib/decision/rules/rule-configuration.js";

const input = (name: string) => ({kind: "input", name});
const number = (value: number) => ({kind: "number", value});
const parsed = (text: string, parameters = {}) => parseRule(text, parameters).condition;
const compared = (left: object, operator: string, right: object) => ({kind: "comparison", operator, left, right});

describe("a rule", () => {
  it("binds and more tightly than or, and brackets most tightly", () => {
    expect(parsed("open > 1 or high > 2 and low > 3")).toEqual({
      kind: "any",
      parts: [
        compared(input("open"), ">", number(1)),
        {kind: "all", parts: [compared(input("high"), ">", number(2)), compared(input("low"), ">", number(3))]}
      ]
    });
    expect(parsed("(open > 1 or high > 2) and low > 3")).toMatchObject({kind: "all", parts: [{kind: "any"}, {}]});
  });

  it("moves not into the comparisons", () => {
    expect(parsed("not (open > 1 and close crosses above sma-3)")).toEqual({
      kind: "any",
      parts: [
        compared(input("open"), "<=", number(1)),
        {kind: "cross", direction: "above", isNegated: true, left: input("close"), right: input("sma-3")}
      ]
    });
  });

  it("names a factor by its parameters, however they are written", () => {
    const sma = compared(input("close"), ">", input("sma-20"));
    expect(parsed("close > sma-20")).toEqual(sma);
    expect(parsed("close > sma(fast)", {fast: 20})).toEqual(sma);
    expect(parsed("close > sma(2 * fast)", {fast: 10})).toEqual(sma);
    expect(parsed("close > macd-histogram(12, 26, 9)")).toMatchObject({right: input("macd-histogram-12-26-9")});
    expect(parsed("close > bollinger-upper-20-2.5")).toMatchObject({right: input("bollinger-upper-20-2.5")});
  });

  it("keeps arithmetic from left to right, products first", () => {
    expect(parsed("close - open - 2 * 3 > -1")).toEqual(
      compared(
        {
          kind: "arithmetic",
          operator: "-",
          left: {kind: "arithmetic", operator: "-", left: input("close"), right: input("open")},
          right: number(6)
        },
        ">",
        number(-1)
      )
    );
  });

  it.each([
    ["close >", "the rule ends where a number or a name is expected"],
    ["close > 3 > 2", '">" comes where the rule could end'],
    ["close", "a number stands where a condition like close > sma-30 is expected"],
    ["close and open > 3", "a number stands where a condition"],
    ["(close > 3) + 1 > 2", "a condition stands where a number is expected"],
    ["close crosses sma-3", 'after crosses comes above or below, not "sma-3"'],
    ["close > sma(open)", "what stands in the brackets of sma are plain numbers or parameters"],
    ["close > sma(-3)", "what stands in the brackets of sma are plain numbers or parameters"],
    ["(close > 3", '")" is missing'],
    ["close = 3", '"=" has no meaning in a rule'],
    ["close > slowOne", 'there is no parameter "slowOne"; did you mean slowLine?'],
    ["previous(close, 2) > 1", "previous takes one number"]
  ])("%s is refused: %s", (text, message) => {
    expect(() => parseRule(text, {slowLine: 3})).toThrow(message);
  });
});

describe("the rules of a strategy", () => {
  it("are told by name and place where one cannot be read", () => {
    expect(ruleBook({...NO_RULES, enterLong: "close > 1", exitLong: "close ? 1"})).toEqual({
      ok: false,
      key: "exitLong",
      reason: '"?" has no meaning in a rule, at character 7 of "close ? 1"'
    });
  });

  it("use every parameter", () => {
    expect(ruleBook({...NO_RULES, parameters: {fast: 3}, enterLong: "close > sma-3"})).toMatchObject({
      ok: false,
      key: "parameters.fast"
    });
  });

  it("say which factors are needed, each once, without the fields of the candle", () => {
    const rules = {...NO_RULES, enterLong: "close > sma-3 and rsi-6 < 30", exitLong: "close < sma-3"};
    expect(ruleBook(rules)).toMatchObject({
      ok: true,
      book: {factors: ["sma-3", "rsi-6"], inputs: ["close", "sma-3", "rsi-6"]}
    });
  });
});
