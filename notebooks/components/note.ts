/** What a page says when something is not there yet, and how to get it. */
import type {Answer} from "./daemon.js";
import {element} from "./element.js";

/** Names the command that makes what is missing. */
export function missingNote(what: string, command: string): HTMLElement {
  return element("div", {class: "pt-note"}, element("p", {}, what), element("pre", {}, command));
}

/** What stands in place of live data; null when the data are there. */
export function liveNote(answer: Answer<unknown>): HTMLElement | null {
  switch (answer.state) {
    case "ready":
      return null;
    case "loading":
      return element("div", {class: "pt-note"}, element("p", {}, "Asking the daemon…"));
    case "refused":
      return element("div", {class: "pt-note"}, element("p", {}, `The daemon says: ${answer.message}.`));
    case "absent":
      return element(
        "div",
        {class: "pt-note"},
        element(
          "p",
          {},
          "This page shows a running daemon, and none answers here. Research pages and reports work without it."
        ),
        element("pre", {}, "npm start")
      );
  }
}
