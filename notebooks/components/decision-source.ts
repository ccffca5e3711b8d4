/** Decisions of the current run, or those of the running daemon when the address says `live`. */
import {ask, onStream} from "./daemon.js";
import type {DecisionRecord} from "./decision-record.js";
import {listOf, payloadOf} from "./live-shapes.js";

/** For `Generators.observe`. A decision that the address names by id is fetched when the list lacks it. */
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
    if (id !== null && !decisions.some((decision) => decision.id === id)) void explain(id).then(add);
    if (!address.has("live")) return () => undefined;
    void ask("/api/decisions").then((answer) => {
      if (answer.state === "ready") add(listOf<DecisionRecord>(answer.data, "decisions"));
    });
    return onStream("decisions", (data) => add([payloadOf<DecisionRecord>(data)]));
  };
}

/** The decision behind any id of the chain: a fill, an order or the decision itself. */
async function explain(id: string): Promise<readonly DecisionRecord[]> {
  const answer = await ask<Record<string, unknown>>(`/api/explain/${encodeURIComponent(id)}`);
  if (answer.state !== "ready" || answer.data === null) return [];
  const decision = answer.data.decision ?? answer.data;
  return [payloadOf<DecisionRecord>(decision)];
}
