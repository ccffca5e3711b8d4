/** Reads protocol buffers' wire format: field by field, without a schema. Groups and truncated data are refused. */
import {OperatingError} from "../../core/operating-error.js";

export interface WireField {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly wire: 0 | 1 | 2 | 5;
  /** Of a varint, as two's complement: exact up to 2^53. */
  readonly integer: number;
  /** Of the other wire types. */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** @throws OperatingError MODEL_INVALID where the bytes are no message */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    at = key.next;
    const number = Math.floor(key.value / 8);
    const wire = key.value % 8;
    if (wire === 0) {
      const {value, next} = readVarint(bytes, at);
      fields.push({number, wire, integer: value, bytes: NO_BYTES});
      at = next;
      continue;
    }
    if (wire !== 1 && wire !== 2 && wire !== 5) throw broken(`wire type ${wire}`);
    const head = wire === 2 ? readVarint(bytes, at) : {value: wire === 1 ? 8 : 4, next: at};
    const end = head.next + head.value;
    if (end > bytes.length) throw broken("a field that ends after the file");
    fields.push({number, wire, integer: 0, bytes: bytes.subarray(head.next, end)});
    at = end;
  }
  return fields;
}

function readVarint(bytes: Uint8Array, from: number): {readonly value: number; readonly next: number} {
  let low = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) break;
    low |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return {value: Number(BigInt.asIntN(64, low)), next: from + i + 1};
  }
  throw broken("a number without an end");
}

function broken(what: string): OperatingError {
  return new OperatingError(`the model file is not in ONNX format: it holds ${what}`, {
    code: "MODEL_INVALID",
    details: {what, input: true}
  });
}

export function textOf({bytes}: WireField): string {
  return new TextDecoder().decode(bytes);
}

/** Whole numbers of a repeated field, packed or not. */
export function integersOf(fields: readonly WireField[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap((field) => {
      if (field.wire === 0) return [field.integer];
      const values: number[] = [];
      for (let at = 0; at < field.bytes.length; ) {
        const {value, next} = readVarint(field.bytes, at);
        values.push(value);
        at = next;
      }
      return values;
    });
}

/** Little-endian floats of a repeated field, packed or not. @param size 4 or 8 bytes each */
export function floatsOf(fields: readonly WireField[], number: number, size: 4 | 8 = 4): number[] {
  return fields.filter((field) => field.number === number).flatMap(({bytes}) => floatsIn(bytes, size));
}

export function floatsIn(bytes: Uint8Array, size: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({length: Math.floor(bytes.length / size)}, (_, i) =>
    size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true)
  );
}
