/**
 * Proof that agents and decisions do not look ahead (METHODS L7), over the whole pipeline. (a) Prefixes: what is said at
 * each close from a tape that ends there equals what is said there from the whole tape. (d) Future noise: with other
 * candles after a cut, all that was said up to it stays as it was.
 */
import {canonicalJson} from "../core/canonical-json.js";
import {seededRandom} from "../core/random.js";
import type {PapertapeEvent} from "../events/event.js";
import {candleTape, type TapeSeries} from "../market-data/candle-tape.js";
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../vocabulary/candle.js";
import {sliceColumns} from "../vocabulary/candle-rows.js";
import type {Pipeline} from "./pipeline.js";

export interface StrategyAuditOptions {
  /** A fresh pipeline each time it is called. */
  readonly createPipeline: () => Pipeline;
  /** Of one timeframe and with the same open times: whole series, without holes. */
  readonly series: readonly TapeSeries[];
  /** Seeds the noise. */
  readonly seed?: number;
}

export interface StatementAudit {
  readonly kind: "agent" | "strategy";
  /** An agent's name, or `decisions` and `executions`. */
  readonly name: string;
  /** Closes at which something was said and compared, both proofs together. */
  readonly checked: number;
  readonly violations: number;
  /** Close time of the first violation; null without one. */
  readonly firstAt: number | null;
  readonly looksAhead: boolean;
}

/** By who said it, then by close time: all that was said, as text. */
type Statements = Map<string, Map<number, string>>;

/** Futures tried. */
const NOISE_CUTS = 6;

/** One entry for each agent that spoke, then decisions and executions. */
export function auditStrategy(options: StrategyAuditOptions): readonly StatementAudit[] {
  const {series} = options;
  const whole = statementsOf(options, series);
  const comparisons = [{statements: prefixStatements(options), until: Number.POSITIVE_INFINITY}];
  const bars = series[0]?.columns.length ?? 0;
  for (let cut = 1; cut <= NOISE_CUTS; cut++) {
    const kept = Math.floor((bars * cut) / (NOISE_CUTS + 1));
    const noisy = series.map((entry, index) => ({
      ...entry,
      columns: withOtherFuture(entry.columns, kept, (options.seed ?? 1) + cut * series.length + index)
    }));
    // The next candle's open is the last moment that the kept candles speak of.
    const until = series[0]?.columns.openTime[kept] ?? Number.NEGATIVE_INFINITY;
    comparisons.push({statements: statementsOf(options, noisy), until});
  }
  return [...whole.keys()].map((key) => compare(key, whole, comparisons));
}

interface Comparison {
  readonly statements: Statements;
  /** Close time up to which both must say the same. */
  readonly until: number;
}

function compare(key: string, whole: Statements, comparisons: readonly Comparison[]): StatementAudit {
  const [kind, name = ""] = key.split(" ");
  const expected = whole.get(key) ?? new Map<number, string>();
  let checked = 0;
  const violations: number[] = [];
  for (const {statements, until} of comparisons) {
    const limited = statements.get(key) ?? new Map<number, string>();
    for (const closeTime of new Set([...expected.keys(), ...limited.keys()])) {
      if (closeTime > until) continue;
      checked++;
      if (expected.get(closeTime) !== limited.get(closeTime)) violations.push(closeTime);
    }
  }
  return {
    kind: kind === "agent" ? "agent" : "strategy",
    name,
    checked,
    violations: violations.length,
    firstAt: violations.length === 0 ? null : violations.reduce((first, at) => Math.min(first, at)),
    looksAhead: violations.length > 0
  };
}

function statementsOf({createPipeline}: StrategyAuditOptions, series: readonly TapeSeries[]): Statements {
  const statements: Statements = new Map();
  const pipeline = createPipeline();
  for (const event of tapeOf(series)) pipeline.handle(event, (made) => note(statements, made));
  return statements;
}

/**
 * At every close the tape is cut anew from the candles up to it, and the pipeline is given what it has not had yet. What
 * it says there, it says without anything later having been made.
 */
function prefixStatements({createPipeline, series}: StrategyAuditOptions): Statements {
  const statements: Statements = new Map();
  const pipeline = createPipeline();
  const bars = series[0]?.columns.length ?? 0;
  let fed = 0;
  for (let bar = 1; bar <= bars; bar++) {
    const cut = series.map((entry) => ({...entry, columns: sliceColumns(entry.columns, 0, bar)}));
    let index = 0;
    for (const event of tapeOf(cut)) if (index++ >= fed) pipeline.handle(event, (made) => note(statements, made));
    fed = index;
  }
  return statements;
}

function tapeOf(series: readonly TapeSeries[]): Iterable<PapertapeEvent> {
  const [first] = series;
  return first === undefined ? [] : candleTape(first.columns.timeframe, series);
}

function note(statements: Statements, event: PapertapeEvent): void {
  const key = speakerOf(event);
  if (key === null) return;
  const said = statements.get(key) ?? new Map<number, string>();
  statements.set(key, said);
  said.set(event.occurredAt, `${said.get(event.occurredAt) ?? ""}${canonicalJson(event)}\n`);
}

function speakerOf(event: PapertapeEvent): string | null {
  if (event.fact === "PredictionMade") return `agent ${event.payload.agent}`;
  if (event.type === "TradeSignalEvent") return "strategy decisions";
  return event.type === "TradeExecutionEvent" ? "strategy executions" : null;
}

/** The candles from index `from` on drawn anew around the last price that is kept: valid, and unlike those there. */
function withOtherFuture(columns: CandleColumns, from: number, seed: number): CandleColumns {
  const random = seededRandom(seed);
  const other = emptyCandleColumns(columns.timeframe, columns.length);
  for (const name of CANDLE_COLUMN_NAMES) other[name].set(columns[name]);
  let price = columns.close[from - 1] ?? 1;
  for (let i = from; i < columns.length; i++) {
    const open = price;
    price *= Math.exp(0.03 * random.normal());
    other.open[i] = open;
    other.close[i] = price;
    other.high[i] = Math.max(open, price) * (1 + 0.01 * random.next());
    other.low[i] = Math.min(open, price) * (1 - 0.01 * random.next());
    other.volume[i] = Math.exp(3 * random.normal());
    other.quoteVolume[i] = (other.volume[i] as number) * price;
    other.tradeCount[i] = 1 + random.below(1_000);
    other.takerBuyVolume[i] = (other.volume[i] as number) * random.next();
  }
  return other;
}
