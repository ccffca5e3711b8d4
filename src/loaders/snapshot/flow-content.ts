/** What the rows of one kind and instrument are, in one hash: SHA-256 over their fields as JSON, a line a row, in order. */
import {createHash} from "node:crypto";
import type {FlowField} from "./flow-tables.js";

export class FlowContentHasher {
  readonly #hash = createHash("sha256");
  rows = 0;
  first: number | null = null;
  last: number | null = null;

  add(rows: readonly (readonly FlowField[])[]): void {
    for (const fields of rows) {
      this.#hash.update(`${JSON.stringify(fields)}\n`);
      const time = Number(fields[0]);
      this.first ??= time;
      this.last = time;
    }
    this.rows += rows.length;
  }

  /** 64 hexadecimal digits; nothing can be added after it. */
  finish(): string {
    return this.#hash.digest("hex");
  }
}
