// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Sum of decimal figures held as doubles, right to the last digit: adding 0.1 ten times gives 1. Figures of at most
 * eight decimals are summed as whole numbers of 1e-8; others by Neumaier's compensated sum (1974).
 */

const SCALE = 1e8;
/** Figures below this are whole numbers of 1e-8 without rounding. */
const LARGEST_WHOLE = 2 ** 53 / SCALE;

/** Added to and taken off a number below 2^51 it leaves the nearest whole one: 1.5 times 2^52. */
const TO_WHOLE = 6_755_399_441_055_744;
/** Figures below this have units of 1e-8 that `TO_WHOLE` rounds rightly. */
const LARGEST_QUICK = 2 ** 51 / SCALE;

/** Sum of `values` from index `from` to before `to`; NaN when one of them is NaN. */
export function decimalSum(values: Float64Array, from: number, to: number): number {
  const whole = wholeSum(values, from, to);
  return Number.isNaN(whole) ? sumOfUnits(values, from, to) : whole;
}

/** Of numbers of trades and the like, which need no division; NaN at the first figure that is not whole. */
function wholeSum(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    // False for NaN too.
    if (!(value + TO_WHOLE - TO_WHOLE === value && Math.abs(value) < LARGEST_WHOLE)) return Number.NaN;
    sum += value;
  }
  return Math.abs(sum) <= Number.MAX_SAFE_INTEGER ? sum : Number.NaN;
}

function sumOfUnits(values: Float64Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const rounded = value * SCALE + TO_WHOLE - TO_WHOLE;
    // False for NaN too. One division a figure is what tells a decimal from what only looks like one.
    if (!(rounded / SCALE === value && Math.abs(value) < LARGEST_QUICK)) return decimalSumOfLarge(values, from, to);
    units += rounded;
  }
  // Whole numbers below 2^53 were added up exactly, so this one division is the only rounding.
  return Math.abs(units) <= Number.MAX_SAFE_INTEGER ? units / SCALE : decimalSumOfLarge(values, from, to);
}

/** The same with whole part and decimals apart. */
function decimalSumOfLarge(values: Float64Array, from: number, to: number): number {
  let wholes = 0;
  let fractions = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const whole = Math.floor(value);
    const fraction = Math.floor((value - whole) * SCALE + 0.5);
    // False for NaN too, which the compensated sum then hands on.
    if (!((whole * SCALE + fraction) / SCALE === value && whole < LARGEST_WHOLE))
      return compensatedSum(values, from, to);
    wholes += whole;
    fractions += fraction;
  }
  // One division, so one rounding: the double nearest to the decimal sum.
  const units = wholes * SCALE + fractions;
  if (units <= Number.MAX_SAFE_INTEGER) return units / SCALE;
  const carry = Math.floor(fractions / SCALE);
  return wholes + carry + (fractions - carry * SCALE) / SCALE;
}

function compensatedSum(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return Number.NaN;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
