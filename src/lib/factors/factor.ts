/**
 * A factor: one number a candle that may say something about the returns to come. It is a streaming calculation, fed
 * with closed candles in order, so it cannot ask for a later one; batch results are folds of it. A definition with
 * parameters filled in is a factor, named `<definition>-<parameters>`, like `momentum-24`.
 */
import {assert} from "../core/assert.js";
import {type KernelState, kernelState, restoreKernel} from "../indicators/kernel-state.js";
import type {Candle, CandleColumns} from "../vocabulary/candle.js";
import type {
  FactorBook,
  FactorContext,
  FactorFigure,
  FactorFunding,
  FactorInput,
  FactorTrade
} from "./factor-inputs.js";

export const FACTOR_FAMILIES = [
  "momentum-and-trend",
  "mean-reversion",
  "volatility-and-range",
  "volume-and-flow",
  "candlestick-shape",
  "cross-sectional",
  "lead-lag",
  "carry",
  "calendar",
  "tail-and-higher-moments",
  "alpha158",
  "alpha360"
] as const;
export type FactorFamily = (typeof FACTOR_FAMILIES)[number];

export type FactorParameters = Readonly<Record<string, number>>;

/** The factor for one instrument: a running calculation. */
export interface FactorCalculation {
  /** The factor at the close of `candle`; NaN where it is not defined. */
  update(candle: Candle, context: FactorContext): number;
  readonly onTrade: ((trade: FactorTrade) => void) | null;
  readonly onBook: ((book: FactorBook) => void) | null;
  readonly onFunding: ((funding: FactorFunding) => void) | null;
  readonly onFigure: ((figure: FactorFigure) => void) | null;
  /** Plain JSON. */
  snapshot(): KernelState;
  restore(state: KernelState): void;
}

/** What the author of a factor writes: everything it remembers lies in `parts`, the rest are functions. */
export interface FactorBody {
  /** Kernels, or plain objects whose fields are numbers, flags and typed arrays. */
  readonly parts?: Readonly<Record<string, object>>;
  readonly update: (candle: Candle, context: FactorContext) => number;
  readonly onTrade?: (trade: FactorTrade) => void;
  readonly onBook?: (book: FactorBook) => void;
  readonly onFunding?: (funding: FactorFunding) => void;
  readonly onFigure?: (figure: FactorFigure) => void;
}

/** Turns the values of one slice, one an instrument and NaN where undefined, into others, written to `out`. */
export type CrossSection = (values: Float64Array, out: Float64Array) => void;

/** Whose candles come as `context.reference`: bitcoin's on the same exchange, or a perpetual's own spot market's. */
export type FactorReference = "bitcoin" | "spot";

/** The factor at the next candles of the columns, `out.length` of them from `from` on, written to `out`. */
export type ColumnCalculation = (columns: CandleColumns, from: number, out: Float64Array) => void;

export interface FactorSpecification<Parameters extends FactorParameters> {
  /** Kebab-case, without parameters. */
  readonly name: string;
  readonly family: FactorFamily;
  readonly title: string;
  /** One sentence; says the unit or the range. */
  readonly description: string;
  readonly inputs: readonly FactorInput[];
  /** The parameters it is usually asked with; their order is their order in the name. */
  readonly parameters: Parameters;
  /** Further sets of parameters that the catalogue holds. */
  readonly variants?: readonly Parameters[];
  /** Candles until the first value: it comes with candle number `warmUp`. */
  readonly warmUp: (parameters: Parameters) => number;
  /** Candles that a value looks at, where that is not `warmUp`. */
  readonly window?: (parameters: Parameters) => number;
  /** True for a calculation that never quite forgets: its value depends, ever less, on all candles before. */
  readonly isRecursive?: boolean;
  readonly reference?: FactorReference;
  readonly create: (parameters: Parameters) => FactorBody;
  /** What folding `create` over columns gives, bit for bit, where there is a faster way; it is called block by block. */
  readonly columns?: (parameters: Parameters) => ColumnCalculation;
  /** Makes it a cross-sectional factor: takes the values that `create` gives for each instrument of a slice. */
  readonly across?: CrossSection;
}

export interface FactorDefinition {
  readonly name: string;
  readonly family: FactorFamily;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly FactorInput[];
  readonly parameterNames: readonly string[];
  /** The factors of the catalogue: the usual parameters first. */
  readonly factors: readonly Factor[];
  /** @throws InvariantError when `parameters` are not exactly the definition's. */
  instance(parameters: FactorParameters): Factor;
}

export interface Factor {
  /** `<definition>-<parameters>` */
  readonly name: string;
  readonly definition: string;
  readonly family: FactorFamily;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly FactorInput[];
  readonly parameters: FactorParameters;
  readonly scope: "instrument" | "cross-section";
  readonly warmUp: number;
  readonly window: number;
  readonly isRecursive: boolean;
  readonly reference: FactorReference | null;
  readonly across: CrossSection | null;
  /** Begins a faster way to the values of columns, equal to folding `create`; null where there is none. */
  readonly columns: (() => ColumnCalculation) | null;
  create(): FactorCalculation;
}

export function defineFactor<Parameters extends FactorParameters>(
  specification: FactorSpecification<Parameters>
): FactorDefinition {
  const {name, family, title, description, inputs, parameters, variants = []} = specification;
  assert(/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name), `a factor's name is kebab-case words, not "${name}"`);
  return {
    name,
    family,
    title,
    description,
    inputs,
    parameterNames: Object.keys(parameters),
    factors: [parameters, ...variants].map((values) => factorOf(specification, values)),
    instance: (values) => {
      const names = Object.keys(parameters);
      const given = Object.keys(values);
      assert(
        names.length === given.length && names.every((key) => Number.isFinite(values[key])),
        `the parameters of ${name} are numbers named ${names.join(", ") || "nothing"}, not ${JSON.stringify(values)}`
      );
      // Put into the definition's order: the order makes the name.
      const ordered = Object.fromEntries(names.map((key) => [key, values[key] as number]));
      return factorOf(specification, ordered as unknown as Parameters);
    }
  };
}

function factorOf<Parameters extends FactorParameters>(
  specification: FactorSpecification<Parameters>,
  parameters: Parameters
): Factor {
  const {
    name,
    family,
    title,
    description,
    inputs,
    isRecursive = false,
    reference = null,
    across = null
  } = specification;
  const warmUp = specification.warmUp(parameters);
  const {columns} = specification;
  return {
    name: [name, ...Object.values(parameters)].join("-"),
    definition: name,
    family,
    title,
    description,
    inputs,
    parameters,
    scope: across === null ? "instrument" : "cross-section",
    warmUp,
    window: specification.window?.(parameters) ?? warmUp,
    isRecursive,
    reference,
    across,
    columns: columns === undefined ? null : () => columns(parameters),
    create: () => calculationOf(specification.create(parameters))
  };
}

function calculationOf({parts = {}, update, onTrade, onBook, onFunding, onFigure}: FactorBody): FactorCalculation {
  return {
    update,
    onTrade: onTrade ?? null,
    onBook: onBook ?? null,
    onFunding: onFunding ?? null,
    onFigure: onFigure ?? null,
    snapshot: () => kernelState(parts),
    restore: (state) => restoreKernel(parts, state)
  };
}
