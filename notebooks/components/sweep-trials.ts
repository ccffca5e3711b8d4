/** A sweep's trials in a table, one column a parameter, and how a value is written. */
import type {ReportedTrial, SweepReport} from "../lib/integration/sweep/sweep-report.js";
import {ABSENT, decimal, percent, signedPercent, tone, whole} from "./format.js";
import {type Column, table} from "./table.js";

/** `decision.minimumEdgeBps` as `minimumEdgeBps`. */
export function lastWord(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

export function valueText(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? ABSENT : JSON.stringify(value);
}

export function trialTable({trials, parameters}: Pick<SweepReport, "trials" | "parameters">): HTMLElement {
  const swept = parameters.map(
    ({path}): Column<ReportedTrial> => ({
      label: lastWord(path),
      kind: "number",
      value: (trial) => {
        const value = trial.parameters[path];
        return typeof value === "number" ? value : valueText(value);
      },
      show: (trial) => valueText(trial.parameters[path]),
      explanation: `The strategy's key ${path}.`
    })
  );
  return table(trials, [
    {
      label: "Rank",
      kind: "number",
      value: ({rank}) => rank,
      explanation: "By the sweep's own figure; none without it."
    },
    {label: "Trial", kind: "number", value: ({number}) => number},
    ...swept,
    ...FIGURES
  ]);
}

const FIGURES: readonly Column<ReportedTrial>[] = [
  {
    label: "Sharpe",
    kind: "number",
    value: ({figures}) => figures?.sharpe,
    show: ({figures}) => decimal(figures?.sharpe),
    tone: ({figures}) => tone(figures?.sharpe),
    explanation: "Mean return over its standard deviation, a year; undefined where nothing was traded."
  },
  {
    label: "Return",
    kind: "number",
    value: ({figures}) => figures?.totalReturn,
    show: ({figures}) => signedPercent(figures?.totalReturn),
    tone: ({figures}) => tone(figures?.totalReturn),
    explanation: "After all costs, over the whole time."
  },
  {
    label: "Drawdown",
    kind: "number",
    value: ({figures}) => figures?.maximumDrawdown,
    show: ({figures}) => percent(figures?.maximumDrawdown),
    explanation: "The deepest fall of equity from its highest value so far."
  },
  {label: "Trades", kind: "number", value: ({figures}) => figures?.trades, show: ({figures}) => whole(figures?.trades)},
  {
    label: "Won",
    kind: "number",
    value: ({figures}) => figures?.winRate,
    show: ({figures}) => percent(figures?.winRate, 0),
    explanation: "Share of the closed trades that gained."
  },
  {
    label: "Path",
    value: ({path, error}) => path ?? `failed: ${error ?? "unknown"}`,
    explanation: "full: every event was made; columnar: the same arithmetic over columns, the same fills."
  }
];
