/** One decision told in five steps, from the candle to the fill: the way that every paper fill can be walked back. */
import type {DecisionRecord} from "./decision-record.js";
import {type Child, element} from "./element.js";
import {basisPoints, percent, price, signed} from "./format.js";
import type {LiveFill} from "./live-shapes.js";
import type {Zone} from "./time-zone.js";

export interface ChainOptions {
  readonly zone: Zone;
  /** Where the decision's own page is. */
  readonly href: string;
  readonly fill?: LiveFill | null;
}

interface Step {
  readonly name: string;
  readonly value: string;
  readonly says: Child;
}

export function decisionChain(decision: DecisionRecord, {zone, href, fill}: ChainOptions): HTMLElement {
  const steps = [
    candleStep(decision, zone),
    factorStep(decision),
    agentStep(decision),
    decisionStep(decision),
    orderStep(decision, fill ?? null)
  ];
  return element(
    "div",
    {},
    element(
      "ol",
      {class: "pt-chain"},
      steps.map(({name, value, says}) =>
        element("li", {}, element("span", {}, name), element("b", {}, value), element("p", {}, says))
      )
    ),
    element("p", {class: "pt-reason"}, element("b", {}, "In its own words"), ` ${decision.rationale}`),
    element("a", {href, class: "pt-more"}, "Walk this one down to its numbers")
  );
}

function candleStep({instrument, timeframe, closeTime, referencePrice}: DecisionRecord, zone: Zone): Step {
  return {
    name: "Candle",
    value: price(referencePrice),
    says: `${instrument} ${timeframe} closed ${zone.dateTime(closeTime)} ${zone.name}`
  };
}

function factorStep({factors}: DecisionRecord): Step {
  const named = factors.filter(({factor}) => !factor.startsWith("("));
  const top = largest(named, ({contribution}) => contribution);
  return {
    name: "Factors",
    value: `${named.length} measured`,
    says: top === null ? "none moved the score" : `${top.factor} moved the score most: ${signed(top.contribution, 3)}`
  };
}

function agentStep({agents}: DecisionRecord): Step {
  const up = agents.filter(({calibratedProbabilityUp}) => calibratedProbabilityUp > 0.5).length;
  const top = largest(agents, ({contribution}) => contribution);
  return {
    name: "Agents",
    value: `${up} of ${agents.length} say up`,
    says:
      top === null ? "none had a say" : `${top.agent} moved it most, at ${percent(top.calibratedProbabilityUp, 0)} up`
  };
}

function decisionStep({probabilityUp, edgeBps, costBps}: DecisionRecord): Step {
  return {
    name: "Decision",
    value: `${percent(probabilityUp)} up`,
    says: `edge ${basisPoints(edgeBps)} after ${basisPoints(costBps, 0)} costs`
  };
}

function orderStep(decision: DecisionRecord, fill: LiveFill | null): Step {
  if (fill !== null)
    return {
      name: "Fill",
      value: `${fill.side} ${fill.amount}`,
      says: `at ${price(Number(fill.price))}, fee ${price(Number(fill.fee ?? 0))}`
    };
  return decision.fact === "TradeSignalRaised"
    ? {name: "Order", value: `${decision.side} ${decision.amount}`, says: "filled by the next candle, costs included"}
    : {name: "Order", value: "none", says: decision.reason};
}

function largest<Item>(items: readonly Item[], size: (item: Item) => number): Item | null {
  return items.reduce<Item | null>(
    (most, item) => (most === null || Math.abs(size(item)) > Math.abs(size(most)) ? item : most),
    null
  );
}
