// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** One instrument of a columnar run: its candles, what the rules say at each, and where the data forbid to open. */
import {createReturnHistory} from "../../decision/return-history.js";
import type {RuleBook} from "../../decision/rules/rule-book.js";
import {isCandleInput} from "../../decision/rules/rule-expression.js";
import {type CandleRange, RuleScan} from "../../decision/rules/rule-scan.js";
import {referenceOf} from "../../factors/factor-reference.js";
import type {CandleColumns} from "../../vocabulary/candle.js";
import type {Instrument} from "../../vocabulary/instrument.js";
import {timeframeMs} from "../../vocabulary/timeframe.js";
import type {StrategyPlan} from "../strategy-plan.js";
import type {ColumnarMarket, ColumnarSeries} from "./columnar-market.js";
import type {FactorColumnCache} from "./factor-column-cache.js";
import type {SliceClock} from "./slice-clock.js";

export interface ColumnarLane {
  readonly instrument: Instrument;
  /** Place among the plan's instruments. */
  readonly place: number;
  readonly columns: CandleColumns;
  readonly firstTraded: number;
  /** The rules from the first candle on: one reading for each run. */
  readRules(): RuleScan;
  /** For each candle the share of factors whose window touches a gap; null: none, at no candle. */
  readonly gapShare: Float64Array | null;
  /** 1 where the data forbid a new position; null: nowhere. */
  readonly isFlawed: Uint8Array | null;
  /** Standard deviation of a candle's return, NaN before it is known; null where no size asks for it. */
  readonly volatility: Float64Array | null;
}

/** All that a run reads. */
export interface ColumnarTape {
  readonly lanes: readonly ColumnarLane[];
  readonly clock: SliceClock;
}

export function columnarTape(plan: StrategyPlan, cache: FactorColumnCache): ColumnarTape {
  return {lanes: columnarLanes(plan, cache), clock: cache.clock()};
}

/** One for each instrument of the plan that the market has candles of, in order of id. */
function columnarLanes(plan: StrategyPlan, cache: FactorColumnCache): readonly ColumnarLane[] {
  const {market} = cache;
  return plan.instruments.flatMap((instrument, place) => {
    const series = market.series.find((entry) => entry.instrument === instrument.id);
    return series === undefined ? [] : [laneOf({plan, cache, market, instrument, place, series})];
  });
}

interface LaneInput {
  readonly plan: StrategyPlan;
  readonly cache: FactorColumnCache;
  readonly market: ColumnarMarket;
  readonly instrument: Instrument;
  readonly place: number;
  readonly series: ColumnarSeries;
}

function laneOf(input: LaneInput): ColumnarLane {
  const {plan, instrument, place, series} = input;
  const {columns, firstTraded} = series;
  const {decision} = plan.strategy;
  const missing = missingBefore(series);
  const gapShare = gapShares(input);
  return {
    instrument,
    place,
    columns,
    firstTraded,
    readRules: () => readRules(input),
    gapShare,
    isFlawed: flaws({missing, gapShare, maximumGapShare: decision.maximumGapShare}),
    volatility: decision.sizing.method === "volatility-target" ? volatilities(input, missing) : null
  };
}

const NO_RULES: RuleBook = {rules: [], inputs: [], factors: []};

function readRules({plan, cache, instrument, series: {columns}}: LaneInput): RuleScan {
  const {length} = columns;
  const lines = new Map(
    plan.factors
      .filter(({name}) => plan.rules?.factors.includes(name))
      .map((factor) => [factor.name, cache.read(factor, instrument.id)])
  );
  const column = (name: string, range: CandleRange): Float64Array => {
    if (isCandleInput(name)) return columns[name].subarray(range.from, range.to);
    return lines.get(name)?.read(range) ?? new Float64Array(range.to - range.from).fill(Number.NaN);
  };
  return new RuleScan(plan.rules ?? NO_RULES, {length, blockLength: cache.blockLength, column});
}

/** Candles missing before each; null when the series has no gap. What is traded begins anew, as its tape does. */
function missingBefore({columns, firstTraded, hasGaps}: ColumnarSeries): Float64Array | null {
  if (!hasGaps) return null;
  const {openTime, length, timeframe} = columns;
  const candleMs = timeframeMs(timeframe);
  const missing = new Float64Array(length);
  for (let i = 1; i < length; i++) {
    const away = openTime[i]! - openTime[i - 1]!;
    if (away === candleMs || i === firstTraded) continue;
    missing[i] = (away - candleMs) / candleMs;
  }
  return missing;
}

/** Candles since the newest gap, the candle after it being 1; infinity before the first gap. */
function sinceGaps(series: ColumnarSeries): Float64Array | null {
  const missing = missingBefore(series);
  if (missing === null) return null;
  let since = Number.POSITIVE_INFINITY;
  return missing.map((count) => {
    since = count > 0 ? 1 : since + 1;
    return since;
  });
}

/** As the factor engine tells it: a window touches a gap of the instrument, or of the reference that it follows. */
function gapShares({plan, market, instrument, series}: LaneInput): Float64Array | null {
  const {length} = series.columns;
  const ids = plan.instruments.map(({id}) => id as string);
  let shares: Float64Array | null = null;
  const own = sinceGaps(series);
  for (const {reference, window} of plan.factors) {
    const followed =
      reference === null ? null : referenceOf(instrument.id, reference, {instruments: ids, bitcoin: null});
    const other = market.series.find((entry) => entry.instrument === followed) ?? null;
    const since = [own, other === null ? null : alignedGaps(other, series.columns)].filter((gaps) => gaps !== null);
    if (since.length === 0) continue;
    shares ??= new Float64Array(length);
    for (let i = 0; i < length; i++) if (since.some((gaps) => gaps[i]! < window)) shares[i]! += 1;
  }
  return shares?.map((touched) => Math.min(1, touched / plan.factors.length)) ?? null;
}

/** Where the reference stands at each of the instrument's candles. */
function alignedGaps(reference: ColumnarSeries, columns: CandleColumns): Float64Array | null {
  const gaps = sinceGaps(reference);
  if (gaps === null) return null;
  const times = reference.columns.openTime;
  let at = -1;
  return columns.openTime.map((time) => {
    while (at + 1 < times.length && times[at + 1]! <= time) at++;
    return at < 0 ? Number.POSITIVE_INFINITY : gaps[at]!;
  });
}

interface FlawInput {
  readonly missing: Float64Array | null;
  readonly gapShare: Float64Array | null;
  readonly maximumGapShare: number;
}

/** History is never stale: its candles count as recorded at their close. */
function flaws({missing, gapShare, maximumGapShare}: FlawInput): Uint8Array | null {
  if (missing === null && gapShare === null) return null;
  const length = (missing ?? gapShare)?.length ?? 0;
  return Uint8Array.from({length}, (_, i) =>
    (missing?.[i] ?? 0) > 0 || (gapShare?.[i] ?? 0) > maximumGapShare ? 1 : 0
  );
}

/** The decision engine's own running estimate, followed over the column. */
function volatilities({plan, series: {columns}}: LaneInput, missing: Float64Array | null): Float64Array {
  const candleMs = timeframeMs(columns.timeframe);
  const history = createReturnHistory(candleMs);
  const {volatilityCandles} = plan.strategy.decision.sizing;
  return columns.close.map((close, i) => {
    history.add(
      {closeTime: columns.openTime[i]! + candleMs, close, missingBefore: missing?.[i] ?? 0},
      volatilityCandles
    );
    return history.volatility() ?? Number.NaN;
  });
}
