/**
 * A run as the report page and `report.json` show it: identity, figures, curves, trades with their reasons, attribution
 * and the honesty box. Everything is calculated from the run's record; nothing in it depends on when it is made.
 */
import {drawdownTable} from "../statistics/drawdown.js";
import {monthlyReturns} from "../statistics/monthly-returns.js";
import {compareWithRandomEntries, type RandomEntries} from "../statistics/random-entries.js";
import type {Figure} from "./figure.js";
import {attributeProfit, type ProfitAttribution} from "./profit-attribution.js";
import {type ProfitLedger, profitLedger} from "./profit-ledger.js";
import type {RunRecord} from "./run-record.js";
import {type RegimeFigures, regimesOf} from "./run-regimes.js";
import {type RunSeries, runSeries, runStatistics} from "./run-statistics.js";
import type {Trade} from "./trade-log.js";
import type {TrialJudgement} from "./trial-evidence.js";

/** What a run was made of: with these, anybody makes the same bytes again. */
export interface RunIdentity {
  readonly id: string;
  readonly strategy: string;
  readonly rules: string;
  /** What the tape carried, like `1h candles`, `trades`, `funding`; runs of before there was a choice do not say. */
  readonly tape?: readonly string[];
  readonly snapshot: string;
  readonly isSimulated: boolean;
  readonly configurationHash: string;
  readonly codeCommit: string;
  readonly seed: number;
  readonly timeframe: string;
  readonly instruments: readonly string[];
  /** First and last close time traded. */
  readonly from: number | null;
  readonly to: number | null;
  readonly startCapital: number;
}

/** What a reader needs to judge how far the figures can be trusted. */
export interface HonestyBox extends TrialJudgement {
  readonly lookAheadAudit: string;
  readonly gapsTouched: number;
  readonly missingCandles: number;
  readonly ruleSet: string;
  readonly data: "simulated" | "real";
}

export interface ReportedTrade extends Trade {
  readonly entryReason: string;
  readonly exitReason: string;
}

export interface ReportedDrawdown {
  /** Close time of the high before it; null where it began with the start capital. */
  readonly from: number | null;
  readonly deepest: number;
  /** Close time of the first mark back at the high; null while it lasts. */
  readonly recovered: number | null;
  /** Share lost, above 0. */
  readonly depth: number;
  /** Candles below the high. */
  readonly candles: number;
}

export interface RunReport extends RunIdentity {
  readonly statistics: Readonly<Record<string, Figure>>;
  /** [close time, equity, drawdown, benchmark equity or null], thinned to what a chart can show. */
  readonly equity: readonly (readonly [number, number, number, number | null])[];
  readonly monthly: readonly {readonly month: string; readonly return: number | null}[];
  /** The deepest falls of equity, deepest first. */
  readonly drawdowns: readonly ReportedDrawdown[];
  readonly regimes: readonly RegimeFigures[];
  readonly randomEntries: RandomEntries;
  readonly ledger: ProfitLedger;
  readonly trades: readonly ReportedTrade[];
  readonly openTrades: readonly ReportedTrade[];
  readonly withheld: Readonly<Record<string, number>>;
  readonly attribution: ProfitAttribution;
  readonly honesty: HonestyBox;
  readonly candles: number;
  readonly events: number;
}

export interface RunReportInput {
  readonly identity: RunIdentity;
  readonly record: RunRecord;
  readonly periodsPerYear: number;
  readonly honesty: TrialJudgement & Pick<HonestyBox, "lookAheadAudit">;
}

const CURVE_POINTS = 1500;
const SHOWN_DRAWDOWNS = 5;

export function createRunReport({identity, record, periodsPerYear, honesty}: RunReportInput): RunReport {
  const {startCapital, seed} = identity;
  const series = runSeries(record, startCapital);
  return {
    ...identity,
    statistics: runStatistics(record, {periodsPerYear, startCapital, seed}),
    equity: thinned(series),
    monthly: monthlyReturns(series.returns, openTimes(series.times)).map(({year, month, total}) => ({
      month: `${year}-${String(month).padStart(2, "0")}`,
      return: total
    })),
    drawdowns: deepestDrawdowns(series),
    regimes: regimesOf(record, series, periodsPerYear),
    randomEntries: randomEntries(record, seed),
    ledger: profitLedger(record, startCapital),
    trades: record.trades.map((trade) => withReasons(trade, record)),
    openTrades: record.openTrades.map((trade) => withReasons(trade, record)),
    withheld: record.withheld,
    attribution: attributeProfit([...record.trades, ...record.openTrades], record.signals),
    honesty: {
      ...honesty,
      gapsTouched: record.gaps,
      missingCandles: record.missingCandles,
      ruleSet: identity.rules,
      data: identity.isSimulated ? "simulated" : "real"
    },
    candles: record.candles,
    events: record.events
  };
}

/** The mark at midnight belongs to the month that ends there. */
function openTimes(closeTimes: Float64Array): Float64Array {
  return closeTimes.map((time) => time - 1);
}

function withReasons(trade: Trade, record: RunRecord): ReportedTrade {
  const reasonOf = (decision: string | null) =>
    decision === null ? "still open" : (record.signals.get(decision)?.payload.rationale ?? "operator's command");
  return {...trade, entryReason: reasonOf(trade.entryDecision), exitReason: reasonOf(trade.exitDecision)};
}

function deepestDrawdowns({returns, times}: RunSeries): readonly ReportedDrawdown[] {
  const timeOf = (index: number | null) => (index === null || index < 0 ? null : (times[index] ?? null));
  return drawdownTable(returns)
    .slice(0, SHOWN_DRAWDOWNS)
    .map(({peak, valley, recovery, depth, bars}) => ({
      from: timeOf(peak),
      deepest: times[valley] as number,
      recovered: timeOf(recovery),
      depth: -depth,
      candles: bars
    }));
}

/** Closed trades against entries at random candles, at each trade's own cost. */
function randomEntries(record: RunRecord, seed: number): RandomEntries {
  const none = new Float64Array();
  const placed = record.trades.map((trade) => {
    const value = Number(trade.amount) * trade.entryPrice;
    return {
      opens: record.opens.get(trade.instrument) ?? none,
      side: trade.side === "long" ? 1 : -1,
      candles: trade.candles,
      cost: (Number(trade.fees) + trade.slippage) / value,
      return: trade.profitRatio
    } as const;
  });
  return compareWithRandomEntries(placed, {seed});
}

/** At most 1 500 points: of each stretch its last mark and, where it is deeper, its deepest. */
function thinned({times, equity, drawdown, benchmark}: RunSeries): RunReport["equity"] {
  const stretch = Math.max(1, Math.ceil((2 * times.length) / CURVE_POINTS));
  const points: (readonly [number, number, number, number | null])[] = [];
  const point = (index: number) => {
    const held = benchmark[index] as number;
    points.push([
      times[index] as number,
      equity[index] as number,
      drawdown[index] as number,
      Number.isNaN(held) ? null : held
    ]);
  };
  for (let start = 0; start < times.length; start += stretch) {
    const last = Math.min(start + stretch, times.length) - 1;
    let deepest = last;
    for (let i = start; i < last; i++) if ((drawdown[i] as number) > (drawdown[deepest] as number)) deepest = i;
    if (deepest !== last) point(deepest);
    point(last);
  }
  return points;
}
