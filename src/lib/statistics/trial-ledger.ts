// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Every variant that was tried counts against the one that is shown (METHODS O4). The ledger, not the user, says how many
 * trials there were, how they vary and how alike they are.
 */
import {type Column, finiteValues} from "./column.js";
import {
  type DeflatedSharpe,
  deflatedSharpe,
  effectiveTrials,
  type TrialCounts,
  trialSpread
} from "./deflated-sharpe.js";
import {meanOverDeviation} from "./moments.js";
import {minimumTrackRecord, probabilisticSharpe, sharpeEstimate} from "./probabilistic-sharpe.js";

export interface TrialRecord {
  /** Hash of code, parameters and data range: a trial repeated is one trial. */
  readonly id: string;
  /** Returns on the same bars as every other trial's. */
  readonly returns: Column;
}

export interface LedgerSummary {
  readonly counts: TrialCounts;
  /** Records that repeat an id. */
  readonly repeated: number;
  /** Trials whose returns do not vary. */
  readonly withoutRatio: number;
  /** Standard deviation of the ratios. */
  readonly spread: number | null;
}

export function summarizeLedger(records: readonly TrialRecord[]): LedgerSummary {
  const distinct = [...new Map(records.map((record) => [record.id, record])).values()];
  const moving = distinct.filter((record) => Number.isFinite(ratioOf(record)));
  return {
    counts: effectiveTrials(moving.map((record) => record.returns)),
    repeated: records.length - distinct.length,
    withoutRatio: distinct.length - moving.length,
    spread: trialSpread(moving.map(ratioOf))
  };
}

export interface DeflatedTrial {
  readonly ratio: number;
  /** PSR against 0, as if this were the only trial. */
  readonly probabilistic: number | null;
  readonly byRawCount: DeflatedSharpe;
  readonly byCorrelation: DeflatedSharpe | null;
  readonly byEntropy: DeflatedSharpe | null;
  readonly byClusters: DeflatedSharpe | null;
  readonly minimumTrackRecord: number | null;
}

/** Deflates one trial by all that the ledger holds; null when its returns do not vary or the ledger has no spread. */
export function deflateTrial(records: readonly TrialRecord[], id: string): DeflatedTrial | null {
  const record = records.find((one) => one.id === id);
  const estimate = record === undefined ? null : sharpeEstimate(record.returns);
  const {counts, spread} = summarizeLedger(records);
  if (estimate === null || (spread === null && counts.raw > 1)) return null;
  const by = (trials: number | null) =>
    trials === null ? null : deflatedSharpe(estimate, {trials, spread: spread ?? 0});
  return {
    ratio: estimate.ratio,
    probabilistic: probabilisticSharpe(estimate),
    byRawCount: deflatedSharpe(estimate, {trials: counts.raw, spread: spread ?? 0}),
    byCorrelation: by(counts.byCorrelation),
    byEntropy: by(counts.byEntropy),
    byClusters: by(counts.byClusters),
    minimumTrackRecord: minimumTrackRecord(estimate)
  };
}

function ratioOf(record: TrialRecord): number {
  return meanOverDeviation(finiteValues(record.returns));
}
