/**
 * One parameter of a sweep, as it is typed: `decision.minimumEdgeBps=1,3,5` or `execution.slippageBps=1..5:1`, and for
 * random search also `decision.sizing.fraction=0.05..0.3`, any number between the two.
 */
import type {TSchema} from "typebox";
import {isPlainObject, valueAt} from "../../configuration/configuration-layers.js";
import {type StrategyConfiguration, StrategyConfigurationSchema} from "../../configuration/strategy-configuration.js";
import {allowedKeys} from "../../configuration/validate-configuration.js";
import {didYouMean} from "../../core/closest-word.js";
import {OperatingError} from "../../core/operating-error.js";

export type Choices =
  | {readonly kind: "list"; readonly values: readonly unknown[]}
  /** Every number between, for random search only. */
  | {readonly kind: "between"; readonly low: number; readonly high: number};

export interface SweptParameter {
  /** Dotted, as in `decision.minimumEdgeBps`. */
  readonly path: string;
  readonly choices: Choices;
}

const NUMBER = "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`);
const MAXIMUM_VALUES = 100_000;

/**
 * @param readValues parses a list like `1, 3, [a, b]`, and throws where it is none
 * @throws OperatingError SWEEP_PARAMETER_UNKNOWN with a suggestion, SWEEP_PARAMETER_INVALID
 */
export function readSweptParameter(
  text: string,
  strategy: StrategyConfiguration,
  readValues: (text: string) => readonly unknown[]
): SweptParameter {
  const [, path = "", given = ""] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text) ?? [];
  if (path === "" || given.trim() === "")
    throw invalid(text, "it does not read path=values, like decision.minimumEdgeBps=1,3,5");
  refuseUnknown(path);
  const choices = readChoices(given.trim(), text, readValues);
  return {path, choices: choices.kind === "list" ? asConfigured(choices.values, valueAt(strategy, path)) : choices};
}

function readChoices(given: string, text: string, readValues: (text: string) => readonly unknown[]): Choices {
  const range = RANGE.exec(given);
  if (range !== null) return readRange(range, text);
  const values = parsed(given, text, readValues);
  const distinct = new Set(values.map((value) => JSON.stringify(value)));
  if (values.length === 0) throw invalid(text, "there is no value");
  if (distinct.size < values.length) throw invalid(text, "a value is there twice");
  return {kind: "list", values};
}

function parsed(given: string, text: string, readValues: (text: string) => readonly unknown[]): readonly unknown[] {
  try {
    return readValues(given);
  } catch (error) {
    throw invalid(text, `its values cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readRange([, lowText = "", highText = "", stepText]: RegExpExecArray, text: string): Choices {
  const low = Number(lowText);
  const high = Number(highText);
  if (!(low < high)) throw invalid(text, `${lowText} is not below ${highText}`);
  if (stepText === undefined) return {kind: "between", low, high};
  const step = Number(stepText);
  if (!(step > 0)) throw invalid(text, "the step is above 0");
  // A hair more, so that 0..1:0.1 reaches 1 although 0.1 is not exact.
  const steps = Math.floor((high - low) / step + 1e-9);
  if (steps >= MAXIMUM_VALUES) throw invalid(text, `that is more than ${MAXIMUM_VALUES} values`);
  const digits = Math.max(fractionDigits(lowText), fractionDigits(stepText));
  const values = Array.from({length: steps + 1}, (_, index) => rounded(low + index * step, digits));
  return {kind: "list", values};
}

/** 0.1 + 0.2 is to be 0.3, as it was typed; numbers with an exponent stay as they come. */
function rounded(value: number, digits: number): number {
  return digits > 15 ? value : Number(value.toFixed(digits));
}

function fractionDigits(text: string): number {
  return /e/i.test(text) ? 16 : (text.split(".")[1] ?? "").length;
}

/** A number where the strategy has text (`startCapital`) is meant as text. */
function asConfigured(values: readonly unknown[], current: unknown): Choices {
  const isText = typeof current === "string";
  return {
    kind: "list",
    values: values.map((value) => (isText && typeof value === "number" ? String(value) : value))
  };
}

function refuseUnknown(path: string): void {
  const known = allowedKeys(StrategyConfigurationSchema);
  const open = known.filter((key) => isOpen(schemaAt(key)));
  if (known.includes(path) || open.some((key) => path.startsWith(`${key}.`))) return;
  const below = known.filter((key) => key.startsWith(`${path}.`));
  const last = path.slice(path.lastIndexOf(".") + 1);
  const sameName = known.filter((key) => key.endsWith(`.${last}`));
  const hint =
    below.length > 0
      ? `; it has ${below.join(", ")}`
      : didYouMean(path, known) || (sameName.length > 0 ? `; did you mean ${sameName.join(" or ")}?` : "");
  throw new OperatingError(`a strategy has no parameter ${path}${hint}`, {
    code: "SWEEP_PARAMETER_UNKNOWN",
    details: {path, input: true}
  });
}

/** Keys below it are the strategy's own, like the names of agents in `agents.parameters`. */
function isOpen(schema: TSchema | undefined): boolean {
  return schema !== undefined && isPlainObject((schema as {patternProperties?: unknown}).patternProperties);
}

function schemaAt(dotted: string): TSchema | undefined {
  let schema: TSchema | undefined = StrategyConfigurationSchema;
  for (const key of dotted.split("."))
    schema = (schema as {properties?: Record<string, TSchema>} | undefined)?.properties?.[key];
  return schema;
}

function invalid(text: string, why: string): OperatingError {
  return new OperatingError(`--over "${text}": ${why}`, {
    code: "SWEEP_PARAMETER_INVALID",
    details: {text, input: true}
  });
}
