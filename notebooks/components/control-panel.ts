/**
 * Pause, resume, flatten, halt: each says what it does and asks before it does it. What a role may not do is shown
 * switched off; the daemon decides again in any case.
 */
import {ask} from "./daemon.js";
import {element} from "./element.js";

export interface Command {
  readonly name: "pause" | "resume" | "flatten" | "halt";
  readonly label: string;
  readonly does: string;
  readonly isDangerous: boolean;
}

export const COMMANDS: readonly Command[] = [
  {name: "pause", label: "Pause", does: "No new positions are opened; exits go on.", isDangerous: false},
  {name: "resume", label: "Resume", does: "Trading goes on as configured.", isDangerous: false},
  {
    name: "flatten",
    label: "Flatten",
    does: "Every position is closed at market and trading pauses.",
    isDangerous: true
  },
  {
    name: "halt",
    label: "Halt",
    does: "All orders are canceled and nothing trades until an operator resumes.",
    isDangerous: true
  }
];

/** Roles that may trade; the daemon's permission table has the last word. */
const TRADING_ROLES: ReadonlySet<string> = new Set(["trader", "admin", "owner"]);

export function mayTrade(role: string | undefined): boolean {
  return role !== undefined && TRADING_ROLES.has(role);
}

/** @param onDone called after a command was carried out */
export function controlPanel(role: string | undefined, onDone: () => void = () => undefined): HTMLElement {
  const outcome = element("p", {role: "status"});
  const rows = COMMANDS.map((command) => {
    const button = element(
      "button",
      {class: command.isDangerous ? "pt-button pt-danger" : "pt-button", type: "button"},
      command.label
    );
    button.disabled = !mayTrade(role);
    button.addEventListener("click", async () => {
      const reason = await askedReason(command);
      if (reason === null) return;
      const answer = await ask(`/api/trading/${command.name}`, {method: "POST", body: {reason}});
      outcome.textContent =
        answer.state === "ready"
          ? `${command.label}: done.`
          : `${command.label}: ${answer.state === "refused" ? answer.message : "no answer"}.`;
      if (answer.state === "ready") onDone();
    });
    return [element("dt", {}, button), element("dd", {}, command.does)];
  });
  const note = mayTrade(role)
    ? null
    : element("p", {}, `Your role${role === undefined ? "" : ` (${role})`} may look, not steer.`);
  return element("div", {class: "pt-commands"}, element("dl", {class: "pt-facts"}, rows), note, outcome);
}

/** Null when it is left; otherwise the reason given, which the audit log keeps. */
function askedReason({label, does}: Command): Promise<string | null> {
  const yes = element("button", {class: "pt-button pt-danger", value: "yes"}, label);
  const no = element("button", {class: "pt-button", value: "no", formnovalidate: true}, "Leave it");
  const reason = element("input", {
    "aria-label": "Reason",
    placeholder: "reason, for the audit log",
    required: true,
    maxlength: "500"
  });
  const form = element(
    "form",
    {method: "dialog", class: "pt-field"},
    element("h3", {}, `${label} trading?`),
    element("p", {}, does),
    reason,
    element("div", {class: "pt-buttons"}, yes, no)
  );
  const dialog = element("dialog", {class: "pt-dialog"}, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? reason.value : null);
    });
  });
}
