import {describe, expect, it} from "vitest";
import type {AgentDefinition, AgentForecast} from "../../../src/lib/agents/agent.js";
import {leadLagAgent} from "../../../src/lib/agents/catalogue/lead-lag.js";
import {meanReversionAgent} from "../../../src/lib/agents/catalogue/mean-reversion.js";
import {trendAgent} from "../../../src/lib/agents/catalogue/trend.js";
import {volatilityBreakoutAgent} from "../../../src/lib/agents/catalogue/volatility-breakout.js";
import {volumeFlowAgent} from "../../../src/lib/agents/catalogue/volume-flow.js";
import {AGENT_CATALOGUE, findAgent} from "../../../src/lib/agents/catalogue.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";

/** What the agent says to these values; factors that are not named are undefined. */
function said(agent: AgentDefinition, values: Readonly<Record<string, number>>): AgentForecast | null {
  return agent.create().predict({
    instrument: "BTC/USDT@test",
    closeTime: 0,
    values: Float64Array.from(agent.factors, (factor) => values[factor] ?? Number.NaN),
    quality: 1
  });
}

const score = (agent: AgentDefinition, values: Readonly<Record<string, number>>) => said(agent, values)?.score ?? 0;

describe("the catalogue of agents", () => {
  it("holds at least seven agents of different names and finds each by its name", () => {
    const names = AGENT_CATALOGUE.map((agent) => agent.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(7);
    for (const agent of AGENT_CATALOGUE) expect(findAgent(agent.name)).toBe(agent);
    expect(findAgent("nobody")).toBeNull();
  });

  it("names only factors that can be calculated", () => {
    for (const agent of AGENT_CATALOGUE)
      for (const factor of agent.factors) expect(factorNamed(factor), `${agent.name}: ${factor}`).not.toBeNull();
  });
});

describe("the rule agents", () => {
  const rising = {"momentum-24": 0.1, "momentum-168": 0.2, "macd-histogram-12-26-9": 0.01, "volatility-24": 0.01};

  it("trend follows momentum, and more so when ADX is high", () => {
    const weak = score(trendAgent, {...rising, "adx-14": 10});
    const strong = score(trendAgent, {...rising, "adx-14": 45});
    expect(weak).toBeGreaterThan(0);
    expect(strong).toBeGreaterThan(weak);
    const falling = {"momentum-24": -0.1, "momentum-168": -0.2, "macd-histogram-12-26-9": -0.01, "volatility-24": 0.01};
    expect(score(trendAgent, {...falling, "adx-14": 45})).toBeCloseTo(-strong, 9);
  });

  it("mean reversion speaks against what has run far", () => {
    expect(score(meanReversionAgent, {"rsi-14": 80, "bollinger-position-20": 1, "zscore-48": 2})).toBeLessThan(-0.3);
    expect(score(meanReversionAgent, {"rsi-14": 20, "bollinger-position-20": -1, "zscore-48": -2})).toBeGreaterThan(
      0.3
    );
    expect(score(meanReversionAgent, {"rsi-14": 50, "bollinger-position-20": 0, "zscore-48": 0})).toBe(0);
  });

  it("volatility breakout follows the edge of the range, and more so when volatility rises", () => {
    const calm = score(volatilityBreakoutAgent, {
      "donchian-position-20": 1,
      "atr-ratio-14": 0.01,
      "volatility-ratio-6-48": 0.5
    });
    const wild = score(volatilityBreakoutAgent, {
      "donchian-position-20": 1,
      "atr-ratio-14": 0.01,
      "volatility-ratio-6-48": 2
    });
    expect(calm).toBeGreaterThan(0);
    expect(wild).toBeGreaterThan(calm);
    expect(
      score(volatilityBreakoutAgent, {"donchian-position-20": -1, "atr-ratio-14": 0.01, "volatility-ratio-6-48": 2})
    ).toBeCloseTo(-wild, 9);
  });

  it("volume and flow follows the money, with takers' side where it is known", () => {
    const known = {"obv-slope-24": 0.1, "vwap-distance-24": 0.01, "volume-zscore-24": 0, "volatility-24": 0.01};
    const without = score(volumeFlowAgent, known);
    expect(without).toBeGreaterThan(0);
    expect(score(volumeFlowAgent, {...known, "taker-imbalance-12": 0.5})).toBeGreaterThan(without);
    expect(score(volumeFlowAgent, {...known, "volume-zscore-24": 3})).toBeGreaterThan(without);
  });

  it("lead-lag expects what bitcoin has done and the instrument has not", () => {
    const led = {"btc-return-1": 0.02, "btc-return-4": 0.02, "return-1": 0, "volatility-24": 0.01};
    expect(score(leadLagAgent, led)).toBeGreaterThan(0);
    expect(score(leadLagAgent, {...led, "return-1": 0.02})).toBeLessThan(score(leadLagAgent, led));
  });

  it("expects no return before outcomes have shown that its score means something", () => {
    expect(said(trendAgent, {...rising, "adx-14": 45})?.expectedReturn).toBe(0);
  });
});
