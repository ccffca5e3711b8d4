/** A sweep's report for a terminal: the best trials, out of sample, and how far to believe it. */
import {isoTime} from "../lib/core/time.js";
import type {CrossValidation} from "../lib/integration/sweep/cross-validation.js";
import type {Measured, SweepHonesty} from "../lib/integration/sweep/sweep-honesty.js";
import type {ReportedTrial, SweepReport} from "../lib/integration/sweep/sweep-report.js";
import type {WalkForward} from "../lib/integration/sweep/walk-forward.js";
import {textTable} from "./text-table.js";

const SHOWN_TRIALS = 20;

export function sweepText(report: SweepReport): string {
  const {trials, best, by, honesty, walkForward, crossValidation, assumptions} = report;
  const more =
    trials.length > SHOWN_TRIALS ? [`… and ${trials.length - SHOWN_TRIALS} more: --json has all of them`] : [];
  return [
    textTable(trials.slice(0, SHOWN_TRIALS).map(trialRow)),
    ...more,
    "",
    best === null ? `no trial has a ${by}` : `best by ${by}: ${parameterText(best)} (trial ${best.number})`,
    ...assumptions.map(
      (path) => `${path} is an assumption about the market: its best value is the kindest, not the right one`
    ),
    ...(walkForward === null ? [] : ["", walkForwardText(walkForward)]),
    ...(crossValidation === null ? [] : ["", crossValidationText(crossValidation)]),
    "",
    honestyText(honesty),
    "",
    `${report.isSimulated ? "simulated" : "real"} data, rules ${report.rules}, snapshot ${report.snapshot}`,
    `sweep ${report.id}   digest ${report.digest}`
  ].join("\n");
}

function trialRow({
  rank,
  number,
  parameters,
  figures,
  path,
  error
}: ReportedTrial): Record<string, string | number | null> {
  return {
    rank,
    trial: number,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [lastWord(name), valueText(value)])),
    sharpe: fixed(figures?.sharpe, 2),
    return: percent(figures?.totalReturn),
    drawdown: percent(figures?.maximumDrawdown),
    calmar: fixed(figures?.calmar, 2),
    trades: figures?.trades ?? null,
    "win rate": percent(figures?.winRate),
    path: path ?? `failed: ${error ?? "unknown"}`
  };
}

function walkForwardText(result: WalkForward): string {
  if (!result.isDefined) return `walk-forward: – (${result.reason})`;
  const {folds, outOfSample, inSampleAnnualReturn, efficiency, changes, kind, gapCandles} = result;
  const rows = folds.map(({testFrom, testTo, chosen, inSample, outOfSample: outside}) => ({
    test: `${isoTime(testFrom).slice(0, 16)} to ${isoTime(testTo).slice(0, 16)}`,
    trial: chosen,
    "in sample": fixed(inSample, 2),
    "out of sample": fixed(outside, 2)
  }));
  return [
    `walk-forward, ${kind}, ${gapCandles} candles left out before each test`,
    textTable(rows),
    `out of sample: sharpe ${fixed(outOfSample.sharpe, 2)}, return ${percent(outOfSample.totalReturn)}, a year ${percent(outOfSample.annualReturn)} against ${percent(inSampleAnnualReturn)} in sample (efficiency ${fixed(efficiency, 2)}); the choice changed ${changes} times`
  ].join("\n");
}

function crossValidationText(result: CrossValidation): string {
  if (!result.isDefined) return `combinatorial purged cross-validation: – (${result.reason})`;
  const {groups, testGroups, splits, paths, sharpe} = result;
  const purged = splits.reduce((sum, {purgedSteps}) => sum + purgedSteps, 0) / splits.length;
  return [
    `combinatorial purged cross-validation, ${groups} groups, ${testGroups} tested: ${splits.length} splits, ${paths.length} paths, ${fixed(purged, 1)} steps purged a split`,
    `Sharpe of the paths: mean ${fixed(sharpe.mean, 2)}, deviation ${fixed(sharpe.deviation, 2)}, ${fixed(sharpe.lowest, 2)} to ${fixed(sharpe.highest, 2)}; ${percent(sharpe.notPositive)} are not above zero`
  ].join("\n");
}

function honestyText(honesty: SweepHonesty): string {
  const {overfittingBlocks, overfittingTrials} = honesty;
  const over = overfittingBlocks === null ? "" : ` (${overfittingTrials} trials, ${overfittingBlocks} blocks)`;
  return textTable([
    {"how far to believe it": "trials ever made of this strategy", value: String(honesty.trials)},
    row("probabilistic Sharpe, as if it were the only trial", honesty.probabilisticSharpe),
    row("deflated Sharpe, for all trials", honesty.deflatedSharpe),
    row("… for the independent ones, by mean correlation", honesty.deflatedByCorrelation),
    row("… for the independent ones, by entropy", honesty.deflatedByEntropy),
    row(`probability of overfitting${over}`, honesty.probabilityOfOverfitting),
    row("minimum track record, candles", honesty.minimumTrackRecord, 0)
  ]);
}

function row(name: string, {value, reason}: Measured, digits = 3) {
  return {
    "how far to believe it": name,
    value: value === null ? `– (${reason ?? "undefined"})` : value.toFixed(digits)
  };
}

function parameterText({parameters}: ReportedTrial): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(" ");
}

function lastWord(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? "–" : value.toFixed(digits);
}

function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : `${(value * 100).toFixed(2)} %`;
}
