import {describe, expect, it} from "vitest";
import {changeDecisionConfiguration} from "../../../src/lib/decision/configuration-change.js";
import {DEFAULT_DECISION_CONFIGURATION} from "../../../src/lib/decision/decision-configuration.js";

describe("a runtime change of the configuration", () => {
  const change = (key: string, to: unknown) => changeDecisionConfiguration(DEFAULT_DECISION_CONFIGURATION, {key, to});

  it("replaces one key and leaves the rest", () => {
    const changed = change("decision.limits.drawdownHalt.maximum", 0.2);
    expect(changed.ok && changed.configuration.limits.drawdownHalt).toEqual({maximum: 0.2, resumeAfterCandles: 0});
    expect(changed.ok && changed.configuration.sizing).toEqual(DEFAULT_DECISION_CONFIGURATION.sizing);
    const off = change("decision.limits.perPosition", null);
    expect(off.ok && off.configuration.limits.perPosition).toBeNull();
  });

  it("is refused with a reason for an unknown key or a value its schema does not allow", () => {
    expect(change("decision.limits.nothing", 1)).toMatchObject({ok: false, reason: expect.stringContaining("no key")});
    expect(change("sizing.fraction", 1)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("begin with decision.")
    });
    expect(change("decision.sizing.fraction", 2)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("cannot be 2")
    });
    expect(change("decision.sizing", null)).toMatchObject({ok: false});
  });
});
