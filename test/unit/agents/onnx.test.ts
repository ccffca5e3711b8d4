/** Models in ONNX format: what they score, what is refused, and how they travel with a strategy. */
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {base64Bytes} from "../../../src/lib/agents/base64.js";
import {modelAgents} from "../../../src/lib/agents/model-agents.js";
import {onnxScore} from "../../../src/lib/agents/onnx/onnx-score.js";
import {OperatingError} from "../../../src/lib/core/operating-error.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {loadStrategy} from "../../../src/loaders/configuration/load-strategy.js";
import {type ModelDraft, onnxFile} from "../../support/onnx-file.js";

const scoreOf = (draft: ModelDraft, values: readonly number[]) =>
  onnxScore(onnxFile(draft), values.length).score(Float64Array.from(values));
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

const LOGISTIC: ModelDraft = {
  nodes: [
    {operator: "Gemm", inputs: ["x", "w", "b"], outputs: ["z"], attributes: {transB: 1}},
    {operator: "Sigmoid", inputs: ["z"], outputs: ["y"]}
  ],
  constants: {w: {dims: [1, 2], data: [2, -1]}, b: {dims: [1], data: [0.5]}}
};

/** Left of 0.5 in feature 0: 0.25; right of it by feature 1. Missing values go right at the root. */
const TREE = {
  nodes_treeids: [0, 0, 0, 0, 0],
  nodes_nodeids: [0, 1, 2, 3, 4],
  nodes_featureids: [0, 0, 1, 0, 0],
  nodes_values: {floats: [0.5, 0, 2, 0, 0]},
  nodes_modes: ["BRANCH_LEQ", "LEAF", "BRANCH_LT", "LEAF", "LEAF"],
  nodes_truenodeids: [1, 0, 3, 0, 0],
  nodes_falsenodeids: [2, 0, 4, 0, 0]
};

describe("a model's score", () => {
  it("is that of a logistic regression", () => {
    expect(scoreOf(LOGISTIC, [1, 3])).toBeCloseTo(sigmoid(2 - 3 + 0.5), 12);
  });

  it("is the second class of a network that ends in two", () => {
    const network: ModelDraft = {
      nodes: [
        {operator: "MatMul", inputs: ["x", "w"], outputs: ["h"]},
        {operator: "Add", inputs: ["h", "b"], outputs: ["a"]},
        {operator: "Relu", inputs: ["a"], outputs: ["r"]},
        {operator: "Gemm", inputs: ["r", "v"], outputs: ["z"]},
        {operator: "Softmax", inputs: ["z"], outputs: ["y"]}
      ],
      constants: {
        w: {dims: [2, 3], data: [1, 0, -1, 0.5, 2, 1]},
        b: {dims: [3], data: [0, -1, 0.25]},
        v: {dims: [3, 2], data: [1, -1, 0.5, 0.5, 0, 1]}
      }
    };
    // h = (1 - 0.5, -2, -1 - 1) + b, only the first is above 0: z = (0.5, -0.5).
    expect(scoreOf(network, [1, -1])).toBeCloseTo(sigmoid(-1), 12);
  });

  it("is the leaf of a tree, also for a missing value", () => {
    const regressor: ModelDraft = {
      nodes: [
        {
          operator: "TreeEnsembleRegressor",
          inputs: ["x"],
          outputs: ["y"],
          attributes: {
            ...TREE,
            n_targets: 1,
            target_treeids: [0, 0, 0],
            target_nodeids: [1, 3, 4],
            target_ids: [0, 0, 0],
            target_weights: {floats: [0.25, 0.5, 0.75]}
          }
        }
      ]
    };
    expect(scoreOf(regressor, [0.5, 9])).toBe(0.25);
    expect(scoreOf(regressor, [0.6, 1])).toBe(0.5);
    expect(scoreOf(regressor, [0.6, 2])).toBe(0.75);
    expect(scoreOf(regressor, [Number.NaN, 2])).toBe(0.75);
  });

  it("sums the trees of a classifier and turns log-odds of one class into both probabilities", () => {
    const classifier: ModelDraft = {
      nodes: [
        {
          operator: "TreeEnsembleClassifier",
          inputs: ["x"],
          outputs: ["label", "p"],
          attributes: {
            ...TREE,
            class_treeids: [0, 0, 0],
            class_nodeids: [1, 3, 4],
            class_ids: [1, 1, 1],
            class_weights: {floats: [-1, 0.5, 2]},
            base_values: {floats: [0.25]},
            classlabels_int64s: [0, 1],
            post_transform: "LOGISTIC"
          }
        },
        {operator: "ZipMap", inputs: ["p"], outputs: ["y"]}
      ],
      outputs: ["label", "y"]
    };
    expect(scoreOf(classifier, [0, 0])).toBeCloseTo(sigmoid(-0.75), 12);
    expect(scoreOf(classifier, [1, 3])).toBeCloseTo(sigmoid(2.25), 12);
  });

  it("is that of scaled values in a linear classifier", () => {
    const pipeline: ModelDraft = {
      nodes: [
        {
          operator: "Scaler",
          inputs: ["x"],
          outputs: ["s"],
          attributes: {offset: {floats: [1, 2]}, scale: {floats: [0.5, 2]}}
        },
        {
          operator: "LinearClassifier",
          inputs: ["s"],
          outputs: ["label", "p"],
          attributes: {
            coefficients: {floats: [-1, -0.5, 1, 0.5]},
            intercepts: {floats: [-0.25, 0.25]},
            classlabels_ints: [0, 1],
            post_transform: "LOGISTIC"
          }
        },
        {operator: "Normalizer", inputs: ["p"], outputs: ["y"], attributes: {norm: "L1"}}
      ],
      outputs: ["label", "y"]
    };
    // Scaled: (1, 2), so 1 + 1 + 0.25.
    expect(scoreOf(pipeline, [3, 3])).toBeCloseTo(sigmoid(2.25), 12);
  });
});

