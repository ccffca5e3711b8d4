/** The decision that the overview tells: behind the newest fill of the running account, or the run's newest entry. */
import type {Explanation} from "../lib/integration/explain.js";
import {ask, onStream} from "./daemon.js";
import type {DecisionRecord} from "./decision-record.js";
import {type LiveFill, listOf, payloadOf} from "./live-shapes.js";

export interface NewestChain {
  readonly decision: DecisionRecord;
  readonly fill: LiveFill | null;
  readonly href: string;
}

/** For `Generators.observe`; null when nothing has been decided yet. */
export function observeNewestChain(recorded: readonly DecisionRecord[]) {
  return (notify: (chain: NewestChain | null) => void): (() => void) => {
    const entry = recorded.find(({fact, reason}) => fact === "TradeSignalRaised" && reason === "entry") ?? recorded[0];
    const link = (id: string, live: string) => `./decisions.html?${live}id=${encodeURIComponent(id)}`;
    notify(entry === undefined ? null : {decision: entry, fill: null, href: link(entry.id, "")});
    const load = async () => {
      const fills = await ask<unknown>("/api/fills?limit=1");
      const fill = fills.state === "ready" ? listOf<LiveFill>(fills.data, "fills")[0] : undefined;
      if (!fill?.signal?.startsWith("decision:")) return;
      const answer = await ask<Explanation>(`/api/explain/${encodeURIComponent(fill.signal)}`);
      if (answer.state !== "ready" || answer.data.decision === null) return;
      notify({decision: payloadOf(answer.data.decision), fill, href: link(fill.signal, "live&")});
    };
    void load();
    return onStream("fills", () => void load());
  };
}
