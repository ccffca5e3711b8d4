/** Two values have the same bytes when, and only when, they have the same JSON. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {createValueBytes} from "../../../src/loaders/research/value-bytes.js";
import {ValuePlace} from "../../../src/loaders/research/value-places.js";

function bytesOf(...values: readonly unknown[]): string {
  const pieces: Buffer[] = [];
  const bytes = createValueBytes((piece) => pieces.push(Buffer.from(piece)));
  for (const value of values) bytes.write(value);
  bytes.flush();
  return Buffer.concat(pieces).toString("latin1");
}

function bytesAtOnePlace(...values: readonly unknown[]): string {
  const pieces: Buffer[] = [];
  const bytes = createValueBytes((piece) => pieces.push(Buffer.from(piece)));
  const place = new ValuePlace();
  for (const value of values) bytes.write(value, place);
  bytes.flush();
  return Buffer.concat(pieces).toString("latin1");
}

/** The layout restated, letter by letter. */
function spelt(value: unknown): string {
  if (typeof value === "string") return speltText(value);
  if (typeof value === "number" && Number.isFinite(value)) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value + 0);
    return `d${bytes.toString("latin1")}`;
  }
  if (Array.isArray(value)) return `[${value.map(spelt).join("")}]`;
  if (typeof value !== "object" || value === null) return value === true ? "t" : value === false ? "f" : "n";
  const fields = Object.entries(value).filter(([, inside]) => inside !== undefined);
  return `{${fields.map(([key, inside]) => speltText(key) + spelt(inside)).join("")}}`;
}

function speltText(text: string): string {
  const isNarrow = text.length <= 8_192 && /^[\0-\xff]*$/.test(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const letters = isNarrow ? text : Buffer.from(text, "utf16le").toString("latin1");
  return (isNarrow ? "s" : "w") + length.toString("latin1") + letters;
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

  it("are as the layout says, also where a writer remembers what came at a place before", () => {
    const keys = fc.constantFrom("a", "b", "a key of more than twenty-four letters", "é", "日本");
    const text = fc.constantFrom(
      "BTC/USDT",
      "candle:BTC/USDT@binance:1h:1700000000000",
      "été ".repeat(12),
      "日".repeat(30)
    );
    const lists = fc.array(fc.oneof(text, leaf), {maxLength: 4});
    const value = fc.dictionary(keys, fc.oneof(text, leaf, lists, fc.dictionary(keys, text, {maxKeys: 3})));
    const sequences = fc.array(fc.oneof({weight: 4, arbitrary: value}, tree), {maxLength: 40});
    const same = (values: unknown[]) => bytesAtOnePlace(...values) === values.map(spelt).join("");
    fc.assert(fc.property(sequences, same), {seed: 42, numRuns: 1500});
  });

  it("are the same for more fields and items than a place remembers, and for texts that come again and again", () => {
    const wide = Object.fromEntries(Array.from({length: 100}, (_, i) => [`field ${i}`, `text ${i % 7}`.repeat(i)]));
    const values = Array.from({length: 30}, (_, i) => ({
      ...wide,
      list: Array.from({length: 90}, (_, k) => `${k ^ (i >> 3)}`)
    }));
    expect(bytesAtOnePlace(...values)).toBe(values.map(spelt).join(""));
    const long = ["a".repeat(9_000), "a".repeat(9_000), "é".repeat(70_000), "é".repeat(70_000)];
    expect(bytesAtOnePlace(...long)).toBe(long.map(spelt).join(""));
  });

  it("come whole and in order, however many there are", () => {
    const values = Array.from({length: 5_000}, (_, i) => ({i, text: `number ${i}`, list: [i / 3, null]}));
    expect(bytesOf(...values)).toBe(values.map((value) => bytesOf(value)).join(""));
    expect(bytesOf(...values).length).toBeGreaterThan(3 * 65_536);
  });
});
