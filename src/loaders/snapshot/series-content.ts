// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What the candles of a series are, in a few numbers: a SHA-256 over the rows in order (nine little-endian float64 each,
 * NaN for what is not known), and the locator of one changed row.
 */
import {createHash} from "node:crypto";
import {CANDLE_COLUMN_NAMES, type CandleColumns} from "../../lib/vocabulary/candle.js";
import {type Locator, RowLocator} from "./row-locator.js";

export interface SeriesContent {
  readonly rows: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
  readonly locator: Locator;
}

const WIDTH = CANDLE_COLUMN_NAMES.length;
const BATCH_ROWS = 8192;

/** Takes a series in parts, in order. */
export class SeriesContentHasher {
  private readonly hash = createHash("sha256");
  private readonly batch = new Float64Array(BATCH_ROWS * WIDTH);
  private readonly words = new Uint32Array(this.batch.buffer);
  private readonly locator = new RowLocator();
  private rows = 0;

  add(columns: CandleColumns): void {
    for (let from = 0; from < columns.length; from += BATCH_ROWS)
      this.addBatch(columns, from, Math.min(BATCH_ROWS, columns.length - from));
  }

  finish(): SeriesContent {
    return {rows: this.rows, hash: this.hash.digest("hex"), locator: this.locator.finish()};
  }

  private addBatch(columns: CandleColumns, from: number, count: number): void {
    for (let c = 0; c < WIDTH; c++) {
      const column = columns[CANDLE_COLUMN_NAMES[c]!];
      for (let i = 0; i < count; i++) this.batch[i * WIDTH + c] = column[from + i]!;
    }
    for (let i = 0; i < count; i++) this.addRow(i * WIDTH * 2);
    this.hash.update(new Uint8Array(this.batch.buffer, 0, count * WIDTH * 8));
  }

  private addRow(firstWord: number): void {
    this.rows++;
    this.locator.add(rowChecksum(this.words, firstWord));
  }
}

/** Not for security: the SHA-256 says that something changed, this only helps to say where. */
function rowChecksum(words: Uint32Array, firstWord: number): number {
  let hash = 2_166_136_261;
  for (let w = firstWord; w < firstWord + WIDTH * 2; w++) {
    hash = Math.imul(hash ^ words[w]!, 16_777_619);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
