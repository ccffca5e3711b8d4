/**
 * Exact decimal numbers: a whole number of units and a scale (value = units / 10^scale). Nothing is ever rounded in
 * silence: addition, subtraction and multiplication are exact, division and rounding name their scale and direction.
 * Analysis stays in float64; the two worlds meet in `decimal` (from a number) and `toNumber` (back).
 */
import {assert} from "./assert.js";

export interface Decimal {
  readonly units: bigint;
  /** Digits after the point, a whole number of at least 0. */
  readonly scale: number;
}

/** half-up: ties away from zero. floor and ceil: towards minus and plus infinity. toward and away: relative to zero. */
export type Rounding = "half-up" | "floor" | "ceil" | "toward" | "away";

export const ZERO: Decimal = {units: 0n, scale: 0};
export const ONE: Decimal = {units: 1n, scale: 0};

/** Scales that `decimal` tries without going through text; prices and amounts of markets rarely need more. */
const FAST_SCALES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] as const;
/** Below this many units a decimal of at most 15 digits is the shortest text of its float64 (IEEE 754, DBL_DIG). */
const FAST_UNITS = 1e15;

const powers: bigint[] = Array.from({length: 64}, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

/** The decimal that the shortest text of `value` spells. @throws InvariantError for NaN and infinities. */
export function decimal(value: number): Decimal {
  assert(Number.isFinite(value), () => `a decimal is a finite number, not ${value}`);
  for (let scale = 0; scale < FAST_SCALES.length; scale++) {
    const power = FAST_SCALES[scale] as number;
    const units = Math.round(value * power);
    if (Math.abs(units) >= FAST_UNITS) break;
    if (units / power === value) return {units: BigInt(units), scale};
  }
  return spelt(String(value));
}

/** As `parseDecimal`, for the text of a finite number: in prices and amounts it has no exponent, and needs no check. */
function spelt(text: string): Decimal {
  if (text.includes("e")) return parseDecimal(text);
  const point = text.indexOf(".");
  if (point < 0) return {units: BigInt(text), scale: 0};
  return {units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1};
}

/** `toText(decimal(value))` without the decimal between. @throws InvariantError for NaN and infinities. */
export function numberText(value: number): string {
  assert(Number.isFinite(value), () => `a decimal is a finite number, not ${value}`);
  // + 0 makes 0 of -0. The shortest text of a float64 has no trailing zeros.
  const text = String(value + 0);
  return text.includes("e") ? toText(parseDecimal(text)) : text;
}

/** Parses `-12.5`, `3`, `1e-8`. @throws InvariantError for any other text. */
export function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  assert(match !== null, () => `"${text}" is not a decimal number`);
  const fraction = match[3] ?? "";
  const digits = BigInt(`${match[2]}${fraction}`) * (match[1] === "-" ? -1n : 1n);
  const scale = fraction.length - Number(match[4] ?? 0);
  return scale >= 0 ? {units: digits, scale} : {units: digits * powerOfTen(-scale), scale: 0};
}

/** The nearest float64. */
export function toNumber(value: Decimal): number {
  const {units, scale} = value;
  // Both operands are exact in float64 here, so the quotient is correctly rounded (IEEE 754).
  if (units < 9007199254740992n && units > -9007199254740992n && scale <= 22) return Number(units) / 10 ** scale;
  return Number(toText(value));
}

/** Plain text without an exponent and without trailing zeros; `parseDecimal` gives the same value back. */
export function toText(value: Decimal): string {
  const {units, scale} = trim(value);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(digits.length - scale)}` : "";
  return `${units < 0n ? "-" : ""}${whole}${fraction}`;
}

/** The same value with the smallest scale. */
export function trim(value: Decimal): Decimal {
  let {units, scale} = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return scale === value.scale ? value : {units, scale};
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return {units: a.units + b.units, scale: a.scale};
  return a.scale > b.scale
    ? {units: a.units + b.units * powerOfTen(a.scale - b.scale), scale: a.scale}
    : {units: a.units * powerOfTen(b.scale - a.scale) + b.units, scale: b.scale};
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return {units: a.units * b.units, scale: a.scale + b.scale};
}

export function negate(value: Decimal): Decimal {
  return {units: -value.units, scale: value.scale};
}

export function absolute(value: Decimal): Decimal {
  return value.units < 0n ? negate(value) : value;
}

/** Negative, 0 or positive, as a sort expects. */
export function compare(a: Decimal, b: Decimal): number {
  const left = a.scale < b.scale ? a.units * powerOfTen(b.scale - a.scale) : a.units;
  const right = b.scale < a.scale ? b.units * powerOfTen(a.scale - b.scale) : b.units;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function sign(value: Decimal): -1 | 0 | 1 {
  return value.units < 0n ? -1 : value.units > 0n ? 1 : 0;
}

export function minimum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

export function maximum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

/** `value` with at most `scale` digits after the point. */
export function roundTo(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (value.scale <= scale) return value;
  return {units: quotient(value.units, powerOfTen(value.scale - scale), rounding), scale};
}

/** `a / b` with `scale` digits after the point. @throws InvariantError when `b` is 0. */
export function divide(a: Decimal, b: Decimal, to: {readonly scale: number; readonly rounding: Rounding}): Decimal {
  assert(b.units !== 0n, "a decimal is not divided by 0");
  const shift = to.scale + b.scale - a.scale;
  const above = shift >= 0 ? a.units * powerOfTen(shift) : a.units;
  const below = shift >= 0 ? b.units : b.units * powerOfTen(-shift);
  const flip = below < 0n;
  return {units: quotient(flip ? -above : above, flip ? -below : below, to.rounding), scale: to.scale};
}

/** The multiple of `step` (above 0) next to `value` in the named direction. */
export function roundToStep(value: Decimal, step: Decimal, rounding: Rounding): Decimal {
  return multiply(divide(value, step, {scale: 0, rounding}), step);
}

/** Whether `value` lies on the grid of `step` (above 0). */
export function isMultiple(value: Decimal, step: Decimal): boolean {
  const scale = Math.max(value.scale, step.scale);
  return (value.units * powerOfTen(scale - value.scale)) % (step.units * powerOfTen(scale - step.scale)) === 0n;
}

/** `above / below` as a whole number; `below` is positive. */
function quotient(above: bigint, below: bigint, rounding: Rounding): bigint {
  const whole = above / below;
  const rest = above % below;
  if (rest === 0n) return whole;
  const outward = above < 0n ? whole - 1n : whole + 1n;
  switch (rounding) {
    case "toward":
      return whole;
    case "away":
      return outward;
    case "floor":
      return above < 0n ? outward : whole;
    case "ceil":
      return above < 0n ? whole : outward;
    case "half-up":
      return 2n * (rest < 0n ? -rest : rest) >= below ? outward : whole;
  }
}
