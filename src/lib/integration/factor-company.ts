// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A factor beside the others: how alike their values are, and what is left of it when others are known (METHODS I11, I14). */
import {pearson, spearman} from "../statistics/correlation.js";
import {neutralised} from "../statistics/cross-section-transforms.js";
import {type FactorPrice, famaMacBeth} from "../statistics/fama-macbeth.js";
import {informationCoefficients} from "../statistics/information-coefficient.js";
import {meanTest, overlapLag} from "../statistics/long-run-variance.js";
import type {Panel} from "../statistics/panel.js";
import {averageRanks} from "../statistics/ranks.js";
import type {CompanyImpact, FactorImpact} from "./factor-impact.js";
import type {ResearchSetting} from "./factor-setting.js";

/** Candles compared at most a pair of factors: beyond them a correlation does not get truer, only slower. */
const CORRELATION_SAMPLE = 5_000;
const MOST_CONTROLS = 4;
/** A factor that says the same is no control: it would take all of it away. */
const SAME_FACTOR = 0.9;
/** Regressions across instruments at most; a larger sample is thinned evenly. */
const MOST_REGRESSIONS = 2_000;

interface Sample {
  readonly values: Float64Array;
  readonly ranks: Float64Array;
  readonly present: number;
}

/** Correlations of every pair, each worked out once. */
export function valueCorrelations(
  panels: ReadonlyMap<string, Panel>
): ReadonlyMap<string, Record<string, number | null>> {
  const samples = Array.from(panels, ([name, panel]) => ({name, sample: sampled(panel)}));
  const made = new Map(samples.map(({name}) => [name, {} as Record<string, number | null>]));
  samples.forEach((first, index) => {
    for (const second of samples.slice(index + 1)) {
      const value = correlationOf(first.sample, second.sample);
      made.get(first.name)![second.name] = value;
      made.get(second.name)![first.name] = value;
    }
  });
  return made;
}

/** The stride has no divisor in common with the number of instruments: it falls on all of them. */
function sampled({values, symbols}: Panel): Sample {
  let stride = Math.ceil(values.length / CORRELATION_SAMPLE);
  while (commonDivisor(stride, symbols.length) > 1) stride++;
  const kept = values.filter((_, index) => index % stride === 0);
  return {values: kept, ranks: averageRanks(kept), present: kept.filter(Number.isFinite).length};
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function correlationOf(first: Sample, second: Sample): number | null {
  const x: number[] = [];
  const y: number[] = [];
  const both = (at: number) => Number.isFinite(first.values[at]!) && Number.isFinite(second.values[at]!);
  for (let at = 0; at < first.values.length; at++) if (both(at)) x.push(at);
  const isWhole = x.length === first.present && x.length === second.present;
  const [a, b] = isWhole ? [first.ranks, second.ranks] : [first.values, second.values];
  for (let i = 0; i < x.length; i++) {
    const at = x[i]!;
    x[i] = a[at]!;
    y.push(b[at]!);
  }
  const rho = isWhole ? pearson(x, y) : spearman(x, y);
  return Number.isFinite(rho) ? rho : null;
}

/** Up to four others that matter most at the first horizon and do not say the same. */
export function controlsFor(
  factor: Pick<FactorImpact, "name" | "correlations">,
  others: readonly Pick<FactorImpact, "name" | "method" | "horizons">[],
  instruments: number
): readonly string[] {
  // A regression needs instruments to spare: half of them stay free.
  const most = Math.min(MOST_CONTROLS, Math.floor(instruments / 2) - 2);
  return others
    .filter(({name, method}) => name !== factor.name && method === "cross-section")
    .filter(({name}) => Math.abs(factor.correlations[name] ?? 1) < SAME_FACTOR)
    .map(({name, horizons}) => ({name, t: Math.abs(horizons[0]?.tHac ?? 0)}))
    .sort((a, b) => b.t - a.t || (a.name < b.name ? -1 : 1))
    .slice(0, Math.max(0, most))
    .map(({name}) => name);
}

/** Null without controls. */
export function besideOthers(
  name: string,
  controls: readonly string[],
  {panels, horizons, forwards}: ResearchSetting
): CompanyImpact["beside"] {
  if (controls.length === 0) return null;
  const horizon = horizons[0] ?? 1;
  const every = Math.ceil(panels.closes.times.length / MOST_REGRESSIONS);
  const thin = (factor: string) => thinned(panels.factors.get(factor)!.panel, every);
  const own = thin(name);
  const library = controls.map(thin);
  const forward = thinned(forwards.get(horizon)!.panel, every);
  const options = {horizon: Math.ceil(horizon / every), minimum: controls.length + 3};
  const together = famaMacBeth([own, ...library], forward, options);
  const alone = famaMacBeth([own], forward, options);
  const marginal = informationCoefficients(neutralised(own, {exposures: library}), forward).values;
  const left = meanTest(marginal, {lag: overlapLag(marginal.length, options.horizon)});
  return {
    controls,
    everyCandles: every,
    ...named("premiumAlone", alone.prices[1]),
    ...named("premium", together.prices[1]),
    regressions: together.dates,
    marginalIc: left.mean,
    marginalT: left.t
  };
}

function named<Name extends "premium" | "premiumAlone">(name: Name, price: FactorPrice | undefined) {
  return {[name]: price?.mean ?? null, [`${name}T`]: price?.neweyWest.t ?? null} as Record<
    Name | `${Name}T`,
    number | null
  >;
}

/** Every so many rows, beginning with the last one. */
function thinned(source: Panel, every: number): Panel {
  if (every === 1) return source;
  const width = source.symbols.length;
  const rows = Array.from(source.times.keys()).filter((row) => (source.times.length - 1 - row) % every === 0);
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(source.values.subarray(row * width, (row + 1) * width), at * width);
  });
  return {...source, times: Float64Array.from(rows, (row) => source.times[row]!), values};
}
