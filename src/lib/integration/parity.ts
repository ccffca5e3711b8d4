/**
 * Parity: a session held against a backtest of the same period on the candles that the database has now, fill by fill
 * and at the final equity. Where they differ, the deviations of the session's inputs are put into the backtest one cause
 * after the other; the cause after which a fill agrees, and stays so, is the reason why it did not. What still differs
 * when all causes are in is unexplained: then the session does not follow from its inputs, and a replay says where.
 */
import type {PapertapeEvent} from "../events/event.js";
import type {OrderFilled} from "../events/trade-execution-event.js";
import {candleTape, type TapeSeries} from "../market-data/candle-tape.js";
import {runBacktest} from "./backtest.js";
import {createStrategyPipeline} from "./create-strategy-pipeline.js";
import {matchedTimeframe} from "./flow-needs.js";
import {
  type Deviation,
  type DeviationSources,
  findDeviations,
  PARITY_CAUSES,
  type ParityCause
} from "./parity-deviations.js";
import {parityInstruments, parityTape} from "./parity-tape.js";
import {planStrategy, type StrategyPlan} from "./strategy-plan.js";

export interface TradedSession {
  readonly fills: readonly OrderFilled[];
  /** Quote units; null before the first mark. */
  readonly finalEquity: number | null;
}

export interface ParityOptions extends Omit<DeviationSources, "timeframe" | "matched" | "instruments"> {
  /** As the session was run. */
  readonly plan: StrategyPlan;
  readonly warmUp: readonly TapeSeries[];
  /** What the session traded, up to its last watermark. */
  readonly traded: TradedSession;
}

export interface FillFigures {
  readonly time: number;
  readonly side: string;
  readonly price: string;
  readonly amount: string;
  readonly fee: string;
  readonly whileAway: boolean;
}

export type ExplainedBy = ParityCause | "unexplained";

export interface FillDifference {
  readonly fill: string;
  readonly instrument: string;
  readonly cause: ExplainedBy;
  /** Null where there was no such fill. */
  readonly session: FillFigures | null;
  readonly backtest: FillFigures | null;
}

export interface EquityChange {
  readonly cause: ExplainedBy;
  /** Quote units: what it added to the session's final equity. */
  readonly change: number;
}

export interface ParityReport {
  readonly fills: number;
  readonly differences: readonly FillDifference[];
  readonly equity: {
    readonly session: number | null;
    readonly backtest: number | null;
    /** In the order of causes; they sum to the difference, but for rounding. */
    readonly changes: readonly EquityChange[];
  };
  /** What was found in the inputs, whether it changed a fill or not. */
  readonly deviations: readonly Deviation[];
  readonly isExplained: boolean;
}

interface Step {
  readonly cause: ParityCause | null;
  readonly traded: TradedSession;
}

export function compareWithBacktest(options: ParityOptions): ParityReport {
  const {plan, traded} = options;
  const {strategy, instruments} = plan;
  const matched = matchedTimeframe(strategy);
  const sources = {...options, timeframe: strategy.timeframe, matched, instruments};
  const deviations = findDeviations(sources);
  const steps = bridge(options, sources, new Set(deviations.map(({cause}) => cause)));
  const backtest = (steps[0] as Step).traded;
  const differences = fillDifferences(traded, steps);
  const changes = equityChanges(traded, steps);
  return {
    fills: traded.fills.length,
    differences,
    equity: {session: traded.finalEquity, backtest: backtest.finalEquity, changes},
    deviations,
    isExplained: [...differences, ...changes].every(({cause}) => cause !== "unexplained")
  };
}

/** The backtest as of today, then with one cause more each time, until it trades as the session did. */
function bridge(options: ParityOptions, sources: DeviationSources, found: ReadonlySet<ParityCause>): readonly Step[] {
  const causes = new Set<ParityCause>();
  const steps: Step[] = [{cause: null, traded: tradeTape(options, sources, causes)}];
  for (const cause of PARITY_CAUSES) {
    if (isSame((steps[steps.length - 1] as Step).traded, options.traded)) break;
    // The clock is tried when nothing else is left.
    if (!found.has(cause) && cause !== "clock") continue;
    causes.add(cause);
    steps.push({cause, traded: tradeTape(options, sources, causes)});
  }
  return steps;
}

