/** The leaderboard of agents: how often right, and as often as they said. */
import type {AgentReport} from "./agent-report.js";
import {element} from "./element.js";
import {decimal, percent, pValue, signedPercent, tone, whole} from "./format.js";
import {sparkline} from "./sparkline.js";
import {type Column, table} from "./table.js";
import {mark} from "./tiles.js";

const COLUMNS: readonly Column<AgentReport>[] = [
  {
    label: "Agent",
    value: (agent) => agent.title,
    show: (agent) => element("a", {href: `./agent/${encodeURIComponent(agent.name)}.html`}, agent.title)
  },
  {
    label: "By month",
    value: (agent) => agent.byMonth.at(-1)?.hitRate,
    show: (agent) =>
      sparkline(
        agent.byMonth.map((month) => (month.hitRate === null ? null : month.hitRate - 0.5)),
        {hasZero: true, label: `hit rate of ${agent.title} by month`}
      ),
    explanation: "Hit rate of each month; the line is a coin's half."
  },
  {
    label: "Right",
    kind: "number",
    value: (agent) => agent.hitRate,
    show: (agent) => percent(agent.hitRate),
    explanation: "Share of predictions whose direction came true."
  },
  {
    label: "Interval",
    kind: "number",
    value: (agent) => agent.hitRateLow,
    show: (agent) => `${percent(agent.hitRateLow)} to ${percent(agent.hitRateHigh)}`,
    explanation: "Where the true hit rate lies with 95 % confidence (Wilson); above 50 % throughout is a find."
  },
  {
    label: "Brier skill",
    kind: "number",
    value: (agent) => agent.brierSkill,
    show: (agent) => signedPercent(agent.brierSkill, 2),
    tone: (agent) => tone(agent.brierSkill),
    explanation: "How much smaller the squared error is than that of always saying the base rate."
  },
  {
    label: "Log loss",
    kind: "number",
    value: (agent) => agent.logLoss,
    show: (agent) => decimal(agent.logLoss, 4),
    explanation: "Mean surprise at the outcomes; 0.6931 is a coin."
  },
  {
    label: "ECE",
    kind: "number",
    value: (agent) => agent.ece,
    show: (agent) => percent(agent.ece),
    explanation: "Mean distance between said probability and what came true."
  },
  {
    label: "Calibrated",
    value: (agent) => Number(agent.verdict.isCalibrated ?? -1),
    show: ({verdict: {isCalibrated}}) =>
      isCalibrated === null ? mark("not known", "caution") : isCalibrated ? mark("yes", "good") : mark("no", "bad"),
    explanation: "Whether what came true differs from what was said beyond chance, overlap and dependence allowed for."
  },
  {
    label: "AUC",
    kind: "number",
    value: (agent) => agent.auc,
    show: (agent) => decimal(agent.auc, 3),
    explanation: "How often a rise was given a higher probability than a fall; 0.5 is a coin."
  },
  {
    label: "Timing p",
    kind: "number",
    value: (agent) => agent.pesaranTimmermannP,
    show: (agent) => pValue(agent.pesaranTimmermannP),
    explanation: "Chance of so many right directions without skill (Pesaran-Timmermann)."
  },
  {
    label: "Scored",
    kind: "number",
    value: (agent) => agent.resolved,
    show: (agent) => whole(agent.resolved),
    explanation: "Predictions whose horizon has passed."
  }
];

/** @param isBrief for a page where it is one thing among others */
export function agentTable(agents: readonly AgentReport[], isBrief = false): HTMLElement {
  return table(agents, COLUMNS, {sortBy: "Brier skill", isBrief});
}
