/** Numbers as a reader wants them. What is undefined is shown as a dash, never as zero. */
export const ABSENT = "–";
type Maybe = number | null | undefined;

const formats = new Map<string, Intl.NumberFormat>();

function formatted(value: Maybe, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ABSENT;
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat("en", options);
  formats.set(key, format);
  return format.format(value).replace("-", "−");
}

export function decimal(value: Maybe, digits = 2): string {
  return formatted(value, {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

/** With a sign, for figures whose direction is the point. */
export function signed(value: Maybe, digits = 2): string {
  return formatted(value, {minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "exceptZero"});
}

export function whole(value: Maybe): string {
  return formatted(value, {maximumFractionDigits: 0});
}

/** 41200 as 41.2K. */
export function compact(value: Maybe): string {
  return formatted(value, {notation: "compact", maximumFractionDigits: 1});
}

/** A fraction as percent. */
export function percent(value: Maybe, digits = 1): string {
  return formatted(value, {style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits});
}

export function signedPercent(value: Maybe, digits = 1): string {
  return formatted(value, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "exceptZero"
  });
}

/** Prices over six orders of magnitude: five significant digits, at least two decimals above 1. */
export function price(value: Maybe): string {
  if (value === null || value === undefined) return ABSENT;
  return Math.abs(value) >= 100 ? decimal(value, 2) : formatted(value, {maximumSignificantDigits: 5});
}

export function basisPoints(value: Maybe, digits = 1): string {
  return value === null || value === undefined ? ABSENT : `${decimal(value, digits)} bps`;
}

export function pValue(value: Maybe): string {
  if (value === null || value === undefined) return ABSENT;
  return value < 0.001 ? "< 0.001" : decimal(value, 3);
}

/** Age in the largest unit that says enough. */
export function age(ms: Maybe): string {
  if (ms === null || ms === undefined) return ABSENT;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** Class of a figure that is good when positive. */
export function tone(value: Maybe): string {
  if (value === null || value === undefined || value === 0) return "";
  return value > 0 ? "pt-up" : "pt-down";
}

/** `edge-below-minimum` as words. */
export function words(name: string): string {
  return name.replaceAll("-", " ");
}
