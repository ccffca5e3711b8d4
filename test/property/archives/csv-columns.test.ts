import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {CsvColumns} from "../../../src/loaders/archives/csv-columns.js";

const field = fc.oneof(
  fc.double({noNaN: true, noDefaultInfinity: true}).map(String),
  fc.integer({min: -1_000_000, max: 1_000_000}).map((whole) => (whole / 1000).toFixed(8)),
  fc.bigInt({min: 0n, max: 10n ** 20n}).map(String),
  fc.constantFrom("", "0.00000001", "000123.4500", "-0.5", "word", '"7.25"', ".5", "5.")
);
const lines = fc.array(fc.tuple(field, field, field), {minLength: 1, maxLength: 30});

function meant(text: string): number {
  const bare = text.replaceAll('"', "");
  return bare === "" ? Number.NaN : Number(bare);
}

describe("CsvColumns", () => {
  it("reads every number as Number does, however the bytes are cut and the lines are broken", () => {
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.integer({min: 1, max: 40}),
        (rows, end, last, cut) => {
          const text = rows.map((row) => row.join(",")).join(end) + (last ? end : "");
          const bytes = new TextEncoder().encode(text);
          const parser = new CsvColumns({targets: [0, -1, 1]});
          for (let at = 0; at < bytes.length; at += cut) parser.push(bytes.slice(at, at + cut));
          parser.finish();
          // A line of three empty fields is ",," and counts; an empty file has no line.
          expect(parser.rows).toBe(rows.length);
          const [first, third] = parser.take();
          expect([...(first ?? [])]).toEqual(rows.map(([a]) => meant(a)));
          expect([...(third ?? [])]).toEqual(rows.map(([, , c]) => meant(c)));
        }
      ),
      {seed: 42, numRuns: 300}
    );
  });

  it("gives NaN for fields that a short line does not have, and hands words to whoever knows them", () => {
    const parser = new CsvColumns({targets: [0, 1, 2], textValue: (text) => (text === "buy" ? 1 : Number.NaN)});
    parser.push(new TextEncoder().encode("1,buy\n2,sell,3,4,5\n"));
    expect(parser.take().map((column) => [...column])).toEqual([
      [1, 2],
      [1, Number.NaN],
      [Number.NaN, 3]
    ]);
    expect(parser.rows).toBe(0);
  });
});
