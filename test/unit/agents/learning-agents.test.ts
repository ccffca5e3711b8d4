import {describe, expect, it} from "vitest";
import type {AgentDefinition} from "../../../src/lib/agents/agent.js";
import {fitBoostedStumps, stumpValue} from "../../../src/lib/agents/boosted-stumps.js";
import {boostedStumpsAgent} from "../../../src/lib/agents/catalogue/boosted-stumps.js";
import {onlineLogisticAgent} from "../../../src/lib/agents/catalogue/online-logistic.js";
import {externalModelAgent} from "../../../src/lib/agents/external-model-agent.js";
import {createOutcomeMemory} from "../../../src/lib/agents/outcome-memory.js";
import {createReturnSlope} from "../../../src/lib/agents/return-slope.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";

const FACTORS = ["signal", "noise"];

/** An agent taught that `signal` above 0 comes before a rise and `noise` before nothing. */
function taught(definition: AgentDefinition, outcomes: number) {
  const agent = definition.configure({factors: FACTORS}).create();
  const random = seededRandom(7);
  for (let i = 0; i < outcomes; i++) {
    const values = Float64Array.from([random.normal(), random.normal()]);
    const made = agent.predict({instrument: "A", closeTime: i * HOUR_MS, values, quality: 1});
    const outcomeReturn = 0.01 * ((values[0] as number) + random.normal());
    const times = {madeAt: i * HOUR_MS, resolvedAt: (i + 1) * HOUR_MS};
    agent.learn({instrument: "A", ...times, values: Array.from(values), score: made?.score ?? null, outcomeReturn});
  }
  return agent;
}

const ask = (agent: ReturnType<typeof taught>, values: readonly number[]) =>
  agent.predict({instrument: "A", closeTime: 1e12, values: Float64Array.from(values), quality: 1});

describe.each([onlineLogisticAgent, boostedStumpsAgent])("the agent $name", (definition) => {
  it("abstains until it has seen enough outcomes", () => {
    expect(ask(taught(definition, 100), [1, 0])).toBeNull();
  });

  it("learns which factor comes before a rise, and what its score has been worth", () => {
    const agent = taught(definition, 2500);
    const up = ask(agent, [1.5, 0]);
    const down = ask(agent, [-1.5, 0]);
    expect(up?.score).toBeGreaterThan(0.5);
    expect(down?.score).toBeLessThan(-0.5);
    expect(Math.abs(up?.contributions[0] ?? 0)).toBeGreaterThan(5 * Math.abs(up?.contributions[1] ?? 0));
    expect(up?.expectedReturn).toBeGreaterThan(0.002);
  });

  it("goes on after a restore as if nothing had happened", () => {
    const agent = taught(definition, 700);
    const copy = definition.configure({factors: FACTORS}).create();
    copy.restore(JSON.parse(JSON.stringify(agent.snapshot())));
    for (let i = 0; i < 600; i++) {
      const outcome = {
        instrument: "A",
        madeAt: i,
        resolvedAt: i + 1,
        values: [i % 3, 1],
        score: 0.2,
        outcomeReturn: (i % 5) - 2
      };
      agent.learn(outcome);
      copy.learn(outcome);
    }
    expect(ask(copy, [0.7, -0.3])).toEqual(ask(agent, [0.7, -0.3]));
  });
});

describe("boosted stumps", () => {
  it("keep no step when none helps on later data", () => {
    const random = seededRandom(3);
    const rows = (n: number) => ({
      columns: [Float64Array.from({length: n}, () => random.normal())],
      isUp: Float64Array.from({length: n}, () => (random.next() < 0.5 ? 1 : 0))
    });
    const options = {rounds: 30, learningRate: 0.5, ridge: 1};
    const model = fitBoostedStumps(rows(200), rows(400), options);
    expect(model.stumps.length).toBeLessThan(5);
  });

  it("add nothing for an undefined value", () => {
    expect(stumpValue({factor: 0, threshold: 0, below: 1, above: 2}, Number.NaN)).toBe(0);
  });
});

describe("the memory of outcomes", () => {
  const filled = (count: number, capacity = 100) => {
    const memory = createOutcomeMemory(1, capacity);
    for (let i = 0; i < count; i++)
      memory.add({z: [i / 100], isUp: i % 2 === 0, madeAt: i * HOUR_MS, resolvedAt: (i + 4) * HOUR_MS});
    return memory;
  };

  it("leaves out of training what was settled after the first judged prediction, and an embargo more", () => {
    // 75 older rows; the first newer one was made at 75 h, so the older ones made at 72, 73 and 74 h overlap it.
    const plain = filled(100).split(0.25, 0);
    expect({train: plain.train.isUp.length, purged: plain.purged, judged: plain.validation.isUp.length}).toEqual({
      train: 72,
      purged: 3,
      judged: 25
    });
    expect(filled(100).split(0.25, 10 * HOUR_MS)).toMatchObject({purged: 13});
  });

  it("keeps the newest outcomes in their order", () => {
    const {train, validation} = filled(130).split(0.5, 0);
    expect(train.columns[0]?.[0]).toBeCloseTo(0.3, 9);
    expect(validation.columns[0]?.at(-1)).toBeCloseTo(1.29, 9);
  });
});

describe("the return slope", () => {
  it("is 0 for scores that mean nothing and near the truth for scores that do", () => {
    const random = seededRandom(11);
    const useless = createReturnSlope();
    const useful = createReturnSlope();
    for (let i = 0; i < 3000; i++) {
      const score = random.normal();
      useless.learn(score, 0.01 * (i % 2 === 0 ? 1 : -1) * Math.abs(score));
      useful.learn(score, 0.005 * score + 0.01 * random.normal());
    }
    expect(Math.abs(useless.value())).toBeLessThan(0.0002);
    expect(useful.value()).toBeGreaterThan(0.004);
    expect(useful.value()).toBeLessThan(0.006);
  });
});

describe("an agent around a model from elsewhere", () => {
  const model = (changes: Partial<Parameters<typeof externalModelAgent>[0]> = {}) =>
    externalModelAgent({
      name: "foreign",
      version: "abc123",
      title: "Foreign",
      description: "A model from elsewhere.",
      factors: FACTORS,
      trainedUntil: null,
      score: (values) => 1 / (1 + Math.exp(-(2 * (values[0] as number) + 0.5))),
      ...changes
    });

  it("says the model's probability, its parts by what each factor changes", () => {
    const forecast = model()
      .create()
      .predict({instrument: "A", closeTime: 0, values: Float64Array.from([0.3, 5]), quality: 1});
    expect(forecast?.score).toBeCloseTo(1.1, 9);
    expect(forecast?.contributions[1]).toBe(0);
  });

  it("abstains at closes that the model has been trained on", () => {
    const agent = model({trainedUntil: 1000}).create();
    const at = (closeTime: number) =>
      agent.predict({instrument: "A", closeTime, values: Float64Array.from([1, 1]), quality: 1});
    expect(at(1000)).toBeNull();
    expect(at(1001)).not.toBeNull();
  });

  it("fails loudly when the model gives no probability", () => {
    const agent = model({score: () => Number.NaN}).create();
    const values = Float64Array.from([1, 1]);
    expect(() => agent.predict({instrument: "A", closeTime: 0, values, quality: 1})).toThrow("not a probability");
  });
});
