// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Linear models and scaling of the ai.onnx.ml set: what scikit-learn's pipelines export. */
import {modelInvalid, type OnnxNode} from "./onnx-model.js";
import type {Operator, Row} from "./onnx-operators.js";
import {bothSides, finished, largest} from "./onnx-trees.js";

const floats = ({attributes}: OnnxNode, name: string): readonly number[] => attributes.get(name)?.floats ?? [];

function linearScores(node: OnnxNode): (x: Row) => Row {
  const coefficients = floats(node, "coefficients");
  const intercepts = floats(node, "intercepts");
  return (x) => {
    const outputs = coefficients.length / x.length;
    if (!Number.isInteger(outputs)) throw modelInvalid(`${coefficients.length} coefficients meet ${x.length} values`);
    return Float64Array.from({length: outputs}, (_, row) =>
      x.reduce((sum, value, i) => sum + value * coefficients[row * x.length + i]!, intercepts[row] ?? 0)
    );
  };
}

const linearClassifier: Operator = (node) => {
  const scores = linearScores(node);
  const finish = finished(node);
  return ([x]) => {
    const made = finish(scores(x!));
    const probabilities = made.length === 1 ? bothSides(made[0]!) : made;
    return [largest(probabilities), probabilities];
  };
};

const linearRegressor: Operator = (node) => {
  const scores = linearScores(node);
  const finish = finished(node);
  return ([x]) => [finish(scores(x!))];
};

/** (x - offset) scale. */
const scaler: Operator = (node) => {
  const offset = floats(node, "offset");
  const scale = floats(node, "scale");
  const at = (values: readonly number[], i: number, otherwise: number) =>
    values[values.length === 1 ? 0 : i] ?? otherwise;
  return ([x]) => [x!.map((value, i) => (value - at(offset, i, 0)) * at(scale, i, 1))];
};

const imputer: Operator = (node) => {
  const fills = floats(node, "imputed_value_floats");
  return ([x]) => [x!.map((value, i) => (Number.isNaN(value) ? (fills[fills.length === 1 ? 0 : i] ?? value) : value))];
};

const normalizer: Operator = (node) => {
  const norm = node.attributes.get("norm")?.text || "MAX";
  return ([x]) => {
    const sizes = x!.map(Math.abs);
    const total =
      norm === "MAX"
        ? sizes.reduce((most, size) => Math.max(most, size), 0)
        : norm === "L1"
          ? sizes.reduce((sum, size) => sum + size, 0)
          : Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0));
    return [total > 0 ? x!.map((value) => value / total) : x!];
  };
};

/** Gives classes their names: the probabilities stay. */
const zipMap: Operator =
  () =>
  ([x]) => [x!];

export const LINEAR_OPERATORS: Readonly<Record<string, Operator>> = {
  LinearClassifier: linearClassifier,
  LinearRegressor: linearRegressor,
  Scaler: scaler,
  Imputer: imputer,
  Normalizer: normalizer,
  ZipMap: zipMap
};
