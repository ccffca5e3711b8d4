/** Why, in one sentence a person understands, with the numbers it rests on. */
import type {TradeSignalRaised, WithheldReason} from "../events/trade-signal-event.js";
import type {Consensus} from "./consensus.js";
import type {Verdict} from "./decide.js";
import {bpsText, percentText} from "./figure-texts.js";
import {ruleText} from "./rules/rule-text.js";
import type {Situation} from "./situation.js";

type AgentShare = TradeSignalRaised["payload"]["agents"][number];

const plainPercent = percentText("", "");
const inBrackets = percentText(" (", ")");
const upWithin = percentText("", " up within ");
const downWithin = percentText("", " down within ");
const expected = bpsText("; ", " bps expected, ");
const costs = bpsText("", " bps costs");
const mustBeLeft = bpsText(", and ", " bps must be left");

/** "Buy 0.012 BTC: trend (54 %) and mean-reversion (51 %) agree on 53 % up within 4 candles; 12 bps expected, 6 bps costs." */
export function rationaleOf(situation: Situation, verdict: Verdict, amountText: string): string {
  const {base} = situation.instrument;
  if (verdict.action === "withhold") return "No trade in " + base + ": " + withheldText(situation, verdict) + ".";
  const act = `${verdict.order.side === "buy" ? "Buy" : "Sell"} ${amountText} ${base}`;
  const cut = verdict.limits.length === 0 ? "" : `; cut by ${verdict.limits.map(({limit}) => limit).join(", ")}`;
  return `${act}: ${triggerText(situation, verdict.trigger)}${cut}.`;
}

function triggerText(situation: Situation, trigger: "view" | "flatten" | "stop-loss" | "take-profit"): string {
  const {holding, close, configuration} = situation;
  if (trigger === "flatten") return "all positions are to be closed";
  if (trigger === "view") return viewOf(situation) ?? "no agent speaks";
  const average = holding.averagePrice ?? close;
  const gain = Math.sign(holding.amount) * (close / average - 1);
  const bound = (trigger === "stop-loss" ? configuration.stopLoss : configuration.takeProfit) ?? 0;
  const direction = gain < 0 ? "worse" : "better";
  return `the close ${close} is ${plainPercent(Math.abs(gain))} ${direction} than the average price ${average}, past the ${trigger} of ${plainPercent(bound)}`;
}

function withheldText(situation: Situation, verdict: Extract<Verdict, {action: "withhold"}>): string {
  const {configuration} = situation;
  const view = viewOf(situation);
  switch (verdict.reason) {
    case "edge-below-minimum":
      return view + mustBeLeft(configuration.minimumEdgeBps);
    case "risk-limit":
    case "cooldown":
    case "stop-loss-guard":
    case "low-profit-lock":
    case "daily-loss":
    case "drawdown-halt":
      return `${verdict.limits.map(({limit}) => limit).join(", ")} holds it back; ${view}`;
    default:
      return view === null ? WITHHELD_TEXTS[verdict.reason] : WITHHELD_TEXTS[verdict.reason] + "; " + view;
  }
}

const WITHHELD_TEXTS: Readonly<Record<WithheldReason, string>> = {
  "warming-up": "too little history yet",
  "no-predictions": "no agent speaks at this close",
  "no-rule-holds": "no rule asks for a trade",
  "edge-below-minimum": "the edge is too small",
  "already-at-target": "the position is as wanted",
  "below-minimum-order": "the order would be smaller than the exchange takes",
  "order-pending": "an earlier order is still open",
  paused: "trading is paused, only exits go on",
  halted: "trading is halted",
  "data-gap": "data are missing right before this close",
  "stale-data": "the candle came too late",
  "risk-limit": "a risk limit holds it back",
  cooldown: "the last position was closed too recently",
  "stop-loss-guard": "too many stop-losses lately",
  "low-profit-lock": "its latest trades lost",
  "daily-loss": "today's loss is at its limit",
  "drawdown-halt": "the drawdown is at its limit"
};

/** What the rules or the agents say; null when there are no rules and no agent speaks. */
function viewOf({rules, consensus, costBps}: Situation): string | null {
  if (rules !== null) return ruleText(rules);
  return consensus === null ? null : viewText(consensus, costBps);
}

/** Who is for it, who against, what they give together, and what that is worth. */
function viewText({agents, score, probabilityUp, horizonCandles, expectedReturn}: Consensus, costBps: number): string {
  const isUp = score >= 0;
  let supporters = 0;
  for (let i = 0; i < agents.length; i++) if ((agents[i] as AgentShare).contribution >= 0 === isUp) supporters++;
  let supporting = "";
  let opposing = "";
  let named = 0;
  for (let i = 0; i < agents.length; i++) {
    const share = agents[i] as AgentShare;
    if (share.contribution >= 0 === isUp) {
      named++;
      if (named > 1) supporting += named === supporters ? " and " : ", ";
      supporting += agentText(share, isUp);
    } else opposing += (opposing === "" ? " against " : ", ") + agentText(share, isUp);
  }
  const verb = supporters === 1 ? " sees " : " agree on ";
  const outlook = isUp ? upWithin(probabilityUp) : downWithin(1 - probabilityUp);
  const within = horizonCandles === 1 ? "1 candle" : horizonCandles + " candles";
  return supporting + verb + outlook + within + opposing + expected(expectedReturn * 1e4) + costs(costBps);
}

function agentText({agent, calibratedProbabilityUp}: AgentShare, isUp: boolean): string {
  return agent + inBrackets(isUp ? calibratedProbabilityUp : 1 - calibratedProbabilityUp);
}
