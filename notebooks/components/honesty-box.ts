/** What a reader must know before believing a backtest: how hard it was searched for, and on what it rests. */
import type {HonestyBox} from "../lib/integration/run-report.js";
import {card} from "./card.js";
import {element} from "./element.js";
import {decimal, percent, whole} from "./format.js";
import {type MarkTone, mark} from "./tiles.js";

interface Point {
  readonly name: string;
  readonly value: string;
  readonly tone: MarkTone;
  readonly says: string;
}

export function honestyBox(honesty: HonestyBox): HTMLElement {
  const points = honestyPoints(honesty).flatMap(({name, value, tone, says}) => [
    element("dt", {}, name),
    element("dd", {}, mark(value, tone)),
    element("dd", {}, says)
  ]);
  const body = [
    element("dl", {class: "pt-honesty"}, points),
    honesty.reason === "" ? null : element("p", {}, `Why a figure is missing: ${honesty.reason}.`)
  ];
  return card({
    title: "Honesty box",
    note: "How far this result may be believed: everything that makes a backtest look better than it is, in one place.",
    body,
    isWide: true
  });
}

export function honestyPoints({
  trials,
  deflatedSharpe,
  luckySharpe,
  probabilityOfOverfitting,
  lookAheadAudit,
  gapsTouched,
  missingCandles,
  ruleSet,
  data
}: HonestyBox): readonly Point[] {
  const isAudited = /^(pass|ok|clean)/.test(lookAheadAudit);
  return [
    {
      name: "Trials",
      value: whole(trials),
      tone: "plain",
      says: "How many different runs of this strategy the registry knows, this one among them; the more, the more luck is in the best of them."
    },
    {
      name: "Deflated Sharpe",
      value: known(deflatedSharpe, decimal),
      tone: deflatedSharpe === null ? "caution" : deflatedSharpe >= 0.95 ? "good" : "bad",
      says: `Probability that the true Sharpe ratio is above what luck alone gives the best of so many trials${luckySharpe === null ? "" : ` (${decimal(luckySharpe)} a year)`}; 0.95 is the usual bar.`
    },
    {
      name: "Probability of overfitting",
      value: known(probabilityOfOverfitting, percent),
      tone: probabilityOfOverfitting === null ? "caution" : probabilityOfOverfitting < 0.1 ? "good" : "bad",
      says: "How often the best parameter set of one half of the data fell below the median in the other half."
    },
    {
      name: "Look-ahead audit",
      value: lookAheadAudit,
      tone: isAudited ? "good" : /fail/.test(lookAheadAudit) ? "bad" : "caution",
      says: "Whether every value computed from the data up to a bar equals the one computed from all data."
    },
    {
      name: "Gaps touched",
      value: `${whole(gapsTouched)} (${whole(missingCandles)} candles)`,
      tone: gapsTouched === 0 ? "good" : "caution",
      says: "Holes in the data that the run passed over, and the candles missing in them; nothing was filled up."
    },
    {
      name: "Rules",
      value: ruleSet,
      tone: "plain",
      says: "The named set of rules by which orders were filled and charged."
    },
    {
      name: "Data",
      value: data,
      tone: data === "simulated" ? "caution" : "plain",
      says: "Whether the candles come from a market or from the built-in simulated exchange."
    }
  ];
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? "not known" : format(value);
}
