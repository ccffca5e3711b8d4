/**
 * An ONNX model as a plain function from values to one number: synchronous and the same on every machine, as the
 * pipeline needs it. Inputs are rounded to 32 bits, which trees are cut by; everything after is 64 bits.
 */
import {LINEAR_OPERATORS} from "./onnx-linear.js";
import {modelInvalid, type OnnxModel, parseOnnx} from "./onnx-model.js";
import {NETWORK_OPERATORS, type Operator, type Row} from "./onnx-operators.js";
import {treeEnsembleClassifier, treeEnsembleRegressor} from "./onnx-trees.js";

const OPERATORS: Readonly<Record<string, Operator>> = {
  ...NETWORK_OPERATORS,
  ...LINEAR_OPERATORS,
  TreeEnsembleClassifier: treeEnsembleClassifier,
  TreeEnsembleRegressor: treeEnsembleRegressor
};

const NOTHING = new Float64Array(0);

export interface OnnxScore {
  /** Of the last output: its second value where it has two classes, else its only one. */
  score(values: Float64Array): number;
}

/**
 * Tried once on zeros, so that a model that asks for another number of values is refused when it is loaded.
 * @throws OperatingError MODEL_INVALID for another format, an operator that is not known, or shapes that do not fit
 */
export function onnxScore(bytes: Uint8Array, width: number): OnnxScore {
  const run = compiled(parseOnnx(bytes));
  const score = (values: Float64Array) => numberIn(run(values.map(Math.fround)));
  const trial = score(new Float64Array(width));
  if (Number.isNaN(trial)) throw modelInvalid(`${width} zeros give no number; is it for another number of factors?`);
  return {score};
}

function numberIn(row: Row): number {
  if (row.length > 2)
    throw modelInvalid(`its last output has ${row.length} values; one probability or two classes fit`);
  return row[row.length - 1] ?? Number.NaN;
}

function compiled({nodes, constants, inputs, outputs}: OnnxModel): (values: Row) => Row {
  const [input, ...others] = inputs;
  const output = outputs.at(-1);
  if (input === undefined || others.length > 0)
    throw modelInvalid(`it has ${inputs.length} inputs; one row of all factors is what it gets`);
  if (output === undefined) throw modelInvalid("it has no output");
  const steps = nodes.map((node) => {
    const operator = Object.hasOwn(OPERATORS, node.operator) ? OPERATORS[node.operator] : undefined;
    if (operator === undefined)
      throw modelInvalid(
        `the operator ${node.operator} is not supported; these are: ${Object.keys(OPERATORS).sort().join(", ")}`
      );
    return {node, run: operator(node, constants)};
  });
  const fixed = Array.from(constants, ([name, {data}]) => [name, data] as const);
  return (values) => {
    const rows = new Map<string, Row>(fixed);
    rows.set(input, values);
    for (const {node, run} of steps) {
      // An input left out in the middle has an empty name.
      const made = run(node.inputs.map((name) => (name === "" ? NOTHING : rowOf(rows, name))));
      node.outputs.forEach((name, place) => {
        const row = made[place];
        if (row !== undefined) rows.set(name, row);
      });
    }
    return rowOf(rows, output);
  };
}

function rowOf(rows: ReadonlyMap<string, Row>, name: string): Row {
  const row = rows.get(name);
  if (row === undefined) throw modelInvalid(`the value "${name}" is used before it is made`);
  return row;
}
