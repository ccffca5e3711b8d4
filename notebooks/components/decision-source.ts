/** Decisions of the current run, or those of the running daemon when the address says `live`. */
import type {Explanation} from "../lib/integration/explain.js";
import {ask, isPublished, onStream} from "./daemon.js";
import type {DecisionRecord} from "./decision-record.js";
import type {Duck} from "./duck.js";
import {element} from "./element.js";
import {listOf, payloadOf} from "./live-shapes.js";

/** A raised decision of the run by its id, from the run's own tables: lists hold the latest only. */
export async function recordedDecision(duck: Duck, id: string): Promise<readonly DecisionRecord[]> {
  const rows = await duck.rows<{record: string | null}>("SELECT record FROM run.decisions WHERE id = ?", id);
  return rows.flatMap(({record}) => (record === null ? [] : [JSON.parse(record) as DecisionRecord]));
}

/** For `Generators.observe`. A live decision that the address names by id is fetched when the list lacks it. */
export function observeDecisions(recorded: readonly DecisionRecord[], address: URLSearchParams) {
  return (notify: (decisions: readonly DecisionRecord[]) => void): (() => void) => {
    const id = address.get("id");
    let decisions = address.has("live") ? [] : recorded;
    const add = (more: readonly DecisionRecord[]) => {
      const known = new Set(decisions.map((decision) => decision.id));
      decisions = [
        ...decisions,
        ...more.filter((decision) => decision.closeTime !== undefined && !known.has(decision.id))
      ];
      notify(decisions);
    };
    notify(decisions);
    if (!address.has("live")) return () => undefined;
    if (id !== null) void explain(id).then(add);
    void ask("/api/decisions").then((answer) => {
      if (answer.state === "ready") add(listOf<DecisionRecord>(answer.data, "decisions"));
    });
    return onStream("decisions", (data) => add([payloadOf<DecisionRecord>(data)]));
  };
}

/** The decision behind any id of the chain: a fill, an order or the decision itself. */
async function explain(id: string): Promise<readonly DecisionRecord[]> {
  const answer = await ask<Explanation>(`/api/explain/${encodeURIComponent(id)}`);
  if (answer.state !== "ready" || answer.data === null) return [];
  const {decision} = answer.data;
  return decision === null ? [] : [payloadOf<DecisionRecord>(decision)];
}

/** Leads from the run's decisions to the running session's and back; nothing on a page without a daemon. */
export function sourceSwitch(isLive: boolean): HTMLElement {
  const links = [
    {label: "Backtest", href: "./decisions.html", isHere: !isLive},
    {label: "Running session", href: "./decisions.html?live", isHere: isLive}
  ].map(({label, href, isHere}) => element("a", {href, "aria-current": isHere ? "page" : null}, label));
  return element("nav", {class: "pt-switch", "aria-label": "Whose decisions", hidden: isPublished()}, links);
}
