import {describe, expect, it} from "vitest";
import {type AgentSpecification, defineAgent, forecastOf} from "../../../src/lib/agents/agent.js";
import {AGENT_CATALOGUE} from "../../../src/lib/agents/catalogue.js";
import {configuredAgents, factorsOfAgents} from "../../../src/lib/agents/configured-agents.js";

const specification: AgentSpecification = {
  name: "plain",
  version: "2.1.0",
  title: "Plain",
  description: "Says nothing.",
  factors: ["a", "b"],
  parameters: {strength: 1},
  create: () => ({predict: () => null, learn: () => {}, snapshot: () => null, restore: () => {}})
};

describe("an agent's definition", () => {
  it("refuses names, factors and parameters that contradict themselves", () => {
    expect(() => defineAgent({...specification, name: "Plain Agent"})).toThrow("kebab-case");
    expect(() => defineAgent({...specification, factors: []})).toThrow("at least one factor");
    expect(() => defineAgent({...specification, factors: ["a", "a"]})).toThrow("twice");
    expect(() => defineAgent({...specification, optionalFactors: ["c"]})).toThrow("is among its factors");
    expect(() => defineAgent(specification).configure({parameters: {weight: 1}})).toThrow('no parameter "weight"');
    expect(() => defineAgent(specification).configure({factors: ["c"]})).toThrow("cannot be configured");
  });

  it("has another version once its parameters differ, and the same one for the same parameters", () => {
    const agent = defineAgent(specification);
    expect(agent.configure({parameters: {strength: 1}}).version).toBe("2.1.0");
    const stronger = agent.configure({parameters: {strength: 2}});
    expect(stronger.version).toMatch(/^2\.1\.0\+[0-9a-f]{8}$/);
    expect(agent.configure({parameters: {strength: 2}}).version).toBe(stronger.version);
    expect(stronger.parameters).toEqual({strength: 2});
  });

  it("takes any factors, all optional, where it says so", () => {
    const agent = defineAgent({...specification, takesAnyFactors: true}).configure({factors: ["x", "y"]});
    expect(agent.factors).toEqual(["x", "y"]);
    expect(agent.optionalFactors).toEqual(["x", "y"]);
  });
});

describe("a forecast", () => {
  it("scales a score beyond 8 back together with its parts", () => {
    const forecast = forecastOf({bias: 10, contributions: [10, -4], quality: 1, returnPerScore: 0});
    expect(forecast.score).toBeCloseTo(8, 9);
    expect(forecast.bias + (forecast.contributions[0] ?? 0) + (forecast.contributions[1] ?? 0)).toBe(forecast.score);
    expect(forecast.contributions[0]).toBeCloseTo(5, 9);
  });

  it("has the confidence of its probability, scaled by the quality of the data", () => {
    const {confidence, score} = forecastOf({bias: 0.4, contributions: [], quality: 0.5, returnPerScore: 0});
    expect(confidence).toBeCloseTo(0.5 * Math.abs(2 / (1 + Math.exp(-score)) - 1), 12);
  });
});

describe("agents from a configuration", () => {
  const none = {parameters: {}, factors: {}};

  it("come in the order of their names", () => {
    const configured = configuredAgents({names: ["mean-reversion", "trend"], ...none}, AGENT_CATALOGUE);
    expect(configured.ok && configured.agents.map(({name}) => name)).toEqual(["mean-reversion", "trend"]);
    expect(configured.ok && factorsOfAgents(configured.agents)).toContain("rsi-14");
  });

  it("are refused with a reason when a name, a parameter or a factor list is wrong", () => {
    const reason = (configuration: Parameters<typeof configuredAgents>[0]) => {
      const configured = configuredAgents(configuration, AGENT_CATALOGUE);
      return configured.ok ? "" : configured.reason;
    };
    expect(reason({names: ["trand"], ...none})).toContain("did you mean trend?");
    expect(reason({names: ["trend"], parameters: {trend: {power: 1}}, factors: {}})).toContain('no parameter "power"');
    expect(reason({names: ["trend"], parameters: {}, factors: {trend: ["rsi-14"]}})).toContain("cannot be configured");
    expect(reason({names: ["trend"], parameters: {"lead-lag": {}}, factors: {}})).toContain("does not take part");
  });
});
