/** A backtest from snapshot to run folder: the pipeline over the snapshot's tape, its record, report and tables. */
import {hashValue} from "../../lib/core/hash.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import {runBacktest} from "../../lib/integration/backtest.js";
import {createStrategyPipeline} from "../../lib/integration/create-strategy-pipeline.js";
import {createRunRecorder, type RunRecord} from "../../lib/integration/run-record.js";
import {createRunReport, type RunReport} from "../../lib/integration/run-report.js";
import {requireTape, type StrategyPlan} from "../../lib/integration/strategy-plan.js";
import {courseOfRecord} from "../../lib/integration/sweep/trial-course.js";
import {trialRange} from "../../lib/integration/sweep/trial-range.js";
import {type TrialResult, trialResult} from "../../lib/integration/sweep/trial-result.js";
import {createTradingDigest, type TradingSummary} from "../../lib/integration/trading-digest.js";
import {judgeTrial, type TrialEvidence} from "../../lib/integration/trial-evidence.js";
import {candleTape} from "../../lib/market-data/candle-tape.js";
import {executionLabel} from "../../lib/virtual-trading/execution-problem.js";
import {candlesPerYear} from "../../lib/vocabulary/timeframe.js";
import {assertRegistered, type TrialTicket} from "../run/trial-registry.js";
import {writeRun} from "../run/write-run.js";
import {tapeLabel, tapeParts} from "../workbench/tape-flows.js";
import {contentsOf, type TapeCut} from "../workbench/tape-source.js";
import {createEventHash} from "./event-hash.js";

export interface BacktestRequest {
  /** The trial registry's: no backtest runs without one. */
  readonly ticket: TrialTicket;
  readonly plan: StrategyPlan;
  readonly cut: TapeCut;
  readonly snapshot: string;
  readonly isSimulated: boolean;
  readonly codeCommit: string;
  /** Folder of all runs. */
  readonly folder: string;
  /** Writes the trial into the registry, and gives all that was ever tried, it among them. */
  readonly register: (trial: TrialResult) => Promise<TrialEvidence>;
  readonly onProgress?: (share: number) => void;
}

export interface BacktestRun extends TradingSummary {
  readonly id: string;
  readonly folder: string;
  /** SHA-256 over all events in order, as `event-hash.ts` takes them. */
  readonly eventsHash: string;
  readonly report: RunReport;
  readonly record: RunRecord;
  /** What the trial registry keeps of it. */
  readonly trial: TrialResult;
}

/** Above this many candles a run keeps raised decisions only: reports stay small and memory flat. */
const KEEP_ALL_CANDLES = 400_000;

export async function runAndWriteBacktest(request: BacktestRequest): Promise<BacktestRun> {
  const {plan, cut, onProgress} = request;
  assertRegistered(request.ticket);
  const {timeframe} = plan.strategy;
  requireTape(plan, contentsOf(cut, timeframe));
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(timeframe, cut.warmUp));
  const recorder = createRunRecorder({keepAll: cut.candles <= KEEP_ALL_CANDLES});
  const digest = createTradingDigest();
  const events = createEventHash();
  const span = cut.lastOpenTime - cut.firstOpenTime + 1;
  const emit = (event: PapertapeEvent) => {
    // What lies inside the strategy's candles is no candle of the run's record.
    if (event.fact !== "CandleClosed" || event.payload.timeframe === timeframe) recorder.take(event);
    digest.take(event);
    events.take(event);
  };
  const onSlice = (closeTime: number) => onProgress?.((closeTime - cut.firstOpenTime) / span);
  for await (const tape of tapeParts(cut, plan)) runBacktest({pipeline, tape, emit, onSlice});
  const record = recorder.record();
  const trial = trialResult(courseOfRecord(record, Number(plan.strategy.startCapital)), trialRange(plan, cut));
  const evidence = await request.register(trial);
  const report = reportOf(request, {record, trial, evidence});
  const eventsHash = events.digest();
  const folder = await writeRun({folder: request.folder, report, record, eventsHash});
  return {id: report.id, folder, eventsHash, report, record, trial, ...digest.summary()};
}

interface Finished {
  readonly record: RunRecord;
  readonly trial: TrialResult;
  readonly evidence: TrialEvidence;
}

function reportOf(
  {plan, cut, snapshot, isSimulated, codeCommit}: BacktestRequest,
  {record, trial, evidence}: Finished
): RunReport {
  const {strategy, instruments, hash} = plan;
  const range = {firstOpenTime: cut.firstOpenTime, lastOpenTime: cut.lastOpenTime};
  const marks = record.equity;
  const periodsPerYear = candlesPerYear(strategy.timeframe);
  return createRunReport({
    identity: {
      // The same inputs and code make the same run: its id says so.
      id: `${strategy.name}-${hashValue({hash, snapshot, range, codeCommit}).slice(0, 12)}`,
      strategy: strategy.name,
      rules: executionLabel(strategy.execution),
      tape: tapeLabel(cut, plan),
      snapshot,
      isSimulated,
      configurationHash: hash,
      codeCommit,
      seed: strategy.seed,
      timeframe: strategy.timeframe,
      instruments: instruments.map(({id}) => id),
      from: marks[0]?.closeTime ?? null,
      to: marks.at(-1)?.closeTime ?? null,
      startCapital: Number(strategy.startCapital)
    },
    record,
    periodsPerYear,
    honesty: {
      ...judgeTrial({shape: trial.shape, returns: trial.returns.values, periodsPerYear}, evidence),
      lookAheadAudit: "streaming by construction; run `papertape audit` for the proof"
    }
  });
}
