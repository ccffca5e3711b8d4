// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The operators of small neural networks, on one row of values: what PyTorch and Keras export for dense layers. */
import {modelInvalid, type OnnxNode, type OnnxTensor} from "./onnx-model.js";

/** One row. */
export type Row = Float64Array;
/** From the rows of a node's inputs to those of its outputs. */
export type Step = (inputs: readonly Row[]) => readonly Row[];
/** The constant of that name, where the input is one. */
export type Constants = ReadonlyMap<string, OnnxTensor>;
export type Operator = (node: OnnxNode, constants: Constants) => Step;

const each =
  (change: (value: number) => number): Operator =>
  () =>
  ([x]) => [x!.map(change)];

/** Equal lengths, or a single value that goes with all. */
const pairwise =
  (change: (a: number, b: number) => number): Operator =>
  (node) =>
  ([a, b]) => {
    const length = Math.max(a!.length, b!.length);
    if ((a!.length !== length && a!.length !== 1) || (b!.length !== length && b!.length !== 1))
      throw modelInvalid(`${node.operator} meets ${a!.length} and ${b!.length} values`);
    const at = (row: Row, i: number) => row[row.length === 1 ? 0 : i]!;
    return [Float64Array.from({length}, (_, i) => change(at(a!, i), at(b!, i)))];
  };

const unchanged: Operator =
  () =>
  ([x]) => [x!];

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

export function softmax(values: Row): Row {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = values.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

export function numberAttribute({attributes}: OnnxNode, name: string, otherwise: number): number {
  return attributes.get(name)?.float ?? otherwise;
}

export const NETWORK_OPERATORS: Readonly<Record<string, Operator>> = {
  Add: pairwise((a, b) => a + b),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b),
  Div: pairwise((a, b) => a / b),
  Relu: each((value) => Math.max(0, value)),
  Sigmoid: each(sigmoid),
  Tanh: each(Math.tanh),
  Abs: each(Math.abs),
  Neg: each((value) => -value),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Sqrt: each(Math.sqrt),
  Softplus: each((value) => Math.log1p(Math.exp(-Math.abs(value))) + Math.max(0, value)),
  LeakyRelu: (node) => {
    const slope = numberAttribute(node, "alpha", 0.01);
    return ([x]) => [x!.map((value) => (value < 0 ? slope * value : value))];
  },
  Elu: (node) => {
    const scale = numberAttribute(node, "alpha", 1);
    return ([x]) => [x!.map((value) => (value < 0 ? scale * Math.expm1(value) : value))];
  },
  Clip: () => (inputs) => {
    const [low, high] = [inputs[1]?.[0] ?? Number.NEGATIVE_INFINITY, inputs[2]?.[0] ?? Number.POSITIVE_INFINITY];
    return [inputs[0]!.map((value) => Math.min(Math.max(value, low), high))];
  },
  Softmax:
    () =>
    ([x]) => [softmax(x!)],
  Concat: () => (inputs) => [Float64Array.from(inputs.flatMap((row) => Array.from(row)))],
  Constant: (node) => {
    const value = node.attributes.get("value");
    const data = value?.tensor?.data ?? Float64Array.of(value?.float ?? 0);
    return () => [data];
  },
  MatMul: matMul,
  Gemm: gemm,
  // One row keeps its values whatever its shape is called.
  Identity: unchanged,
  Dropout: unchanged,
  Cast: unchanged,
  Flatten: unchanged,
  Reshape: unchanged,
  Squeeze: unchanged,
  Unsqueeze: unchanged
};

function matMul({inputs}: OnnxNode, constants: Constants): Step {
  const weights = matrixOf(inputs[1], constants);
  return ([x]) => [product(x!, weights)];
}

/** alpha x W + beta c; W as it is or transposed. */
function gemm(node: OnnxNode, constants: Constants): Step {
  const stored = matrixOf(node.inputs[1], constants);
  const weights = node.attributes.get("transB")?.integer ? transposed(stored) : stored;
  const alpha = numberAttribute(node, "alpha", 1);
  const beta = numberAttribute(node, "beta", 1);
  if (node.attributes.get("transA")?.integer) throw modelInvalid("Gemm with transA is not supported");
  return ([x, , c]) => [
    product(x!, weights).map(
      (value, i) => alpha * value + (c === undefined || c.length === 0 ? 0 : beta * c[c.length === 1 ? 0 : i]!)
    )
  ];
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

function matrixOf(name: string | undefined, constants: Constants): Matrix {
  const tensor = constants.get(name ?? "");
  const [rows, columns = 1] = tensor?.dims ?? [];
  if (tensor === undefined || rows === undefined || tensor.dims.length > 2)
    throw modelInvalid(`the weights "${name ?? ""}" are no constant matrix`);
  return {rows, columns, data: tensor.data};
}

function transposed({rows, columns, data}: Matrix): Matrix {
  return {
    rows: columns,
    columns: rows,
    data: data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!)
  };
}

function product(x: Row, {rows, columns, data}: Matrix): Row {
  if (x.length !== rows) throw modelInvalid(`a matrix of ${rows} rows meets ${x.length} values`);
  const made = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) made[j]! += x[i]! * data[i * columns + j]!;
  return made;
}
