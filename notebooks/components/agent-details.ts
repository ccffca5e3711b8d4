/** One agent's figures, each with the sentence that explains it. */
import type {GroupAccuracy} from "../lib/integration/agent-research.js";
import type {AgentReport} from "./agent-report.js";
import {ABSENT, decimal, percent, pValue, signed, signedPercent, tone, whole} from "./format.js";
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
      detail: `${percent(agent.eceRaw)} as said, ${percent(agent.eceByChance, 2)} by chance`,
      explanation: "Mean distance between said probability and what came true (ECE)."
    },
    {
      label: "Calibrated",
      value: verdictWord(agent.verdict.isCalibrated),
      detail: `as said: ${verdictWord(agent.verdictRaw.isCalibrated)}`,
      explanation:
        "Whether what came true differs from what was said beyond chance, overlap and dependence allowed for."
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

export function verdictWord(isCalibrated: boolean | null): string {
  return isCalibrated === null ? ABSENT : isCalibrated ? "yes" : "no";
}

/** The two tests behind the verdict, after calibration and as the agent said it. */
export function calibrationFacts({verdict, verdictRaw, corp, againstBaseRate, closes, effectiveCloses}: AgentReport) {
  const sides = [
    ["after calibration", verdict],
    ["as said", verdictRaw]
  ] as const;
  return facts([
    ...sides.flatMap(([name, {bias, biasT, surenessT}]): [string, string][] => [
      [`Rises beyond what was said, ${name}`, `${signedPercent(bias, 2)}, t ${signed(biasT)}`],
      [`Sureness, ${name}`, `t ${signed(surenessT)}`]
    ]),
    ["Miscalibration (CORP)", decimal(corp.miscalibration, 5)],
    ["Discrimination (CORP)", decimal(corp.discrimination, 5)],
    ["Log loss against the base rate", `DM ${signed(againstBaseRate.statistic)}, p ${pValue(againstBaseRate.p)}`],
    ["Closes, and what they are worth", `${whole(closes)}, ${whole(effectiveCloses)} independent ones`]
  ]);
}

/** What the bet, the intervals of returns and the place among the others say; absent in figures of earlier versions. */
export function evidenceFacts({evidence}: AgentReport): HTMLElement {
  const {bet, interval, contribution} = evidence;
  return facts([
    [
      "Wealth of the bet, and its largest",
      bet === null ? null : `${decimal(bet.wealth, 2)}, ${decimal(bet.largest, 2)} after ${whole(bet.closes)} closes`
    ],
    ["p, however often one looks", bet === null ? null : pValue(bet.p)],
    [
      "Returns within its 90 % interval",
      interval === null ? "it expects no return" : `${percent(interval.coverage)} of ${whole(interval.n)}`
    ],
    ["Half-width of the interval", interval === null ? null : percent(interval.halfWidth, 2)],
    ["Log loss that it saves the others", contribution === null ? null : signed(contribution.leaveOneOut, 5)],
    ["Its share of what all gain on a coin", contribution === null ? null : signed(contribution.shapley, 5)]
  ]);
}

export function murphyFacts({murphy, brier}: AgentReport): HTMLElement {
  return facts([
    ["Reliability", decimal(murphy?.reliability, 5)],
    ["Resolution", decimal(murphy?.resolution, 5)],
    ["Uncertainty", decimal(murphy?.uncertainty, 5)],
    ["Brier score", decimal(brier, 5)]
  ]);
}

interface GroupRow extends GroupAccuracy {
  readonly group: string;
}

/** One row a group; `label` names what groups are. */
export function accuracyTable(label: string, rows: readonly GroupRow[]): HTMLElement {
  return table(
    rows,
    [
      {label, value: ({group}) => group},
      {label: "Right", kind: "number", value: ({hitRate}) => hitRate, show: ({hitRate}) => percent(hitRate)},
      {
        label: "Brier skill",
        kind: "number",
        value: ({brierSkill}) => brierSkill,
        show: ({brierSkill}) => signedPercent(brierSkill, 2),
        tone: ({brierSkill}) => tone(brierSkill),
        explanation: "How much smaller the squared error is than that of the group's own share of rises."
      },
      {label: "Log loss", kind: "number", value: ({logLoss}) => logLoss, show: ({logLoss}) => decimal(logLoss, 4)},
      {label: "Scored", kind: "number", value: ({n}) => n, show: ({n}) => whole(n)}
    ],
    {sortBy: label, descending: false, rowsPerPage: 12, isBrief: true}
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
