/** The running configuration, key by key with the layer that set it, and a form that changes one key. */
import {ask} from "./daemon.js";
import {element} from "./element.js";
import {table} from "./table.js";
import {mark} from "./tiles.js";

export interface ConfigurationKey {
  readonly key: string;
  readonly value: unknown;
  readonly layer: string | null;
  /** Whether it may change while the session runs. */
  readonly isChangeable?: boolean;
}

/** The answer of `/api/configuration`: `{keys}`. */
export function configurationKeys(data: unknown): readonly ConfigurationKey[] {
  const keys = (data as {keys?: unknown} | null)?.keys;
  return Array.isArray(keys) ? (keys as readonly ConfigurationKey[]) : [];
}

/** What was changed while running comes first, then what may be changed, then the rest. */
export function configurationTable(keys: readonly ConfigurationKey[]): HTMLElement {
  const rank = ({layer, isChangeable}: ConfigurationKey) => (layer === "runtime" ? 0 : isChangeable === true ? 1 : 2);
  const ordered = [...keys].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
  return table(
    ordered,
    [
      {label: "Key", value: ({key}) => key, show: ({key}) => element("code", {}, key)},
      {label: "Value", kind: "words", value: ({value}) => text(value)},
      {
        label: "Set by",
        value: ({layer}) => layer,
        show: ({layer}) => mark(layer ?? "–", layer === "runtime" ? "caution" : "plain"),
        explanation:
          "The layer that has the last word on this key: a file, the environment, or a change made while running (runtime)."
      },
      {
        label: "While running",
        value: ({isChangeable}) => Number(isChangeable ?? false),
        show: ({isChangeable}) => (isChangeable === true ? "may change" : "fixed"),
        explanation: "What the strategy is made of stays as it is for a session; how it decides may change."
      }
    ],
    {rowsPerPage: 30}
  );
}

export interface ConfigurationFormOptions {
  /** Roles that may only look get the form switched off; the daemon decides again in any case. */
  readonly mayChange: boolean;
  /** Called after a change was taken, to load the keys anew. */
  readonly onDone: () => Promise<readonly ConfigurationKey[]>;
}

export function configurationForm(
  keys: readonly ConfigurationKey[],
  {mayChange, onDone}: ConfigurationFormOptions
): HTMLElement {
  let known = keys;
  const changeable = keys.filter(({isChangeable}) => isChangeable === true);
  const key = element(
    "select",
    {"aria-label": "Key"},
    changeable.map((entry) => element("option", {value: entry.key}, entry.key))
  );
  const value = element("input", {"aria-label": "Value", required: true, spellcheck: "false"});
  const change = element("button", {class: "pt-button"}, "Change");
  const outcome = element("p", {role: "status"});
  const form = element(
    "form",
    {class: "pt-field"},
    element("div", {class: "pt-grid"}, key, value),
    element("div", {class: "pt-buttons"}, change, outcome)
  );
  const showValue = () => {
    value.value = text(known.find((entry) => entry.key === key.value)?.value);
  };
  change.disabled = !mayChange;
  showValue();
  key.addEventListener("change", () => {
    outcome.textContent = "";
    showValue();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = {key: key.value, to: parsed(value.value)};
    const answer = await ask("/api/configuration", {method: "PUT", body});
    outcome.textContent = answer.state === "ready" ? `${body.key} is changed.` : refusal(answer);
    if (answer.state === "ready") known = await onDone();
  });
  return mayChange ? form : element("div", {}, form, element("p", {}, "Your role may look, not change."));
}

function refusal(answer: {readonly state: string; readonly message?: string}): string {
  return answer.message ?? "No answer.";
}

function text(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Numbers, booleans and lists as such; anything else is text. */
function parsed(entered: string): unknown {
  try {
    return JSON.parse(entered);
  } catch {
    return entered;
  }
}
