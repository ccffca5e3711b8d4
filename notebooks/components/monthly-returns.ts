/** Returns month by month as a calendar: years down, months across, the year's compound return at the end. */
import {element} from "./element.js";
import {signedPercent} from "./format.js";
import {gainColor} from "./plot-frame.js";

export interface MonthlyReturn {
  /** `2025-01` */
  readonly month: string;
  readonly return: number | null;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function monthlyReturns(months: readonly MonthlyReturn[]): HTMLElement {
  const byMonth = new Map(months.map((one) => [one.month, one.return]));
  const years = [...new Set(months.map((one) => one.month.slice(0, 4)))].sort();
  const largest = Math.max(0.01, ...months.map((one) => Math.abs(one.return ?? 0)));
  const names = [...MONTHS, "Year"].map((name) => element("th", {scope: "col", class: "pt-number"}, name));
  const rows = years.map((year) => {
    const values = MONTHS.map((_, index) => byMonth.get(`${year}-${String(index + 1).padStart(2, "0")}`));
    const cells = values.map((value) => cell(value, largest));
    return element(
      "tr",
      {},
      element("th", {scope: "row"}, year),
      cells,
      element("td", {}, element("b", {}, signedPercent(compound(values))))
    );
  });
  const grid = element(
    "table",
    {class: "pt-calendar"},
    element("thead", {}, element("tr", {}, element("th"), names)),
    element("tbody", {}, rows)
  );
  return element("div", {class: "pt-table"}, grid);
}

function cell(value: number | null | undefined, largest: number): HTMLElement {
  if (value === undefined) return element("td");
  const strength = value === null ? 0 : (0.7 * value) / largest;
  return element("td", {style: `background: ${gainColor(strength)}`}, signedPercent(value));
}

/** Null when no month of the year is known. */
function compound(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === "number");
  return known.length === 0 ? null : known.reduce((growth, value) => growth * (1 + value), 1) - 1;
}
