/** What an ONNX file says: a graph of operators with their constants. Field numbers are those of onnx.proto. */
import {OperatingError} from "../../core/operating-error.js";
import {floatsIn, floatsOf, integersOf, readFields, textOf, type WireField} from "./protobuf-reader.js";

export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export interface OnnxAttribute {
  readonly float: number;
  readonly integer: number;
  readonly text: string;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  readonly texts: readonly string[];
  readonly tensor: OnnxTensor | null;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  /** Inputs that are no constants. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** TensorProto.DataType: bytes of an element and whether it is a float. */
const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
const DOUBLE = 11;

/** @throws OperatingError MODEL_INVALID for bytes that are no ONNX model, or one with tensors of another type */
export function parseOnnx(bytes: Uint8Array): OnnxModel {
  const graph = readFields(bytes).find(({number, wire}) => number === 7 && wire === 2);
  if (graph === undefined) throw modelInvalid("it has no graph");
  const fields = readFields(graph.bytes);
  const messages = (number: number) =>
    fields.filter((field) => field.number === number && field.wire === 2).map((field) => readFields(field.bytes));
  const constants = new Map(messages(5).map((tensor) => [textField(tensor, 8), tensorOf(tensor)] as const));
  return {
    nodes: messages(1).map(nodeOf),
    constants,
    inputs: messages(11)
      .map((value) => textField(value, 1))
      .filter((name) => !constants.has(name)),
    outputs: messages(12).map((value) => textField(value, 1))
  };
}

export function modelInvalid(reason: string): OperatingError {
  return new OperatingError(`the model cannot be used: ${reason}`, {
    code: "MODEL_INVALID",
    details: {reason, input: true}
  });
}

function textField(fields: readonly WireField[], number: number): string {
  const field = fields.find((one) => one.number === number);
  return field === undefined ? "" : textOf(field);
}

function textFields(fields: readonly WireField[], number: number): string[] {
  return fields.filter((field) => field.number === number).map(textOf);
}

function nodeOf(fields: readonly WireField[]): OnnxNode {
  return {
    operator: textField(fields, 4),
    inputs: textFields(fields, 1),
    outputs: textFields(fields, 2),
    attributes: new Map(
      fields
        .filter(({number}) => number === 5)
        .map(({bytes}) => {
          const attribute = readFields(bytes);
          return [textField(attribute, 1), attributeOf(attribute)] as const;
        })
    )
  };
}

function attributeOf(fields: readonly WireField[]): OnnxAttribute {
  const tensor = fields.find(({number}) => number === 5);
  return {
    float: floatsOf(fields, 2)[0] ?? 0,
    integer: integersOf(fields, 3)[0] ?? 0,
    text: textField(fields, 4),
    floats: floatsOf(fields, 7),
    integers: integersOf(fields, 8),
    texts: textFields(fields, 9),
    tensor: tensor === undefined ? null : tensorOf(readFields(tensor.bytes))
  };
}

function tensorOf(fields: readonly WireField[]): OnnxTensor {
  const dims = integersOf(fields, 1);
  const type = integersOf(fields, 2)[0] ?? FLOAT;
  const raw = fields.find(({number}) => number === 9);
  const data = raw === undefined ? listedValues(fields, type) : rawValues(raw.bytes, type);
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (data.length !== size) throw modelInvalid(`a tensor of shape ${dims.join("x")} has ${data.length} values`);
  return {dims, data: Float64Array.from(data)};
}

function listedValues(fields: readonly WireField[], type: number): readonly number[] {
  if (type === FLOAT) return floatsOf(fields, 4);
  if (type === DOUBLE) return floatsOf(fields, 10, 8);
  if (type === INT32) return integersOf(fields, 5);
  if (type === INT64) return integersOf(fields, 7);
  throw modelInvalid(`tensors of data type ${type} are not supported; float, double, int32 and int64 are`);
}

function rawValues(bytes: Uint8Array, type: number): readonly number[] {
  if (type === FLOAT) return floatsIn(bytes, 4);
  if (type === DOUBLE) return floatsIn(bytes, 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === INT32) return Array.from({length: bytes.length / 4}, (_, i) => view.getInt32(4 * i, true));
  if (type === INT64) return Array.from({length: bytes.length / 8}, (_, i) => Number(view.getBigInt64(8 * i, true)));
  throw modelInvalid(`tensors of data type ${type} are not supported; float, double, int32 and int64 are`);
}
