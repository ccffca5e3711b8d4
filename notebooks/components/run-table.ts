/** Runs side by side: what each earned, how it was made, and a link to its report. */
import {element} from "./element.js";
import {figureText} from "./run-figures.js";
import type {RunHead} from "./run-head.js";
import {sparkline} from "./sparkline.js";
import {type Column, table} from "./table.js";

/**
 * @param toRoot how this page reaches the site's root: `./` or `../`
 * @param isBrief for a page where it is one thing among others
 */
export function runTable(runs: readonly RunHead[], toRoot = "./", isBrief = false): HTMLElement {
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
  const columns: readonly Column<RunHead>[] = [
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
  ];
  return table(runs, columns, {isBrief});
}
