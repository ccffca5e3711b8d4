// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Tree ensembles of the ai.onnx.ml set: what scikit-learn, LightGBM and XGBoost export. */
import {modelInvalid, type OnnxNode} from "./onnx-model.js";
import {type Operator, type Row, sigmoid, softmax} from "./onnx-operators.js";

interface Leaf {
  readonly outputs: readonly {readonly place: number; readonly weight: number}[];
}

interface Branch {
  readonly feature: number;
  readonly value: number;
  readonly test: (x: number, value: number) => boolean;
  readonly isMissingTrue: boolean;
  readonly whenTrue: TreeNode;
  readonly whenFalse: TreeNode;
}

type TreeNode = Leaf | Branch;

const TESTS: Readonly<Record<string, Branch["test"]>> = {
  BRANCH_LEQ: (x, value) => x <= value,
  BRANCH_LT: (x, value) => x < value,
  BRANCH_GTE: (x, value) => x >= value,
  BRANCH_GT: (x, value) => x > value,
  BRANCH_EQ: (x, value) => x === value,
  BRANCH_NEQ: (x, value) => x !== value
};

export const treeEnsembleClassifier: Operator = (node) => {
  const places = integers(node, "class_ids");
  const labels = Math.max(
    integers(node, "classlabels_int64s").length,
    node.attributes.get("classlabels_strings")?.texts.length ?? 0
  );
  const sum = ensemble(node, "class");
  const isBinary = labels === 2 && new Set(places).size === 1;
  const width = isBinary ? 1 : Math.max(labels, 1);
  const finish = finished(node);
  return ([x]) => {
    const scores = sum(x!, width);
    const probabilities = isBinary ? bothSides(finish(scores)[0]!) : finish(scores);
    return [largest(probabilities), probabilities];
  };
};

export const treeEnsembleRegressor: Operator = (node) => {
  const targets = node.attributes.get("n_targets")?.integer ?? 1;
  const how = node.attributes.get("aggregate_function")?.text ?? "SUM";
  if (how !== "SUM" && how !== "AVERAGE") throw modelInvalid(`trees aggregated by ${how} are not supported`);
  const sum = ensemble(node, "target");
  const trees = how === "AVERAGE" ? new Set(integers(node, "nodes_treeids")).size : 1;
  const finish = finished(node);
  return ([x]) => [finish(sum(x!, targets).map((value) => value / trees))];
};

/** A score of one class among two stands for both. */
export function bothSides(probability: number): Row {
  return Float64Array.of(1 - probability, probability);
}

/** The place of the largest value: what a classifier gives as its label. */
export function largest(values: Row): Row {
  return Float64Array.of(values.reduce((best, value, place) => (value > values[best]! ? place : best), 0));
}

/** What turns raw scores into what the model promises. A single score of two classes needs no softmax. */
export function finished(node: OnnxNode): (scores: Row) => Row {
  const name = node.attributes.get("post_transform")?.text || "NONE";
  if (name === "NONE") return (scores) => scores;
  if (name === "LOGISTIC") return (scores) => scores.map(sigmoid);
  if (name === "SOFTMAX") return (scores) => (scores.length === 1 ? scores.map(sigmoid) : softmax(scores));
  throw modelInvalid(`the transform ${name} is not supported; NONE, LOGISTIC and SOFTMAX are`);
}

function ensemble(node: OnnxNode, kind: "class" | "target"): (x: Row, width: number) => Row {
  const roots = rootsOf(node, kind);
  const base = node.attributes.get("base_values")?.floats ?? [];
  const reach = integers(node, "nodes_featureids").reduce((most, feature) => Math.max(most, feature + 1), 0);
  return (x, width) => {
    // Checked for all branches at once, so that a model for more values is refused when it is loaded.
    if (x.length < reach) throw modelInvalid(`its trees ask for ${reach} values; there are ${x.length}`);
    const scores = Float64Array.from({length: width}, (_, place) => base[place] ?? 0);
    // One class id stands for the single score, whatever its number is.
    const placeOf = (place: number) => (width === 1 ? 0 : place);
    for (const root of roots) for (const {place, weight} of leafFor(root, x).outputs) scores[placeOf(place)]! += weight;
    return scores;
  };
}

function leafFor(root: TreeNode, x: Row): Leaf {
  let node = root;
  while ("feature" in node) {
    const value = x[node.feature]!;
    const isTrue = Number.isNaN(value) ? node.isMissingTrue : node.test(value, node.value);
    node = isTrue ? node.whenTrue : node.whenFalse;
  }
  return node;
}

/** The first node of each tree. Files name nodes by tree and number; links point to numbers of the same tree. */
function rootsOf(node: OnnxNode, kind: "class" | "target"): readonly TreeNode[] {
  const trees = integers(node, "nodes_treeids");
  const numbers = integers(node, "nodes_nodeids");
  const keyOf = (tree: number, number: number) => `${tree} ${number}`;
  const rowOf = new Map(trees.map((tree, row) => [keyOf(tree, numbers[row]!), row]));
  const outputs = leafOutputs(node, {kind, keyOf});
  const columns = branchColumns(node);
  const build = (row: number, depth: number): TreeNode => {
    if (depth > 512) throw modelInvalid("a tree has a loop or more than 512 levels");
    const mode = columns.modes[row] ?? "LEAF";
    const key = keyOf(trees[row]!, numbers[row]!);
    if (mode === "LEAF") return {outputs: outputs.get(key) ?? []};
    const test = TESTS[mode];
    if (test === undefined) throw modelInvalid(`tree nodes of mode ${mode} are not supported`);
    const next = (link: number | undefined) => {
      const target = rowOf.get(keyOf(trees[row]!, link ?? -1));
      if (target === undefined) throw modelInvalid(`tree ${trees[row]} has a link to a node that it lacks`);
      return build(target, depth + 1);
    };
    return {
      feature: columns.features[row]!,
      value: columns.values[row]!,
      test,
      isMissingTrue: columns.missing[row] === 1,
      whenTrue: next(columns.whenTrue[row]),
      whenFalse: next(columns.whenFalse[row])
    };
  };
  return [...new Set(trees)].map((tree) => build(trees.indexOf(tree), 0));
}

function branchColumns(node: OnnxNode) {
  return {
    modes: node.attributes.get("nodes_modes")?.texts ?? [],
    features: integers(node, "nodes_featureids"),
    values: node.attributes.get("nodes_values")?.floats ?? [],
    missing: integers(node, "nodes_missing_value_tracks_true"),
    whenTrue: integers(node, "nodes_truenodeids"),
    whenFalse: integers(node, "nodes_falsenodeids")
  };
}

function leafOutputs(
  node: OnnxNode,
  {kind, keyOf}: {readonly kind: string; readonly keyOf: (tree: number, number: number) => string}
) {
  const trees = integers(node, `${kind}_treeids`);
  const numbers = integers(node, `${kind}_nodeids`);
  const places = integers(node, `${kind}_ids`);
  const weights = node.attributes.get(`${kind}_weights`)?.floats ?? [];
  const made = new Map<string, {place: number; weight: number}[]>();
  trees.forEach((tree, row) => {
    const key = keyOf(tree, numbers[row]!);
    const list = made.get(key) ?? [];
    list.push({place: places[row]!, weight: weights[row]!});
    made.set(key, list);
  });
  return made;
}

function integers({attributes}: OnnxNode, name: string): readonly number[] {
  return attributes.get(name)?.integers ?? [];
}