describe("a model that cannot be used", () => {
  const refusal = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      if (error instanceof OperatingError && error.code === "MODEL_INVALID") return error.message;
      throw error;
    }
    return "";
  };

  it("is refused with what is wrong with it", () => {
    const unknown = {...LOGISTIC, nodes: [{operator: "LSTM", inputs: ["x"], outputs: ["y"]}]};
    expect(refusal(() => scoreOf(unknown, [1]))).toContain("the operator LSTM is not supported");
    expect(refusal(() => scoreOf(LOGISTIC, [1, 2, 3]))).toContain("a matrix of 2 rows meets 3 values");
    expect(refusal(() => scoreOf({...LOGISTIC, inputs: ["x", "mask"]}, [1, 2]))).toContain("it has 2 inputs");
    expect(refusal(() => onnxScore(new TextEncoder().encode("not a model at all"), 2))).not.toBe("");
    expect(refusal(() => onnxScore(new Uint8Array(0), 2))).toContain("no graph");
    const cut = onnxFile(LOGISTIC);
    expect(refusal(() => onnxScore(cut.subarray(0, cut.length - 9), 2))).not.toBe("");
  });
});

describe("a strategy with a model", () => {
  const folder = mkdtempSync(join(tmpdir(), "papertape-model-"));
  afterAll(() => rmSync(folder, {recursive: true, force: true}));
  const instrument = {
    id: "BTC/USDT@test" as never,
    exchange: "test",
    symbol: "BTC/USDT",
    base: "BTC",
    quote: "USDT",
    kind: "spot" as const,
    priceIncrement: "0.01",
    amountIncrement: "0.0001",
    minimumAmount: "0.0001",
    minimumNotional: "1",
    makerFee: 0.001,
    takerFee: 0.001,
    isSimulated: true
  };
  const strategyWith = (bias: number, more = "") => {
    const constants = {...LOGISTIC.constants, b: {dims: [1], data: [bias]}};
    writeFileSync(join(folder, "mine.onnx"), onnxFile({...LOGISTIC, constants}));
    const file = join(folder, "modelled.yaml");
    const model = `{name: mine, file: mine.onnx, factors: [rsi-14, return-1], trainedUntil: "2024-01-01"${more}}`;
    writeFileSync(file, `name: modelled\nagents:\n  names: [trend, mine]\n  models:\n    - ${model}\n`);
    return loadStrategy(file).strategy;
  };

  it("has an agent of its name whose version is its file's hash", () => {
    const strategy = strategyWith(0.5);
    const {agents} = planStrategy(strategy, [instrument]);
    expect(agents.map(({name}) => name)).toEqual(["trend", "mine"]);
    expect(agents[1]?.version).toBe(`1.0.0+${strategy.agents.models?.[0]?.sha256?.slice(0, 12)}`);
  });

  it("has another configuration hash when one weight changes, and the same one when nothing does", () => {
    const hashOf = (bias: number) => planStrategy(strategyWith(bias), [instrument]).hash;
    expect(hashOf(0.5)).toBe(hashOf(0.5));
    expect(hashOf(0.5)).not.toBe(hashOf(0.25));
  });

  it("runs again from its recorded configuration, without the file", () => {
    const recorded = JSON.parse(JSON.stringify(strategyWith(0.5)));
    rmSync(join(folder, "mine.onnx"));
    expect(planStrategy(recorded, [instrument]).agents[1]?.name).toBe("mine");
    expect(() => loadStrategy(join(folder, "modelled.yaml"))).toThrow("has no file");
  });

  it("refuses a file that is not the one whose hash it names", () => {
    expect(() => strategyWith(0.5, `, sha256: "${"0".repeat(64)}"`)).toThrow("not 0000");
  });

  it("is silent until the end of the training, then speaks with parts that sum to its score", () => {
    const [agent] = modelAgents(strategyWith(0.5).agents.models ?? []);
    const program = agent?.create();
    const ask = (closeTime: number) =>
      program?.predict({instrument: "BTC/USDT@test", closeTime, values: Float64Array.of(0.7, 0.2), quality: 1});
    expect(ask(Date.UTC(2024, 0, 1))).toBeNull();
    ask(Date.UTC(2024, 0, 1, 1));
    const forecast = ask(Date.UTC(2024, 0, 1, 2));
    expect(forecast?.score).toBeCloseTo(2 * 0.7 - 0.2 + 0.5, 6);
    const parts = (forecast?.contributions ?? []).reduce((sum, part) => sum + part, forecast?.bias ?? Number.NaN);
    expect(parts).toBe(forecast?.score);
  });

  it("reads base64 as Node writes it", () => {
    for (let length = 0; length < 10; length++) {
      const bytes = Uint8Array.from({length}, (_, i) => (i * 83 + 7) % 256);
      expect(base64Bytes(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
    }
  });
});
