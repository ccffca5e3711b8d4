// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * PostgreSQL's binary COPY format to and from columns of numbers, without an object a row. Times are epoch milliseconds
 * here and microseconds since 2000 there, exact from 1715 to 2285; NaN here is null there.
 */
import {assert} from "../../lib/core/assert.js";

/** What a column holds in the database; here it is always a Float64Array. */
export type CopyKind = "time" | "float" | "int" | "smallint";

/** A column of numbers, or one number for every row. */
export interface CopyColumn {
  readonly kind: CopyKind;
  readonly values: Float64Array | number;
}

const POSTGRES_EPOCH_MS = 946_684_800_000;
const TWO_POWER_32 = 4_294_967_296;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TRAILER = Buffer.from([0xff, 0xff]);
const WIDTH: Readonly<Record<CopyKind, number>> = {time: 8, float: 8, int: 4, smallint: 2};
const CHUNK_BYTES = 1 << 16;

/** The bytes of a COPY ... FROM STDIN (FORMAT binary) of the rows that `rows` lists, in that order. */
export function* encodeCopy(columns: readonly CopyColumn[], rows: Uint32Array): Generator<Buffer> {
  yield SIGNATURE;
  const rowBytes = 2 + columns.reduce((bytes, {kind}) => bytes + 4 + WIDTH[kind], 0);
  const rowsAChunk = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  for (let from = 0; from < rows.length; from += rowsAChunk) {
    const part = rows.subarray(from, from + rowsAChunk);
    const chunk = Buffer.allocUnsafe(part.length * rowBytes);
    const used = encodeRows({columns, rows: part, view: new DataView(chunk.buffer, chunk.byteOffset, chunk.length)});
    yield chunk.subarray(0, used);
  }
  yield TRAILER;
}

function encodeRows({
  columns,
  rows,
  view
}: {
  columns: readonly CopyColumn[];
  rows: Uint32Array;
  view: DataView;
}): number {
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    view.setInt16(at, columns.length);
    at += 2;
    for (let c = 0; c < columns.length; c++) {
      const {kind, values} = columns[c]!;
      at = encodeField({view, at, kind, value: typeof values === "number" ? values : values[row]!});
    }
  }
  return at;
}

function encodeField({view, at, kind, value}: {view: DataView; at: number; kind: CopyKind; value: number}): number {
  if (Number.isNaN(value)) {
    view.setInt32(at, -1);
    return at + 4;
  }
  view.setInt32(at, WIDTH[kind]);
  if (kind === "float") view.setFloat64(at + 4, value);
  else if (kind === "int") view.setInt32(at + 4, value);
  else if (kind === "smallint") view.setInt16(at + 4, value);
  else {
    const micros = (value - POSTGRES_EPOCH_MS) * 1000;
    view.setInt32(at + 4, Math.floor(micros / TWO_POWER_32));
    view.setUint32(at + 8, ((micros % TWO_POWER_32) + TWO_POWER_32) % TWO_POWER_32);
  }
  return at + 4 + WIDTH[kind];
}

/**
 * Takes the chunks of a COPY ... TO STDOUT (FORMAT binary) as they come and fills columns. `rows` of each column are
 * filled; the arrays are longer.
 */
export class CopyDecoder {
  readonly columns: Float64Array[];
  rows = 0;
  private readonly kinds: readonly CopyKind[];
  private carry: Buffer = Buffer.alloc(0);
  private sawHeader = false;

  constructor(kinds: readonly CopyKind[], expectedRows = 4096) {
    this.kinds = kinds;
    this.columns = kinds.map(() => new Float64Array(Math.max(16, expectedRows)));
  }

  push(chunk: Buffer): void {
    const data = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    let at = 0;
    if (!this.sawHeader) {
      if (data.length < SIGNATURE.length) {
        this.carry = data;
        return;
      }
      at = SIGNATURE.length + data.readInt32BE(SIGNATURE.length - 4);
      this.sawHeader = true;
    }
    at = this.decodeRows(data, at);
    this.carry = data.subarray(at);
  }

  /** Filled parts of the columns, sharing memory with the decoder. */
  filled(): Float64Array[] {
    return this.columns.map((column) => column.subarray(0, this.rows));
  }

  /** Forgets the rows, keeps the memory: for reading in batches. */
  clear(): void {
    this.rows = 0;
  }

  /** Decodes whole rows; returns where the first incomplete one begins. */
  private decodeRows(data: Buffer, start: number): number {
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    // No row is longer than this: one comparison a row, not one a field.
    const longest = 2 + this.kinds.length * 12;
    let at = start;
    while (at + 2 <= data.length) {
      if (view.getInt16(at) === -1) return at + 2;
      const next = at + longest <= data.length ? this.decodeRow(view, at) : this.decodeRowAtEnd(view, at);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  private decodeRowAtEnd(view: DataView, start: number): number {
    let at = start + 2;
    for (let c = 0; c < this.kinds.length; c++) {
      if (at + 4 > view.byteLength) return -1;
      at += 4 + Math.max(0, view.getInt32(at));
    }
    return at > view.byteLength ? -1 : this.decodeRow(view, start);
  }

  private decodeRow(view: DataView, start: number): number {
    const row = this.rows;
    if (row === this.columns[0]!.length) this.grow();
    let at = start + 2;
    for (let c = 0; c < this.kinds.length; c++) {
      const length = view.getInt32(at);
      at += 4;
      if (length < 0) {
        this.columns[c]![row] = Number.NaN;
        continue;
      }
      const kind = this.kinds[c]!;
      if (kind === "float") this.columns[c]![row] = view.getFloat64(at);
      else if (kind === "int") this.columns[c]![row] = view.getInt32(at);
      else if (kind === "smallint") this.columns[c]![row] = view.getInt16(at);
      else
        this.columns[c]![row] = (view.getInt32(at) * TWO_POWER_32 + view.getUint32(at + 4)) / 1000 + POSTGRES_EPOCH_MS;
      at += length;
    }
    this.rows = row + 1;
    return at;
  }

  private grow(): void {
    for (let c = 0; c < this.columns.length; c++) {
      const old = this.columns[c]!;
      const longer = new Float64Array(old.length * 2);
      longer.set(old);
      this.columns[c] = longer;
    }
  }
}

/** For text that is built into a COPY statement, which takes no parameters: only whole numbers pass. */
export function wholeNumber(value: number): string {
  assert(Number.isSafeInteger(value), `a whole number is needed in a statement, not ${value}`);
  return String(value);
}
