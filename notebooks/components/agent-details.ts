/** One agent's figures, each with the sentence that explains it. */
import type {AgentReport} from "./agent-report.js";
import {decimal, percent, pValue, signed, signedPercent, tone, whole} from "./format.js";
import {table} from "./table.js";
import {facts, mark, type Tile} from "./tiles.js";

export function agentTiles(agent: AgentReport): readonly Tile[] {
  return [
    {
      label: "Right",
      value: percent(agent.hitRate),
      detail: `${percent(agent.hitRateLow)} to ${percent(agent.hitRateHigh)}`,
      explanation: "Share of directions that came true, with its 95 % interval (Wilson)."
    },
    {
      label: "Brier score",
      value: decimal(agent.brier, 4),
      explanation: "Mean squared distance between said probability and outcome; a coin has 0.25."
    },
    {
      label: "Brier skill",
      value: signedPercent(agent.brierSkill, 2),
      tone: tone(agent.brierSkill),
      explanation: "How much smaller that is than by always saying the base rate.",
      reason: "no base rate to compare with"
    },
    {
      label: "Log loss",
      value: decimal(agent.logLoss, 4),
      explanation: "Mean surprise at the outcomes; a coin has 0.6931."
    },
    {
      label: "Calibration error",
      value: percent(agent.ece),
      explanation: "Mean distance between said probability and what came true (ECE)."
    },
    {
      label: "AUC",
      value: decimal(agent.auc, 3),
      explanation: "How often a rise was given a higher probability than a fall; 0.5 is a coin."
    },
    {
      label: "Timing",
      value: pValue(agent.pesaranTimmermannP),
      explanation: "Chance of so many right directions without skill (Pesaran-Timmermann)."
    },
    {
      label: "Scored",
      value: whole(agent.resolved),
      detail: `${whole(agent.unresolved)} unresolved of ${whole(agent.predictions)}`,
      explanation: "Unresolved are those still open or whose exit candle is missing."
    }
  ];
}

export function murphyFacts({murphy, brier}: AgentReport): HTMLElement {
  return facts([
    ["Reliability", decimal(murphy?.reliability, 5)],
    ["Resolution", decimal(murphy?.resolution, 5)],
    ["Uncertainty", decimal(murphy?.uncertainty, 5)],
    ["Brier score", decimal(brier, 5)]
  ]);
}

export function symbolTable({bySymbol}: AgentReport): HTMLElement {
  return table(
    bySymbol,
    [
      {label: "Instrument", value: (row) => row.symbol ?? row.instrument},
      {label: "Right", kind: "number", value: (row) => row.hitRate, show: (row) => percent(row.hitRate)},
      {label: "Brier", kind: "number", value: (row) => row.brier, show: (row) => decimal(row.brier, 4)},
      {label: "Scored", kind: "number", value: (row) => row.n, show: (row) => whole(row.n)}
    ],
    {sortBy: "Right", rowsPerPage: 12}
  );
}

export function rivalTable({dieboldMariano}: AgentReport): HTMLElement {
  return table(
    dieboldMariano,
    [
      {label: "Against", value: ({against}) => against},
      {label: "Statistic", kind: "number", value: ({statistic}) => statistic, show: ({statistic}) => signed(statistic)},
      {label: "p", kind: "number", value: ({p}) => p, show: ({p}) => pValue(p)},
      {
        label: "Verdict",
        value: ({p}) => p,
        show: ({statistic, p}) => {
          if (p === null || statistic === null) return mark("not known", "caution");
          if (p >= 0.05) return mark("no difference shown");
          return statistic < 0 ? mark("better", "good") : mark("worse", "bad");
        }
      }
    ],
    {sortBy: "Statistic", descending: false}
  );
}
