/**
 * Where orders go: paper, or a venue until a named moment, with every condition that is not met. An admin arms for some
 * hours; whoever may trade disarms. The daemon decides in any case.
 */

import {mayTrade} from "./control-panel.js";
import {type Answer, ask} from "./daemon.js";
import {element} from "./element.js";
import {mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export interface ProductionState {
  readonly environment: string;
  readonly exchange: string;
  readonly mode: "paper" | "venue";
  readonly missing: readonly {readonly lock: string; readonly message: string}[];
  readonly arming: {readonly armedBy: string; readonly expiresAt: number} | null;
}

export interface ProductionPanelOptions {
  readonly role: string | undefined;
  readonly zone: Zone;
}

export function productionPanel(state: ProductionState, {role, zone}: ProductionPanelOptions): HTMLElement {
  const {mode, exchange, missing, arming} = state;
  const isReal = mode === "venue";
  const until =
    arming === null ? "" : `, armed by ${arming.armedBy} until ${zone.dateTime(arming.expiresAt)} ${zone.name}`;
  const outcome = element("p", {role: "status"});
  const tell = (what: string, answer: Answer<unknown>) => {
    outcome.textContent =
      answer.state === "ready" ? `${what}: done. Load the page again.` : `${what}: ${words(answer)}.`;
  };
  return element(
    "div",
    {},
    element(
      "p",
      {},
      mark(isReal ? "real orders" : "paper", isReal ? "caution" : "good"),
      isReal ? ` Orders go to ${exchange}${until}.` : " Orders are filled on paper; nothing is sent anywhere."
    ),
    missing.length === 0
      ? null
      : element(
          "details",
          {},
          element("summary", {}, `${missing.length} conditions for real orders are not met`),
          element(
            "ul",
            {},
            missing.map(({lock, message}) => element("li", {}, `${lock}: ${message}`))
          )
        ),
    role === "admin" && state.environment === "production" ? armForm(tell) : null,
    arming !== null && mayTrade(role) ? disarmButton(tell) : null,
    outcome
  );
}

type Tell = (what: string, answer: Answer<unknown>) => void;

function armForm(tell: Tell): HTMLElement {
  const hours = element("input", {
    "aria-label": "Hours",
    type: "number",
    min: "0.25",
    step: "0.25",
    value: "8",
    required: true
  });
  const reason = element("input", {
    "aria-label": "Reason for arming",
    placeholder: "reason, for the audit log",
    required: true
  });
  const form = element(
    "form",
    {class: "pt-field"},
    element("div", {class: "pt-grid"}, hours, reason),
    element("div", {class: "pt-buttons"}, element("button", {class: "pt-button pt-danger"}, "Arm for so many hours"))
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = {hours: Number(hours.value), reason: reason.value};
    tell("Arm", await ask("/api/production/arm", {method: "POST", body}));
  });
  return form;
}

function disarmButton(tell: Tell): HTMLElement {
  const button = element("button", {class: "pt-button pt-danger", type: "button"}, "Disarm");
  button.addEventListener("click", async () => {
    tell(
      "Disarm",
      await ask("/api/production/disarm", {method: "POST", body: {reason: "disarmed on the control page"}})
    );
  });
  return button;
}

function words(answer: Answer<unknown>): string {
  return answer.state === "refused" ? answer.message : "no answer";
}