function tradeTape(
  {plan, warmUp}: ParityOptions,
  sources: DeviationSources,
  causes: ReadonlySet<ParityCause>
): TradedSession {
  const {strategy} = plan;
  const pipeline = createStrategyPipeline(planStrategy(strategy, parityInstruments(sources, causes)));
  pipeline.warmUp(candleTape(strategy.timeframe, warmUp));
  const record = tradeRecord();
  runBacktest({pipeline, tape: parityTape(sources, causes), emit: record.take});
  return record.traded();
}

/** Keeps of a tape what parity compares. */
export function tradeRecord(): {take(event: PapertapeEvent): void; traded(): TradedSession} {
  const fills: OrderFilled[] = [];
  let finalEquity: number | null = null;
  return {
    take: (event) => {
      if (event.fact === "OrderFilled") fills.push(event);
      else if (event.fact === "EquityMarked") finalEquity = event.payload.equity;
    },
    traded: () => ({fills, finalEquity})
  };
}

function isSame(one: TradedSession, other: TradedSession): boolean {
  return one.finalEquity === other.finalEquity && differingFills(one, other).size === 0;
}

/** Ids of fills that only one of the two has, or that are not the same in both. */
function differingFills(one: TradedSession, other: TradedSession): ReadonlySet<string> {
  const ours = fillsById(one);
  const theirs = fillsById(other);
  const ids = [...ours.keys(), ...theirs.keys()];
  return new Set(ids.filter((id) => figuresText(ours.get(id)) !== figuresText(theirs.get(id))));
}

function fillsById({fills}: TradedSession): ReadonlyMap<string, OrderFilled> {
  return new Map(fills.map((fill) => [fill.id, fill]));
}

function figuresText(fill: OrderFilled | undefined): string {
  return fill === undefined ? "" : JSON.stringify(figuresOf(fill));
}

function figuresOf({payload}: OrderFilled): FillFigures {
  const {time, side, price, amount, fee, whileAway} = payload;
  return {time, side, price, amount, fee, whileAway};
}

function fillDifferences(traded: TradedSession, steps: readonly Step[]): readonly FillDifference[] {
  const differing = steps.map((step) => differingFills(traded, step.traded));
  const first = differing[0] ?? new Set<string>();
  const last = differing[differing.length - 1] ?? first;
  const ours = fillsById(traded);
  const theirs = fillsById((steps[0] as Step).traded);
  const rows = [...new Set([...first, ...last])].map((id): FillDifference => {
    const [mine, other] = [ours.get(id), theirs.get(id)];
    // The last step that still differs is the one before the cause.
    const settled = differing.findLastIndex((ids) => ids.has(id)) + 1;
    return {
      fill: id,
      instrument: (mine ?? other)?.payload.instrument ?? "",
      cause: steps[settled]?.cause ?? "unexplained",
      session: mine === undefined ? null : figuresOf(mine),
      backtest: other === undefined ? null : figuresOf(other)
    };
  });
  const timeOf = ({session, backtest}: FillDifference) => (session ?? backtest)?.time ?? 0;
  return rows.sort((a, b) => timeOf(a) - timeOf(b) || (a.fill < b.fill ? -1 : 1));
}

function equityChanges(traded: TradedSession, steps: readonly Step[]): readonly EquityChange[] {
  const changes: EquityChange[] = [];
  let equity = (steps[0] as Step).traded.finalEquity ?? 0;
  for (const {cause, traded: reached} of steps) {
    const next = reached.finalEquity ?? 0;
    if (cause !== null && next !== equity) changes.push({cause, change: next - equity});
    equity = next;
  }
  const rest = (traded.finalEquity ?? 0) - equity;
  return rest === 0 ? changes : [...changes, {cause: "unexplained", change: rest}];
}
