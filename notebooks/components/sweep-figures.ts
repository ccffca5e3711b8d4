/** How far the best of a sweep may be believed, as tiles and as a list. */
import type {Measured} from "../lib/integration/sweep/sweep-honesty.js";
import type {SweepReport} from "../lib/integration/sweep/sweep-report.js";
import {element} from "./element.js";
import {decimal, percent, signedPercent, tone, whole} from "./format.js";
import {lastWord, valueText} from "./sweep-trials.js";
import {facts, type Tile} from "./tiles.js";

export function sweepTiles({trials, best, by, honesty, walkForward}: SweepReport): readonly Tile[] {
  const outside = walkForward?.isDefined === true ? walkForward.outOfSample : null;
  return [
    {
      label: "Trials",
      value: whole(trials.length),
      detail: `${whole(honesty.trials)} ever made of this strategy`,
      explanation: "Parameter sets run here; the more were ever tried, the more luck is in the best."
    },
    {
      label: "Best, in sample",
      value: decimal(best?.figures?.sharpe),
      detail: best === null ? null : parameterText(best.parameters),
      explanation: `Sharpe ratio of the first by ${by}, in the data that it was chosen on.`,
      reason: "no trial has the figure"
    },
    {
      label: "Walk-forward",
      value: decimal(outside?.sharpe),
      detail: outside === null ? null : signedPercent(outside.totalReturn),
      tone: tone(outside?.sharpe),
      explanation: "Sharpe ratio and return of what was chosen, over the time after each choice.",
      reason:
        walkForward === null
          ? "not asked for: --walk-forward"
          : walkForward.isDefined
            ? "nothing was traded"
            : walkForward.reason
    },
    measuredTile("Deflated Sharpe", honesty.deflatedSharpe, {
      show: (value) => decimal(value),
      explanation:
        "Probability that the best is better than luck alone makes the best of so many; 0.95 is the usual bar.",
      isGood: (value) => value >= 0.95
    }),
    measuredTile("Overfitting", honesty.probabilityOfOverfitting, {
      show: (value) => percent(value, 0),
      explanation:
        "How often the best on one half of the time was below the middle on the other; a half is what luck gives.",
      isGood: (value) => value < 0.1
    })
  ];
}

interface MeasuredTile {
  readonly show: (value: number) => string;
  readonly explanation: string;
  readonly isGood: (value: number) => boolean;
}

function measuredTile(label: string, {value, reason}: Measured, {show, explanation, isGood}: MeasuredTile): Tile {
  return value === null
    ? {label, value: decimal(null), reason: reason ?? "undefined", explanation}
    : {label, value: show(value), tone: isGood(value) ? "pt-up" : "pt-down", explanation};
}

export function sweepHonestyFacts({honesty}: SweepReport): HTMLElement {
  const shown = ({value, reason}: Measured, digits = 3) =>
    value === null ? `not known: ${reason ?? "undefined"}` : decimal(value, digits);
  return facts([
    ["Probabilistic Sharpe, as if it were the only trial", shown(honesty.probabilisticSharpe)],
    [`Deflated, for ${whole(honesty.trials)} trials`, shown(honesty.deflatedSharpe)],
    ["Deflated, for as many as differ by mean correlation", shown(honesty.deflatedByCorrelation)],
    ["Deflated, for as many as differ by entropy", shown(honesty.deflatedByEntropy)],
    [
      honesty.overfittingBlocks === null
        ? "Probability of overfitting"
        : `Probability of overfitting, ${whole(honesty.overfittingTrials)} trials in ${honesty.overfittingBlocks} blocks`,
      shown(honesty.probabilityOfOverfitting)
    ],
    ["Minimum track record, candles", shown(honesty.minimumTrackRecord, 0)]
  ]);
}

export function sweepFacts({
  id,
  strategy,
  rules,
  snapshot,
  codeCommit,
  timeframe,
  by,
  search,
  parameters,
  digest,
  isSimulated
}: SweepReport): HTMLElement {
  const code = (text: string) => element("code", {}, text);
  return facts([
    ["Sweep", code(id)],
    ["Strategy, rules", `${strategy}, ${rules}, ${timeframe}`],
    ["Over", parameters.map(({path}) => path).join(", ")],
    ["Search", code(JSON.stringify(search))],
    ["Ranked by", by],
    ["Data", isSimulated ? "simulated" : "real"],
    ["Snapshot", code(snapshot)],
    ["Code", code(codeCommit)],
    ["Digest", code(digest)]
  ]);
}

function parameterText(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([path, value]) => `${lastWord(path)} ${valueText(value)}`)
    .join(", ");
}
