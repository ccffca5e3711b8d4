/** A figure of a report: a label, one sentence of explanation, and either a value or the reason why there is none. */
export type FigureUnit = "fraction" | "ratio" | "count" | "quote" | "candles";

export interface Figure {
  readonly value: number | null;
  readonly unit: FigureUnit;
  readonly label: string;
  readonly explanation: string;
  /** 95 % interval where one was worked out. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** Why there is no value. */
  readonly reason?: string;
}

export interface FigureWording {
  readonly label: string;
  readonly explanation: string;
  readonly unit: FigureUnit;
  /** Said in place of a value that is undefined. */
  readonly reason: string;
}

/** Without a finite value the figure carries the reason instead. */
export function figure(
  value: number | null,
  wording: FigureWording,
  interval?: {low: number | null; high: number | null}
): Figure {
  const {reason, ...words} = wording;
  const isDefined = value !== null && Number.isFinite(value);
  return {value: isDefined ? value : null, ...words, ...(interval ?? {}), ...(isDefined ? {} : {reason})};
}
