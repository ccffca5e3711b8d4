/** What the session may do now, in one line that changes as commands take effect. */
import {element} from "./element.js";
import {stateTone} from "./health-tables.js";
import type {DaemonStatus} from "./live-shapes.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

const SAYS: Readonly<Record<string, string>> = {
  active: "The strategy trades as configured.",
  paused: "Positions may be closed, none is opened.",
  halted: "Nothing trades until somebody resumes."
};

export function tradingState(status: DaemonStatus, zone: Zone): HTMLElement {
  const {trading = "not known", session, lastCloseTime, pausedBecause} = status;
  const newest = lastCloseTime ? ` Newest candle ${zone.dateTime(lastCloseTime)} ${zone.name}.` : "";
  return element(
    "p",
    {class: "pt-state", role: "status"},
    mark(trading, stateTone(trading)),
    ` ${pausedBecause ?? SAYS[trading] ?? ""}${newest}`,
    session === undefined ? null : [" Session ", element("code", {}, session), "."]
  );
}
