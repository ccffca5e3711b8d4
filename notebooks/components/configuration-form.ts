/** The running configuration, key by key with the layer that set it, and a form that changes one key. */
import {mayTrade} from "./control-panel.js";
import {ask} from "./daemon.js";
import {element} from "./element.js";
import {table} from "./table.js";
import {mark} from "./tiles.js";

export interface ConfigurationKey {
  readonly key: string;
  readonly value: unknown;
  readonly layer: string | null;
}

/** Accepts a list of keys, `{keys}` or `{entries}` holding one, or a nested object with its layers beside it. */
export function configurationKeys(data: unknown): readonly ConfigurationKey[] {
  if (Array.isArray(data)) return data as readonly ConfigurationKey[];
  if (typeof data !== "object" || data === null) return [];
  const {keys, entries, configuration, layers} = data as Record<string, unknown>;
  if (Array.isArray(keys ?? entries)) return (keys ?? entries) as readonly ConfigurationKey[];
  const layerOf = (layers ?? {}) as Record<string, string>;
  return flattened(configuration ?? data).map(([key, value]) => ({key, value, layer: layerOf[key] ?? null}));
}

function flattened(value: unknown, prefix = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, prefix === "" ? key : `${prefix}.${key}`));
}

export function configurationTable(keys: readonly ConfigurationKey[]): HTMLElement {
  return table(
    keys,
    [
      {label: "Key", value: ({key}) => key, show: ({key}) => element("code", {}, key)},
      {label: "Value", value: ({value}) => text(value), show: ({value}) => text(value)},
      {
        label: "Set by",
        value: ({layer}) => layer,
        show: ({layer}) => mark(layer ?? "–"),
        explanation:
          "The layer that has the last word on this key: defaults, environment, user, or a change made while running."
      }
    ],
    {rowsPerPage: 30, sortBy: "Key", descending: false}
  );
}

export function configurationForm(
  keys: readonly ConfigurationKey[],
  {role, onDone}: {role: string | undefined; onDone: () => void}
): HTMLElement {
  const key = element("input", {
    name: "key",
    list: "pt-keys",
    placeholder: "risk.maximumPosition",
    "aria-label": "Key",
    required: true
  });
  const value = element("input", {name: "value", placeholder: "value", "aria-label": "Value", required: true});
  const options = element(
    "datalist",
    {id: "pt-keys"},
    keys.map((entry) => element("option", {value: entry.key}))
  );
  const change = element("button", {class: "pt-button"}, "Change");
  const outcome = element("p", {role: "status"});
  change.disabled = !mayTrade(role);
  const form = element(
    "form",
    {class: "pt-field"},
    options,
    element("div", {class: "pt-grid"}, key, value),
    change,
    outcome
  );
  key.addEventListener("change", () => {
    value.value = text(keys.find((entry) => entry.key === key.value)?.value);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = {key: key.value, to: parsed(value.value)};
    const answer = await ask("/api/configuration", {method: "PUT", body});
    outcome.textContent =
      answer.state === "ready"
        ? "Changed; it is kept as an event."
        : answer.state === "refused"
          ? answer.message
          : "No answer.";
    if (answer.state === "ready") onDone();
  });
  return form;
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
