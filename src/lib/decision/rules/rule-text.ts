/** The rules in words, with the numbers they rest on. */
import type {RuleView} from "./rule-view.js";

const DIGITS = 7;

/** "enterLong holds (sma-10 > sma-30): sma-10 is 101.2, sma-30 is 100.9" */
export function ruleText({deciding, reading}: RuleView): string {
  const {book, values} = reading;
  if (deciding === null) return valuesText(book.inputs, book.inputs, values);
  return `${deciding.key} holds (${deciding.text}): ${valuesText(deciding.inputs, book.inputs, values)}`;
}

function valuesText(names: readonly string[], inputs: readonly string[], values: readonly number[]): string {
  if (names.length === 0) return "always";
  return names.map((name) => `${name} is ${numberText(values[inputs.indexOf(name)] ?? Number.NaN)}`).join(", ");
}

function numberText(value: number): string {
  return Number.isNaN(value) ? "not defined yet" : String(Number(value.toPrecision(DIGITS)));
}
