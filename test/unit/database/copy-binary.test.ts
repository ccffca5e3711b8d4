/** Columns through the binary COPY format and back, in chunks that end anywhere. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {type CopyColumn, CopyDecoder, type CopyKind, encodeCopy} from "../../../src/loaders/database/copy-binary.js";

const KINDS: readonly CopyKind[] = ["time", "float", "int", "smallint"];

const nullable = (value: fc.Arbitrary<number>) => fc.oneof({weight: 4, arbitrary: value}, fc.constant(Number.NaN));
const row = fc.tuple(
  nullable(fc.integer({min: Date.UTC(1715, 0, 1), max: Date.UTC(2285, 0, 1)})),
  nullable(fc.double({noNaN: true})),
  nullable(fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1})),
  nullable(fc.integer({min: -(2 ** 15), max: 2 ** 15 - 1}))
);

describe("binary COPY", () => {
  it("gives back every value to the last bit, wherever the chunks are cut", () => {
    fc.assert(
      fc.property(
        fc.array(row, {maxLength: 60}),
        fc.array(fc.integer({min: 1, max: 90}), {minLength: 1}),
        (rows, cuts) => {
          const columns: CopyColumn[] = KINDS.map((kind, c) => ({
            kind,
            values: Float64Array.from(rows, (r) => r[c] as number)
          }));
          const bytes = Buffer.concat([...encodeCopy(columns, Uint32Array.from(rows.keys()))]);
          const decoder = new CopyDecoder(KINDS, 1);
          for (let at = 0, cut = 0; at < bytes.length; cut++) {
            const length = cuts[cut % cuts.length] as number;
            decoder.push(bytes.subarray(at, at + length));
            at += length;
          }
          expect(decoder.rows).toBe(rows.length);
          expect(decoder.filled()).toEqual(columns.map(({values}) => values));
        }
      ),
      {seed: 42, numRuns: 300}
    );
  });

  it("writes only the rows that are listed, in that order", () => {
    const values = Float64Array.of(10, 11, 12, 13);
    const decoder = new CopyDecoder(["float", "int"]);
    for (const chunk of encodeCopy(
      [
        {kind: "float", values},
        {kind: "int", values: 7}
      ],
      Uint32Array.of(3, 1)
    ))
      decoder.push(chunk);
    expect(decoder.filled()).toEqual([Float64Array.of(13, 11), Float64Array.of(7, 7)]);
  });
});
