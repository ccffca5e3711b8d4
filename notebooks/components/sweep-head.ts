/** Sweeps side by side: how many trials each made, what the best showed, and how much of that is luck. */
import type {SweepReport} from "../lib/integration/sweep/sweep-report.js";
import {element} from "./element.js";
import {decimal, percent, whole} from "./format.js";
import {type Column, table} from "./table.js";

/** A report without its list of trials and folds. */
export type SweepHead = Pick<
  SweepReport,
  "id" | "strategy" | "by" | "best" | "honesty" | "parameters" | "isSimulated" | "snapshot"
> & {readonly trialCount: number};

/** @param toRoot how this page reaches the site's root: `./` or `../` */
export function sweepTable(sweeps: readonly SweepHead[], toRoot = "./"): HTMLElement {
  const columns: readonly Column<SweepHead>[] = [
    {
      label: "Sweep",
      value: ({id}) => id,
      show: ({id}) => element("a", {href: `${toRoot}sweep/${encodeURIComponent(id)}.html`}, id)
    },
    {label: "Strategy", value: ({strategy}) => strategy},
    {
      label: "Over",
      kind: "words",
      value: ({parameters}) => parameters.map(({path}) => path).join(", "),
      explanation: "The keys of the strategy that were varied."
    },
    {label: "Trials", kind: "number", value: ({trialCount}) => trialCount, show: ({trialCount}) => whole(trialCount)},
    {
      label: "Best Sharpe",
      kind: "number",
      value: ({best}) => best?.figures?.sharpe,
      show: ({best}) => decimal(best?.figures?.sharpe),
      explanation: "Of the trial that ranks first, in the data that it was chosen on."
    },
    {
      label: "Deflated",
      kind: "number",
      value: ({honesty}) => honesty.deflatedSharpe.value,
      show: ({honesty}) => decimal(honesty.deflatedSharpe.value),
      explanation: "Probability that it is better than the best of so many trials by luck; 0.95 is the usual bar."
    },
    {
      label: "Overfitting",
      kind: "number",
      value: ({honesty}) => honesty.probabilityOfOverfitting.value,
      show: ({honesty}) => percent(honesty.probabilityOfOverfitting.value, 0),
      explanation: "How often the best on one half of the time was below the middle on the other half."
    }
  ];
  return table(sweeps, columns);
}
