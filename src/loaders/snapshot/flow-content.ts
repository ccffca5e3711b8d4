/**
 * What the rows of one kind and instrument are: SHA-256 over their fields as JSON, a line a row, in order, and the
 * locator of one changed row.
 */
import {createHash} from "node:crypto";
import type {FlowField} from "./flow-tables.js";
import {type Locator, RowLocator} from "./row-locator.js";

export interface FlowContent {
  /** 64 hexadecimal digits. */
  readonly contentHash: string;
  readonly locator: Locator;
}

export class FlowContentHasher {
  readonly #hash = createHash("sha256");
  readonly #locator = new RowLocator();
  rows = 0;
  first: number | null = null;
  last: number | null = null;

  add(rows: readonly (readonly FlowField[])[]): void {
    for (const fields of rows) {
      const line = `${JSON.stringify(fields)}\n`;
      this.#hash.update(line);
      this.#locator.add(checksumOf(line));
      const time = Number(fields[0]);
      this.first ??= time;
      this.last = time;
    }
    this.rows += rows.length;
  }

  /** Nothing can be added after it. */
  finish(): FlowContent {
    return {contentHash: this.#hash.digest("hex"), locator: this.#locator.finish()};
  }
}

/** Not for security: it only helps to say where. */
function checksumOf(line: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < line.length; i++) {
    hash = Math.imul(hash ^ line.charCodeAt(i), 16_777_619);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
