/** Writes small ONNX files, for tests of models: protocol buffers by hand, with the field numbers of onnx.proto. */

export type AttributeValue =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | {readonly floats: readonly number[]};

export interface NodeDraft {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers, texts and lists of them; floats as `{floats}`. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

export interface ModelDraft {
  readonly nodes: readonly NodeDraft[];
  /** 32-bit constants by name. */
  readonly constants?: Readonly<Record<string, {readonly dims: readonly number[]; readonly data: readonly number[]}>>;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

export function onnxFile({nodes, constants = {}, inputs = ["x"], outputs = ["y"]}: ModelDraft): Uint8Array {
  const graph = [
    ...nodes.map((node) => message(1, nodeBytes(node))),
    text(2, "test"),
    ...Object.entries(constants).map(([name, {dims, data}]) =>
      message(5, [...dims.map((dim) => varint(1, dim)), varint(2, 1), text(8, name), message(9, [floatBytes(data)])])
    ),
    ...inputs.map((name) => message(11, [text(1, name)])),
    ...outputs.map((name) => message(12, [text(1, name)]))
  ];
  return joined([varint(1, 8), text(2, "papertape-test"), message(7, graph)]);
}

function nodeBytes({operator, inputs, outputs, attributes = {}}: NodeDraft): Uint8Array[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeBytes(value)]))
  ];
}

function attributeBytes(value: AttributeValue): Uint8Array[] {
  if (typeof value === "number") return [varint(3, value)];
  if (typeof value === "string") return [text(4, value)];
  if ("floats" in value) return value.floats.map((one) => joined([key(7, 5), floatBytes([one])]));
  return value.map((one) => (typeof one === "number" ? varint(8, one) : text(9, one)));
}

function key(field: number, wire: number): Uint8Array {
  return number((field << 3) | wire);
}

/** Negative numbers take ten bytes, as two's complement of 64 bits. */
function number(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function varint(field: number, value: number): Uint8Array {
  return joined([key(field, 0), number(value)]);
}

function text(field: number, value: string): Uint8Array {
  return message(field, [new TextEncoder().encode(value)]);
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(parts);
  return joined([key(field, 2), number(content.length), content]);
}

function floatBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
