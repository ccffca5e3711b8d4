/**
 * A table that sorts by any column and says below, in one sentence each, what its columns mean. Long tables show a
 * page at a time. Rows without a value sort last in both directions.
 */
import {type Child, element} from "./element.js";

export interface Column<Row> {
  readonly label: string;
  /** What sorting compares; also shown when there is no `show`. */
  readonly value: (row: Row) => string | number | null | undefined;
  readonly show?: (row: Row) => Child;
  /** One sentence. */
  readonly explanation?: string;
  /** Numbers stand right; long text wraps. */
  readonly kind?: "number" | "text" | "words";
  readonly tone?: (row: Row) => string;
}

export interface TableOptions {
  readonly rowsPerPage?: number;
  readonly sortBy?: string;
  readonly descending?: boolean;
  /** Leaves the explanations of the columns closed. */
  readonly isBrief?: boolean;
}

export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  {rowsPerPage = 50, sortBy, descending = true, isBrief = false}: TableOptions = {}
): HTMLElement {
  const body = element("tbody");
  const more = element("button", {class: "pt-button", type: "button"});
  const sort = {column: columns.find(({label}) => label === sortBy), descending};
  let shown = rowsPerPage;
  const heads = columns.map((column) =>
    head(column, () => {
      sort.descending = sort.column === column ? !sort.descending : column.kind === "number";
      sort.column = column;
      draw();
    })
  );
  const draw = () => {
    const ordered = sort.column === undefined ? rows : sorted(rows, sort.column, sort.descending);
    body.replaceChildren(...ordered.slice(0, shown).map((row) => bodyRow(row, columns)));
    more.textContent = `Show more (${rows.length - shown} of ${rows.length} left)`;
    more.hidden = shown >= rows.length;
    for (const [index, column] of columns.entries())
      heads[index]?.setAttribute(
        "aria-sort",
        column !== sort.column ? "none" : sort.descending ? "descending" : "ascending"
      );
  };
  more.addEventListener("click", () => {
    shown += 4 * rowsPerPage;
    draw();
  });
  draw();
  const grid = element("table", {}, element("thead", {}, element("tr", {}, heads)), body);
  return element("div", {}, element("div", {class: "pt-table"}, grid), more, explanations(columns, isBrief));
}

function head<Row>({label, kind, explanation}: Column<Row>, onSort: () => void): HTMLElement {
  const button = element("button", {type: "button", title: explanation}, label);
  button.addEventListener("click", onSort);
  return element("th", {scope: "col", class: kind === "number" ? "pt-number" : null}, button);
}

function bodyRow<Row>(row: Row, columns: readonly Column<Row>[]): HTMLElement {
  const cells = columns.map(({value, show, kind, tone}) => {
    const classes = [kind === "number" ? "pt-number" : kind === "words" ? "pt-text" : "", tone?.(row) ?? ""];
    return element(
      "td",
      {class: classes.join(" ").trim() || null},
      show === undefined ? (value(row) ?? "–") : show(row)
    );
  });
  return element("tr", {}, cells);
}

function sorted<Row>(rows: readonly Row[], {value}: Column<Row>, descending: boolean): readonly Row[] {
  const direction = descending ? -1 : 1;
  const isMissing = (key: unknown) => key === null || key === undefined || Number.isNaN(key);
  return [...rows].sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (isMissing(first) || isMissing(second)) return Number(isMissing(first)) - Number(isMissing(second));
    return first === second ? 0 : (first ?? "") < (second ?? "") ? -direction : direction;
  });
}

/** Open where there is room, so that a figure is explained where it stands. */
function explanations<Row>(columns: readonly Column<Row>[], isBrief: boolean): HTMLElement | null {
  const explained = columns.filter((column) => column.explanation !== undefined);
  if (explained.length === 0) return null;
  const list = explained.flatMap(({label, explanation}) => [element("dt", {}, label), element("dd", {}, explanation)]);
  const isOpen = !isBrief && window.matchMedia("(min-width: 960px)").matches;
  return element(
    "details",
    {class: "pt-columns", open: isOpen},
    element("summary", {}, "What the columns say"),
    element("dl", {}, list)
  );
}

/** A table of whatever columns the rows of a query have. */
export function plainTable(rows: readonly Readonly<Record<string, unknown>>[], rowsPerPage = 20): HTMLElement {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return element("p", {class: "pt-mutedtext"}, "No rows.");
  const columns = names.map((name): Column<Readonly<Record<string, unknown>>> => {
    const isNumber = rows.some((row) => typeof row[name] === "number");
    return {
      label: name,
      kind: isNumber ? "number" : "text",
      value: (row) => sortKey(row[name]),
      show: (row) => plainText(row[name])
    };
  });
  return table(rows, columns, {rowsPerPage});
}

function sortKey(value: unknown): string | number | null {
  if (typeof value === "number" || typeof value === "string") return value;
  if (value instanceof Date) return value.getTime();
  return value === null || value === undefined ? null : plainText(value);
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (value instanceof Date)
    return value
      .toISOString()
      .replace("T", " ")
      .replace(/(:00)?\.000Z$/, "");
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
