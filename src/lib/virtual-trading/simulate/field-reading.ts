/** Reads the fields of a case one by one. Every reader says what it found and what it wanted. */
import {CaseError, type CaseErrorCode} from "./case-error.js";

export type Fields = Readonly<Record<string, unknown>>;

/** An object, and where it stands in the case. */
export interface Node {
  readonly fields: Fields;
  readonly path: string;
}

export function nodeAt(value: unknown, path: string): Node {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CaseError("missing-field", path, `${path || "the case"} has to be an object, not ${show(value)}`);
  }
  return {fields: value as Fields, path};
}

/** The object in field `name`, an empty one when it is absent. */
export function childNode(node: Node, name: string): Node {
  return nodeAt(node.fields[name] ?? {}, pathOf(node, name));
}

export function pathOf(node: Node, name: string): string {
  return node.path === "" ? name : `${node.path}.${name}`;
}

/** @throws CaseError unknown-field for any field that is not `allowed`. */
export function allowFields(node: Node, allowed: readonly string[]): void {
  for (const name of Object.keys(node.fields)) {
    if (node.fields[name] !== undefined && !allowed.includes(name)) {
      const path = pathOf(node, name);
      throw new CaseError("unknown-field", path, `"${path}" is not a field; known here: ${allowed.join(", ")}`);
    }
  }
}

export function isAbsent(node: Node, name: string): boolean {
  return node.fields[name] === undefined || node.fields[name] === null;
}

export interface NumberBounds {
  /** The number has to be at least this. */
  readonly min?: number;
  /** The number has to be above this. */
  readonly above?: number;
  readonly max?: number;
  readonly whole?: boolean;
}

/** A number that has to be there. @throws CaseError missing-field, bad-number */
export function requiredNumber(node: Node, name: string, bounds: NumberBounds = {}): number {
  const value = optionalNumber(node, name, bounds);
  if (value === null) throw missing(node, name);
  return value;
}

/** A number, null when absent. @throws CaseError bad-number */
export function optionalNumber(node: Node, name: string, bounds: NumberBounds = {}): number | null {
  if (isAbsent(node, name)) return null;
  return checkNumber(node.fields[name], pathOf(node, name), bounds);
}

export function checkNumber(value: unknown, path: string, bounds: NumberBounds = {}): number {
  const {min, above, max, whole} = bounds;
  const isGood =
    typeof value === "number" &&
    Number.isFinite(value) &&
    (min === undefined || value >= min) &&
    (above === undefined || value > above) &&
    (max === undefined || value <= max) &&
    (whole !== true || Number.isInteger(value));
  if (isGood) return value;
  const wanted = [
    whole === true ? "a whole number" : "a finite number",
    min === undefined ? "" : `of at least ${min}`,
    above === undefined ? "" : `above ${above}`,
    max === undefined ? "" : `of at most ${max}`
  ];
  throw new CaseError("bad-number", path, `${path} is ${show(value)}, not ${wanted.filter(Boolean).join(" ")}`);
}

/** True or false, `fallback` when absent. */
export function flag(node: Node, name: string, fallback: boolean): boolean {
  const value = node.fields[name];
  if (value === undefined || value === null) return fallback;
  if (typeof value === "boolean") return value;
  throw new CaseError("bad-number", pathOf(node, name), `${pathOf(node, name)} is ${show(value)}, not true or false`);
}

/** The words that a field allows, and the code of the error for any other. */
export interface Choice<T extends string> {
  readonly words: readonly T[];
  readonly code: CaseErrorCode;
}

/** One of the allowed words, null when absent; a bare list fails as unknown-type. */
export function optionalWord<T extends string>(node: Node, name: string, choice: Choice<T> | readonly T[]): T | null {
  if (isAbsent(node, name)) return null;
  const {words, code} = "words" in choice ? choice : {words: choice, code: "unknown-type" as const};
  const value = node.fields[name];
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const path = pathOf(node, name);
  throw new CaseError(code, path, `${path} is ${show(value)}, not one of ${words.join(", ")}`);
}

/** One of the allowed words; absent is as wrong as any other. */
export function requiredWord<T extends string>(node: Node, name: string, choice: Choice<T>): T {
  const word = optionalWord(node, name, choice);
  if (word !== null) return word;
  const path = pathOf(node, name);
  throw new CaseError(choice.code, path, `${path} is missing; it is one of ${choice.words.join(", ")}`);
}

export function optionalText(node: Node, name: string): string | null {
  if (isAbsent(node, name)) return null;
  const value = node.fields[name];
  return typeof value === "string" ? value : String(value);
}

/** A list, null when absent. */
export function optionalList(node: Node, name: string): readonly unknown[] | null {
  if (isAbsent(node, name)) return null;
  const value = node.fields[name];
  if (Array.isArray(value)) return value;
  throw new CaseError(
    "missing-field",
    pathOf(node, name),
    `${pathOf(node, name)} has to be a list, not ${show(value)}`
  );
}

export function missing(node: Node, name: string): CaseError {
  return new CaseError("missing-field", pathOf(node, name), `${pathOf(node, name)} is missing`);
}

export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
