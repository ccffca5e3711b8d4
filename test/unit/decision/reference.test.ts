import {readFileSync} from "node:fs";
import {Value} from "typebox/value";
import {describe, expect, it} from "vitest";
import {
  type AgentsConfiguration,
  AgentsConfigurationSchema,
  DEFAULT_AGENTS_CONFIGURATION
} from "../../../src/lib/agents/agent-configuration.js";
import {AGENT_CATALOGUE} from "../../../src/lib/agents/catalogue.js";
import {configuredAgents} from "../../../src/lib/agents/configured-agents.js";
import {
  DEFAULT_DECISION_CONFIGURATION,
  DecisionConfigurationSchema
} from "../../../src/lib/decision/decision-configuration.js";
import {SIGNAL_REASONS, WITHHELD_REASONS} from "../../../src/lib/events/trade-signal-event.js";

const reference = readFileSync(new URL("../../../docs/reference/decisions.md", import.meta.url), "utf8");

/** Leaves of the defaults: `limits.perPosition` and its value. */
function leaves(value: object, prefix = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0
      ? leaves(inner, `${prefix}${key}.`)
      : [[`${prefix}${key}`, inner] as [string, unknown]]
  );
}

describe("the reference of decisions", () => {
  it("names every key of the decision engine with its default, and no other", () => {
    const documented = new Map(
      [...reference.matchAll(/^\| `([a-zA-Z.]+)` \| (\S+) \|/gm)].map((match) => [match[1] ?? "", match[2]])
    );
    for (const [key, value] of leaves(DEFAULT_DECISION_CONFIGURATION))
      expect(documented.get(key), key).toBe(String(value));
    const known = [...leaves(DEFAULT_DECISION_CONFIGURATION), ...leaves(DEFAULT_AGENTS_CONFIGURATION)].map(
      ([key]) => key
    );
    for (const key of documented.keys()) expect(known).toContain(key);
  });

  it("names every key of the agents", () => {
    for (const [key] of leaves(DEFAULT_AGENTS_CONFIGURATION)) expect(reference).toContain(`| \`${key}\` |`);
  });

  it("names every reason", () => {
    for (const reason of [...SIGNAL_REASONS, ...WITHHELD_REASONS]) expect(reference).toContain(`\`${reason}\``);
  });
});

describe("the defaults", () => {
  it("are as their schemas say, and unknown keys are not", () => {
    expect(Value.Check(DecisionConfigurationSchema, DEFAULT_DECISION_CONFIGURATION)).toBe(true);
    expect(Value.Check(AgentsConfigurationSchema, DEFAULT_AGENTS_CONFIGURATION)).toBe(true);
    expect(Value.Check(DecisionConfigurationSchema, {...DEFAULT_DECISION_CONFIGURATION, more: 1})).toBe(false);
    const named: AgentsConfiguration = {...DEFAULT_AGENTS_CONFIGURATION, horizonCandles: 0};
    expect(Value.Check(AgentsConfigurationSchema, named)).toBe(false);
  });

  it("name agents of the catalogue", () => {
    expect(configuredAgents(DEFAULT_AGENTS_CONFIGURATION, AGENT_CATALOGUE)).toMatchObject({ok: true});
  });
});
