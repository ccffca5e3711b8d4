/** The position that the rules want, as a size: what decides beside the agents' view (see decide.ts). */
import type {WithheldReason} from "../../events/trade-signal-event.js";
import type {Situation} from "../situation.js";
import {positionShare} from "../sizing/position-share.js";
import type {RuleView} from "./rule-view.js";

export interface RuleWish {
  /** Base units, signed. */
  readonly amount: number;
  /** Why not more, when the wish is to stay as it is. */
  readonly because: WithheldReason;
}

/** A position is opened whole and kept as it is until a rule closes or turns it: rules do not add to it. */
export function ruleWish(situation: Situation, rules: RuleView, equity: number): RuleWish {
  const {holding} = situation;
  const held = Math.sign(holding.amount);
  if (rules.side === held) return {amount: holding.amount, because: stayReason(rules, held)};
  if (rules.side === 0) return {amount: 0, because: "already-at-target"};
  const hindrance = situation.state === "reducing" ? "paused" : situation.dataFlaw;
  // What stands against a new position does not keep the old one, which the rules no longer want.
  if (hindrance !== null) return {amount: 0, because: hindrance};
  const amount = ruleAmount(situation, rules.side, equity);
  return amount === null ? {amount: 0, because: "warming-up"} : {amount, because: "already-at-target"};
}

function stayReason({isBlind, deciding}: RuleView, held: number): WithheldReason {
  if (held !== 0) return "already-at-target";
  return isBlind && deciding === null ? "warming-up" : "no-rule-holds";
}

/** Null where the sizing method needs a figure that is not known, or that rules do not give. */
function ruleAmount(situation: Situation, side: number, equity: number): number | null {
  const {configuration, candleVolatility, candlesPerYear, confidence, close} = situation;
  const share = positionShare({
    sizing: configuration.sizing,
    edge: Number.NaN,
    horizonCandles: 1,
    candleVolatility,
    candlesPerYear,
    confidence
  });
  return share === null || Number.isNaN(share) ? null : (side * share * equity) / close;
}
