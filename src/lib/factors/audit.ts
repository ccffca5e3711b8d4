/**
 * Proof that a calculation does not look ahead (METHODS L7). (a) Prefixes: the value at t from data up to t equals the
 * value at t from all data, at every bar. (d) Future noise: replacing all that comes after t leaves the values up to t
 * as they were. It works on any function from candles to values, and on anything else that has values bar by bar.
 */
import {seededRandom} from "../core/random.js";
import {type CandleColumns, emptyCandleColumns} from "../vocabulary/candle.js";
import {sliceColumns} from "../vocabulary/candle-rows.js";

/** A value that was not the same with another future. */
export interface LookAhead {
  readonly index: number;
  /** From all data. */
  readonly whole: number;
  /** From data up to `index`, or with noise after it. */
  readonly limited: number;
}

export interface PrefixAudit {
  readonly name: string;
  /** Bars at which the value was compared. */
  readonly checked: number;
  /** Bars at which it was not the same. */
  readonly violations: number;
  readonly first: LookAhead | null;
}

/** Anything that gives one value a bar when it is shown the first `bars` bars. */
export type ValuesUntil = (bars: number) => ArrayLike<number>;

export interface PrefixAuditOptions {
  readonly name: string;
  readonly bars: number;
  /** Compares at every k-th bar; 1, the default, is the proof. */
  readonly every?: number;
}

/** Compares the last value of each prefix with the value at the same bar from all bars; NaN equals NaN, exactly. */
export function auditPrefixes(valuesUntil: ValuesUntil, {name, bars, every = 1}: PrefixAuditOptions): PrefixAudit {
  // Copied: a calculation may give the same array each time.
  const whole = Float64Array.from(valuesUntil(bars));
  let checked = 0;
  let violations = 0;
  let first: LookAhead | null = null;
  for (let index = 0; index < bars; index += every) {
    const limited = valuesUntil(index + 1)[index] ?? Number.NaN;
    const expected = whole[index] ?? Number.NaN;
    checked++;
    if (isSame(limited, expected)) continue;
    violations++;
    first ??= {index, whole: expected, limited};
  }
  return {name, checked, violations, first};
}

/** A calculation over candles and, for some, the reference instrument's candles of the same times. */
export type ColumnsCalculation = (columns: CandleColumns, reference: CandleColumns) => ArrayLike<number>;

export interface ColumnsAuditOptions {
  readonly name: string;
  readonly columns: CandleColumns;
  readonly reference: CandleColumns;
  readonly every?: number;
  /** Seeds the noise. */
  readonly seed?: number;
}

export interface ColumnsAudit {
  readonly name: string;
  readonly prefix: PrefixAudit;
  readonly noise: PrefixAudit;
  readonly looksAhead: boolean;
}

/** Bars after which the future is replaced by noise. */
const NOISE_CUTS = 8;

/** Both proofs for a calculation over candles. Columns and reference have the same open times. */
export function auditColumns(
  calculate: ColumnsCalculation,
  {name, columns, reference, every = 1, seed = 1}: ColumnsAuditOptions
): ColumnsAudit {
  const cut = (source: CandleColumns, bars: number) => sliceColumns(source, 0, Math.min(bars, source.length));
  const prefix = auditPrefixes((bars) => calculate(cut(columns, bars), cut(reference, bars)), {
    name,
    bars: columns.length,
    every
  });
  const noise = auditNoise(calculate, {name, columns, reference, seed});
  return {name, prefix, noise, looksAhead: prefix.violations + noise.violations > 0};
}

function auditNoise(
  calculate: ColumnsCalculation,
  {name, columns, reference, seed}: Required<Omit<ColumnsAuditOptions, "every">>
): PrefixAudit {
  const whole = Float64Array.from(calculate(columns, reference));
  let checked = 0;
  let violations = 0;
  let first: LookAhead | null = null;
  for (let cut = 1; cut <= NOISE_CUTS; cut++) {
    const bars = Math.floor((columns.length * cut) / (NOISE_CUTS + 1));
    if (bars === 0) continue;
    const noisy = calculate(
      withNoiseAfter(columns, bars, seed + cut),
      withNoiseAfter(reference, bars, seed + cut + NOISE_CUTS)
    );
    for (let index = 0; index < bars; index++) {
      const expected = whole[index] ?? Number.NaN;
      const limited = noisy[index] ?? Number.NaN;
      checked++;
      if (isSame(limited, expected)) continue;
      violations++;
      first ??= {index, whole: expected, limited};
    }
  }
  return {name, checked, violations, first};
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The candles with all from bar `bars` on drawn anew: valid candles of the same times, unlike any that were there. */
function withNoiseAfter(columns: CandleColumns, bars: number, seed: number): CandleColumns {
  const random = seededRandom(seed);
  const noisy = emptyCandleColumns(columns.timeframe, columns.length);
  for (const [name, values] of Object.entries(noisy)) {
    if (values instanceof Float64Array) values.set(columns[name as "open"]);
  }
  for (let i = bars; i < columns.length; i++) {
    const price = Math.exp(10 * random.normal());
    const spread = 1 + random.next();
    noisy.open[i] = price;
    noisy.close[i] = price * (1 + 0.5 * (random.next() - 0.5));
    noisy.high[i] = price * spread * 1.25;
    noisy.low[i] = (price / spread) * 0.75;
    noisy.volume[i] = Math.exp(5 * random.normal());
    noisy.quoteVolume[i] = (noisy.volume[i] as number) * price;
    noisy.tradeCount[i] = 1 + random.below(100_000);
    noisy.takerBuyVolume[i] = (noisy.volume[i] as number) * random.next();
  }
  return noisy;
}
