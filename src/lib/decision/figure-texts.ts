/**
 * Figures inside fixed words, like ` (54 %)` or `12 bps costs`. Nearly every decision writes half a dozen of them, so
 * those that occur are written once and looked up: putting a text together costs more than many a calculation.
 */
export type FigureText = (value: number) => string;

/** Whole percent of a fraction of 0..1; one digit more below 10 %. */
export function percentText(before: string, after: string): FigureText {
  const tenths = numerals(101, 10).map((text) => `${before}${text} %${after}`);
  const whole = numerals(101, 1).map((text) => `${before}${text} %${after}`);
  return (fraction) => {
    const percent = fraction * 100;
    const text = percent < 10 ? tenths[Math.round(percent * 10)] : whole[Math.round(percent)];
    return text ?? `${before}${Math.round(percent)} %${after}`;
  };
}

/** Whole basis points; one digit more below 10, either sign. */
export function bpsText(before: string, after: string): FigureText {
  const positive = numerals(100, 10).map((text) => `${before}${text}${after}`);
  const negative = numerals(100, 10).map((text) => `${before}-${text}${after}`);
  return (bps) => {
    const tenths = Math.round(Math.abs(bps) * 10);
    const isNegative = bps < 0 && tenths > 0;
    const text = isNegative ? negative[tenths] : positive[tenths];
    return text ?? `${before}${isNegative ? "-" : ""}${Math.round(Math.abs(bps))}${after}`;
  };
}

/** 0, 1 and so on, each divided by `parts`. */
function numerals(count: number, parts: number): string[] {
  return Array.from({length: count}, (_, i) => `${i / parts}`);
}
