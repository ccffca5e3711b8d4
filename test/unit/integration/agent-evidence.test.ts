/** A bet on agents, intervals of their returns and what each adds: what is found where something was planted. */
import {describe, expect, it} from "vitest";
import type {AgentDefinition} from "../../../src/lib/agents/agent.js";
import {AGENT_CATALOGUE} from "../../../src/lib/agents/catalogue.js";
import type {ScoredPrediction} from "../../../src/lib/agents/scored-prediction.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {agentEvidence} from "../../../src/lib/integration/agent-evidence.js";
import {researchRows} from "../../../src/lib/integration/agent-research.js";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** An agent's probability of a rise, given what comes; noise is drawn from its own stream. */
type Opinion = (outcome: number, noise: () => number) => number;

interface World {
  readonly closes?: number;
  readonly horizon?: number;
  readonly instruments?: number;
}

/** Outcomes of neighbours overlap by the horizon. */
function predictionsOf(agents: Readonly<Record<string, Opinion>>, world: World = {}): ScoredPrediction[] {
  const {closes = 400, horizon = 1, instruments = 2} = world;
  const rows: ScoredPrediction[] = [];
  const market = seededRandom(3);
  const noise = seededRandom(4);
  const returns = Array.from({length: instruments}, () =>
    Array.from({length: closes + horizon}, () => 0.01 * market.normal())
  );
  for (let close = 0; close < closes; close++)
    for (let i = 0; i < instruments; i++)
      for (const [agent, opinion] of Object.entries(agents)) {
        const outcomeReturn = (returns[i] as number[]).slice(close, close + horizon).reduce((sum, one) => sum + one, 0);
        const p = opinion(outcomeReturn, () => noise.next());
        const madeAt = START + close * HOUR;
        rows.push({
          ...{agent, instrument: `I${i}`, timeframe: "1h", horizonCandles: horizon, madeAt},
          ...{resolvesAt: madeAt + horizon * HOUR, probabilityUp: p, calibratedProbabilityUp: p},
          ...{expectedReturn: agent === "silent" ? null : 0, outcomeReturn, regime: null}
        });
      }
  return rows;
}

const right: Opinion = (outcome, noise) => (outcome > 0 === noise() < 0.75 ? 0.7 : 0.3);
const guessing: Opinion = (_outcome, noise) => (noise() < 0.5 ? 0.7 : 0.3);
const coin: Opinion = () => 0.5;

describe("evidence of agents", () => {
  const evidence = agentEvidence(predictionsOf({right, guessing, coin, silent: coin}));

  it("makes a bettor on a knowing agent rich, and none on one that guesses", () => {
    const {bet} = evidence.get("right") ?? {bet: null};
    expect(bet?.wealth).toBeGreaterThan(1000);
    expect(bet?.p).toBeLessThan(0.001);
    expect(bet?.provenAt).toBeGreaterThan(START);
    expect(bet?.curve.length).toBeLessThanOrEqual(201);
    expect(evidence.get("guessing")?.bet?.provenAt).toBeNull();
    expect(evidence.get("guessing")?.bet?.wealth).toBeLessThan(2);
  });

  it("keeps an interval of nine in ten, and has none for an agent that expects no return", () => {
    const {interval} = evidence.get("coin") ?? {interval: null};
    expect(interval?.coverage).toBeGreaterThan(0.87);
    expect(interval?.coverage).toBeLessThan(0.93);
    // 90 % of normal returns of one per cent lie within 1.645 per cent.
    expect(interval?.halfWidth).toBeGreaterThan(0.014);
    expect(interval?.halfWidth).toBeLessThan(0.019);
    expect(evidence.get("silent")?.interval).toBeNull();
  });

  it("shares what all agents gain on a coin out without a rest, most of it to the one that knows", () => {
    const shares = [...evidence.values()].map(({contribution}) => contribution?.shapley ?? Number.NaN);
    const total = shares.reduce((sum, share) => sum + share, 0);
    expect(evidence.get("right")?.contribution?.shapley).toBeGreaterThan(total);
    expect(evidence.get("right")?.contribution?.leaveOneOut).toBeGreaterThan(0);
    expect(evidence.get("guessing")?.contribution?.shapley).toBeLessThan(0);
  });

  it("takes closes a whole horizon apart, so that no stake is laid before the last outcome is known", () => {
    const bet = agentEvidence(predictionsOf({right}, {horizon: 4})).get("right")?.bet;
    expect(bet?.closes).toBe(100);
    expect(agentEvidence(predictionsOf({right}, {horizon: 4, closes: 100})).get("right")?.bet).toBeNull();
  });

  it("says nothing of one agent's place among others, of few closes, or of nothing", () => {
    expect(agentEvidence(predictionsOf({right})).get("right")?.contribution).toBeNull();
    const few = agentEvidence(predictionsOf({right, coin}, {closes: 10}));
    expect(few.get("right")).toEqual({bet: null, interval: null, contribution: null});
    expect(agentEvidence([]).size).toBe(0);
  });
});

describe("accuracy of agents", () => {
  const agents = [{...AGENT_CATALOGUE[0], name: "right"} as AgentDefinition];

  it("counts what is scored and what is still open, which together are all predictions", () => {
    const rows = predictionsOf({right}, {closes: 10, instruments: 1});
    const open = rows.map((row, index) => (index < 4 ? row : {...row, outcomeReturn: null}));
    expect(researchRows(agents, open)[0]).toMatchObject({predictions: 10, resolved: 4, unresolved: 6});
  });

  it("says of an agent whose predictions are all open that nothing is known, and of none at all nothing", () => {
    const open = predictionsOf({right}, {closes: 10, instruments: 1}).map((row) => ({...row, outcomeReturn: null}));
    const [none] = researchRows(agents, open);
    expect(none).toMatchObject({predictions: 10, resolved: 0, unresolved: 10, hitRate: null, brier: null, ece: null});
    expect(researchRows(agents, [])).toEqual([]);
  });
});
