/**
 * What was ever tried of a strategy: how many trials, how their Sharpe ratios vary, and their returns on common bars.
 * With it a report takes the luck of many trials off the one it shows.
 */
import type {Pool} from "pg";
import {type CompactReturns, definedSteps, isAligned} from "../../lib/integration/sweep/compact-returns.js";
import {variance} from "../../lib/statistics/moments.js";
import {candlesPerYear, parseTimeframe, type Timeframe} from "../../lib/vocabulary/timeframe.js";
import {registrySql} from "./trial-registry.js";

export interface TrialsQuery {
  /** Name of the strategy. */
  readonly family: string;
  /** Id of a snapshot; trials on all snapshots when left out, for a newer snapshot takes no trial back. */
  readonly snapshot?: string;
  /** The ratios are given per candle of this timeframe; those of others are scaled by the square root of time. */
  readonly timeframe: Timeframe;
}

export interface TrialsOf {
  /** Different trials that were begun, whatever became of them; the same one run again counts once. */
  readonly count: number;
  /** Those that came to an end with a result. */
  readonly finished: number;
  /** Sharpe ratios per candle, not annual, of the finished ones whose returns vary; in order of registration. */
  readonly sharpes: Float64Array;
  /** Of `sharpes`, ddof 1: the V of the deflated Sharpe ratio; null for fewer than two. */
  readonly sharpeVariance: number | null;
  /** Returns of the largest group of trials on common bars, one column a trial; null when no two are on common bars. */
  readonly returns: ReturnsOfTrials | null;
}

export interface ReturnsOfTrials {
  /** Ids of the trials, as the columns. */
  readonly trials: readonly number[];
  readonly columns: readonly Float64Array[];
  readonly stepMs: number;
}

interface TrialRow {
  readonly id: number;
  readonly snapshot: string;
  readonly timeframe: string;
  readonly digest: string | null;
  readonly sharpe: number | null;
  readonly returns: Buffer | null;
  readonly returnsFrom: number | null;
  readonly returnsStepMs: number | null;
}

export async function trialsOf(pool: Pool, {family, snapshot, timeframe}: TrialsQuery): Promise<TrialsOf> {
  const {rows} = await pool.query<TrialRow>(registrySql("trials-of"), [family, snapshot ?? null]);
  const inOrder = [...rows].sort((a, b) => a.id - b.id);
  const sharpes = Float64Array.from(
    inOrder.flatMap((row) => (row.sharpe === null ? [] : [row.sharpe * timeScale(row, timeframe)]))
  );
  return {
    count: rows.length,
    finished: rows.filter(({digest}) => digest !== null).length,
    sharpes,
    sharpeVariance: sharpes.length < 2 ? null : variance(sharpes),
    returns: largestGroup(inOrder)
  };
}

/** From a ratio per candle of the trial's timeframe to one per candle of the asked one. */
function timeScale(row: TrialRow, timeframe: Timeframe): number {
  return Math.sqrt(candlesPerYear(parseTimeframe(row.timeframe)) / candlesPerYear(timeframe));
}

function largestGroup(rows: readonly TrialRow[]): ReturnsOfTrials | null {
  const groups: {readonly snapshot: string; readonly trials: {id: number; returns: CompactReturns}[]}[] = [];
  for (const row of rows) {
    const returns = returnsOf(row);
    if (returns === null) continue;
    const group = groups.find(
      ({snapshot, trials}) =>
        snapshot === row.snapshot && trials[0] !== undefined && isAligned(trials[0].returns, returns)
    );
    if (group === undefined) groups.push({snapshot: row.snapshot, trials: [{id: row.id, returns}]});
    else group.trials.push({id: row.id, returns});
  }
  const size = Math.max(0, ...groups.map(({trials}) => trials.length));
  // Of equals the newest.
  const largest = groups.filter(({trials}) => trials.length === size).at(-1);
  const first = largest?.trials[0];
  if (size < 2 || largest === undefined || first === undefined) return null;
  return {
    trials: largest.trials.map(({id}) => id),
    columns: definedSteps(largest.trials.map(({returns}) => returns)).columns,
    stepMs: first.returns.stepMs
  };
}

/** As it was written: float64, little endian. Copied, because a row's bytes need not begin at a multiple of eight. */
export function returnsOf(row: Pick<TrialRow, "returns" | "returnsFrom" | "returnsStepMs">): CompactReturns | null {
  const {returns, returnsFrom: from, returnsStepMs: stepMs} = row;
  if (returns === null || from === null || stepMs === null) return null;
  return {from, stepMs, values: new Float64Array(new Uint8Array(returns).buffer)};
}
