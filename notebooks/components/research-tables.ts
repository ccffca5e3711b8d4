/** The leaderboards: factors by what they foretold, agents by how right they were, runs by what they earned. */
import type {AgentReport} from "./agent-report.js";
import {element} from "./element.js";
import {type FactorReport, strongestHorizon} from "./factor-report.js";
import {decimal, percent, pValue, signed, signedPercent, tone, whole} from "./format.js";
import {figureText} from "./run-figures.js";
import type {RunHead} from "./run-head.js";
import {sparkline} from "./sparkline.js";
import {type Column, table} from "./table.js";
import {mark} from "./tiles.js";

/** @param toRoot how this page reaches the site's root: `./` or `../` */
export function factorTable(factors: readonly FactorReport[], toRoot = "./"): HTMLElement {
  const rows = factors.map((factor) => ({factor, best: strongestHorizon(factor)}));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    {
      label: "Factor",
      value: ({factor}) => factor.title,
      show: ({factor}) => element("a", {href: `${toRoot}factor/${encodeURIComponent(factor.name)}.html`}, factor.title)
    },
    {label: "Family", value: ({factor}) => factor.family},
    {
      label: "By month",
      value: ({factor}) => factor.icByMonth.at(-1)?.meanIc,
      show: ({factor}) =>
        sparkline(
          factor.icByMonth.map((month) => month.meanIc),
          {hasZero: true, label: `information coefficient of ${factor.title} by month`}
        ),
      explanation: "Mean information coefficient of each month; a factor that lasts stays on one side of the line."
    },
    {
      label: "Horizon",
      kind: "number",
      value: ({best}) => best?.horizonCandles,
      explanation: "Candles ahead at which the factor's corrected t statistic is furthest from zero."
    },
    {
      label: "IC",
      kind: "number",
      value: ({best}) => best?.meanIc,
      show: ({best}) => signed(best?.meanIc, 3),
      tone: ({best}) => tone(best?.meanIc),
      explanation: "Mean rank correlation between the factor's value and the return that followed."
    },
    {
      label: "t",
      kind: "number",
      value: ({best}) => Math.abs(best?.tHac ?? 0),
      show: ({best}) => signed(best?.tHac, 2),
      explanation: "The IC over its standard error, corrected for overlapping horizons (Newey-West)."
    },
    {
      label: "q",
      kind: "number",
      value: ({best}) => best?.qValueBh,
      show: ({best}) => pValue(best?.qValueBh),
      explanation: "Share of false finds to expect among factors this good or better (Benjamini-Hochberg)."
    },
    {
      label: "Verdict",
      value: ({best}) => Number(best?.passesHurdle ?? false) + Number((best?.qValueBh ?? 1) < 0.05),
      show: ({best}) => verdict(best),
      explanation: "Survives when q is below 0.05 and t beyond 3; one of the two alone is a lead, not a find."
    },
    {
      label: "Half-life",
      kind: "number",
      value: ({factor}) => factor.halfLifeCandles,
      show: ({factor}) => whole(factor.halfLifeCandles),
      explanation: "Candles until the IC has fallen to a half."
    },
    {
      label: "Turnover",
      kind: "number",
      value: ({factor}) => factor.turnover,
      show: ({factor}) => percent(factor.turnover, 0),
      explanation: "Share of the top quantile that changes from one candle to the next."
    }
  ];
  return table(rows, columns, {sortBy: "t"});
}

function verdict(best: FactorReport["horizons"][number] | null): HTMLElement {
  if (best === null || best.qValueBh === null) return mark("not known", "caution");
  const isFound = best.qValueBh < 0.05;
  if (isFound && best.passesHurdle) return mark("survives", "good");
  return isFound || best.passesHurdle ? mark("lead", "caution") : mark("noise");
}

export function agentTable(agents: readonly AgentReport[], toRoot = "./"): HTMLElement {
  const columns: readonly Column<AgentReport>[] = [
    {
      label: "Agent",
      value: (agent) => agent.title,
      show: (agent) => element("a", {href: `${toRoot}agent/${encodeURIComponent(agent.name)}.html`}, agent.title)
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
  return table(agents, columns, {sortBy: "Brier skill"});
}

export function runTable(runs: readonly RunHead[], toRoot = "./"): HTMLElement {
  const keys = ["totalReturn", "sharpe", "maximumDrawdown", "winRate"].filter((key) =>
    runs.some((run) => run.statistics[key] !== undefined)
  );
  const figures = keys.map((key): Column<RunHead> => {
    const sample = runs.find((run) => run.statistics[key] !== undefined)?.statistics[key];
    return {
      label: sample?.label ?? key,
      kind: "number",
      value: (run) => run.statistics[key]?.value,
      show: (run) => {
        const figure = run.statistics[key];
        return figure === undefined ? null : figureText(key, figure);
      },
      ...(sample === undefined ? {} : {explanation: sample.explanation})
    };
  });
  return table(runs, [
    {
      label: "Run",
      value: (run) => run.id,
      show: (run) => element("a", {href: `${toRoot}reports/${encodeURIComponent(run.id)}.html`}, run.id)
    },
    {label: "Strategy", value: (run) => run.strategy},
    {
      label: "Equity",
      value: (run) => run.equity.at(-1)?.[1],
      show: (run) =>
        sparkline(
          run.equity.map((point) => point[1]),
          {label: `equity of ${run.id}`}
        )
    },
    ...figures,
    {
      label: "Trials",
      kind: "number",
      value: (run) => run.honesty.trials,
      explanation: "Parameter sets tried before this one was shown."
    },
    {label: "Rules", value: (run) => run.rules}
  ]);
}
