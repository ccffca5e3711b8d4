/** A field for a query over the attached database, its answer below. Errors are shown as DuckDB words them. */
import type {Duck} from "./duck.js";
import {element} from "./element.js";
import {plainTable} from "./table.js";

const MAXIMUM_ROWS = 1_000;

export function sqlBox(duck: Duck, query: string): HTMLElement {
  const text = element("textarea", {rows: "5", spellcheck: "false", "aria-label": "SQL"});
  text.value = query;
  const run = element("button", {class: "pt-button", type: "button"}, "Run");
  const state = element("span", {class: "pt-mutedtext"});
  const answer = element("div");
  const execute = async () => {
    run.disabled = true;
    const start = performance.now();
    try {
      const rows = await duck.rows(`SELECT * FROM (${text.value.replace(/;\s*$/, "")}) LIMIT ${MAXIMUM_ROWS}`);
      state.textContent = `${rows.length}${rows.length === MAXIMUM_ROWS ? " first" : ""} rows in ${Math.round(performance.now() - start)} ms`;
      answer.replaceChildren(plainTable(rows, 10));
    } catch (error) {
      state.textContent = "";
      answer.replaceChildren(element("p", {class: "pt-down"}, error instanceof Error ? error.message : String(error)));
    } finally {
      run.disabled = false;
    }
  };
  run.addEventListener("click", execute);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void execute();
  });
  return element("div", {class: "pt-sql"}, text, element("div", {class: "pt-buttons"}, run, state), answer);
}
