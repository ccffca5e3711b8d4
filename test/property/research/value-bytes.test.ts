/** Two values have the same bytes when, and only when, they have the same JSON. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {createValueBytes} from "../../../src/loaders/research/value-bytes.js";

function bytesOf(...values: readonly unknown[]): string {
  const pieces: Buffer[] = [];
  const bytes = createValueBytes((piece) => pieces.push(Buffer.from(piece)));
  for (const value of values) bytes.write(value);
  bytes.flush();
  return Buffer.concat(pieces).toString("latin1");
}

/** Few letters and numbers, so that values nearly alike come often. */
const leaf = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -0,
  1,
  0.1,
  Number.NaN,
  "",
  "a",
  "ab",
  "é",
  "日",
  undefined
);
const {tree} = fc.letrec<{tree: unknown}>((tie) => ({
  tree: fc.oneof(
    {maxDepth: 3},
    leaf,
    fc.array(tie("tree"), {maxLength: 3}),
    fc.dictionary(fc.constantFrom("a", "b"), tie("tree"), {maxKeys: 2})
  )
}));

describe("the bytes of values", () => {
  it("are the same for the same JSON and differ for another", () => {
    const same = (a: unknown, b: unknown) =>
      (JSON.stringify([a]) === JSON.stringify([b])) === (bytesOf(a) === bytesOf(b));
    fc.assert(fc.property(tree, tree, same), {seed: 42, numRuns: 3000});
  });

  it("tell long texts apart from their parts and from their neighbours", () => {
    const long = fc.tuple(fc.integer({min: 8_180, max: 70_000}), fc.constantFrom("a", "é", "日"));
    const split = ([length, letter]: [number, string]) => {
      const text = letter.repeat(length);
      const parts = [text.slice(0, 8_192), text.slice(8_192)];
      return (
        bytesOf([text]) === bytesOf([`${text}`]) &&
        bytesOf([text]) !== bytesOf(parts) &&
        bytesOf(text) !== bytesOf(`${text}a`)
      );
    };
    fc.assert(fc.property(long, split), {seed: 42, numRuns: 30});
  });

  it("come whole and in order, however many there are", () => {
    const values = Array.from({length: 5_000}, (_, i) => ({i, text: `number ${i}`, list: [i / 3, null]}));
    expect(bytesOf(...values)).toBe(values.map((value) => bytesOf(value)).join(""));
    expect(bytesOf(...values).length).toBeGreaterThan(3 * 65_536);
  });
});
