/** What a person may change of a running strategy, and what is refused. */
import {describe, expect, it} from "vitest";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import {checkChange, typedValue} from "../../../src/live/operator-commands.js";

const strategy = {...DEFAULT_STRATEGY, name: "default"};

describe("a change of the running strategy", () => {
  it("is taken where the schema allows it, and says what it replaces", () => {
    const checked = checkChange(strategy, "decision.minimumEdgeBps", typedValue("12"));
    expect(checked).toMatchObject({ok: true, from: strategy.decision.minimumEdgeBps});
    expect(checked.ok && checked.strategy.decision.minimumEdgeBps).toBe(12);
  });

  it.each([
    ["decision.minimumEdgeBps", "-5"],
    ["decision.minimumEdgeBps", "a lot"],
    ["decision.minimumEdgeBps", ".nan"],
    ["decision.sizing.fraction", "2"],
    ["decision.limits.perPosition", "0"],
    ["decision.order.type", "iceberg"]
  ])("is refused, naming the key: %s = %s", (key, text) => {
    const checked = checkChange(strategy, key, typedValue(text));
    expect(checked.ok).toBe(false);
    expect(!checked.ok && checked.reason).toContain(key);
  });

  it.each(["decision.minimumEdge", "startCapital", "execution.slippageBps", "agents.names", "http.port"])(
    "is refused for a key that makes another strategy or is none: %s",
    (key) => {
      expect(checkChange(strategy, key, 1)).toMatchObject({ok: false, reason: expect.stringContaining(key)});
    }
  );
});
