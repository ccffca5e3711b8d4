// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Active return by sector (Brinson and Fachler 1985) and its linking over periods (Carino 1999) (METHODS 8.5). */
import type {Column} from "./column.js";

export interface BrinsonInput {
  /** Portfolio and benchmark weights and returns by sector. */
  readonly portfolioWeights: Column;
  readonly benchmarkWeights: Column;
  readonly portfolioReturns: Column;
  readonly benchmarkReturns: Column;
}

export interface BrinsonFachler {
  /** (wp - wb)(rb_i - rb). */
  readonly allocation: Float64Array;
  /** wb (rp_i - rb_i). */
  readonly selection: Float64Array;
  /** (wp - wb)(rp_i - rb_i). */
  readonly interaction: Float64Array;
  /** The sum of all three. */
  readonly active: number;
}

export function brinsonFachler(input: BrinsonInput): BrinsonFachler {
  const {portfolioWeights: wp, benchmarkWeights: wb, portfolioReturns: rp, benchmarkReturns: rb} = input;
  let benchmark = 0;
  for (let i = 0; i < wb.length; i++) benchmark += wb[i]! * rb[i]!;
  const bySector = (effect: (i: number) => number) => Float64Array.from({length: wp.length}, (_, i) => effect(i));
  const allocation = bySector((i) => (wp[i]! - wb[i]!) * (rb[i]! - benchmark));
  const selection = bySector((i) => wb[i]! * (rp[i]! - rb[i]!));
  const interaction = bySector((i) => (wp[i]! - wb[i]!) * (rp[i]! - rb[i]!));
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  return {allocation, selection, interaction, active: total(allocation) + total(selection) + total(interaction)};
}

/** Active return of each period scaled by k_t / k, so that the periods sum to the total active return. */
export function carinoLinked(portfolio: Column, benchmark: Column): Float64Array {
  let grownPortfolio = 1;
  let grownBenchmark = 1;
  for (let t = 0; t < portfolio.length; t++) {
    grownPortfolio *= 1 + portfolio[t]!;
    grownBenchmark *= 1 + benchmark[t]!;
  }
  const k = factor(grownPortfolio - 1, grownBenchmark - 1);
  return Float64Array.from(portfolio, (value, t) => ((value - benchmark[t]!) * factor(value, benchmark[t]!)) / k);
}

/** (ln(1 + p) - ln(1 + b)) / (p - b), its limit 1/(1 + p) for equal returns. */
function factor(p: number, b: number): number {
  return p === b ? 1 / (1 + p) : (Math.log1p(p) - Math.log1p(b)) / (p - b);
}
