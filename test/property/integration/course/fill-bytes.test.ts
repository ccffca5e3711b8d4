/** A line of fills in bytes is the text that exact decimals have. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {toText} from "../../../../src/lib/core/decimal.js";
import {FillBytes} from "../../../../src/lib/integration/course/fill-bytes.js";

function writtenBy(write: (bytes: FillBytes) => void): string {
  const decoder = new TextDecoder();
  let text = "";
  const bytes = new FillBytes({
    update: (piece) => {
      text += decoder.decode(piece);
    },
    digest: () => ""
  });
  write(bytes);
  bytes.flush();
  return text;
}

const wholes = fc.oneof(
  fc.integer({min: 0, max: 99_999}),
  fc.maxSafeNat(),
  // Zeros at the end and around the middle, where one half of the digits meets the other.
  fc.tuple(fc.integer({min: 0, max: 9_007_199}), fc.integer({min: 0, max: 9})).map(([n, e]) => n * 10 ** e)
);

it("spells every whole number below 2^53 at every scale as its decimal", () => {
  fc.assert(
    fc.property(wholes, fc.integer({min: 0, max: 30}), (units, scale) => {
      expect(writtenBy((bytes) => bytes.decimal(units, scale))).toBe(`${toText({units: BigInt(units), scale})} `);
    }),
    {seed: 42, numRuns: 2000}
  );
});

it("loses nothing between pieces", () => {
  const name = new TextEncoder().encode("binance:BTC/USDT");
  const count = 5000;
  const text = writtenBy((bytes) => {
    for (let i = 0; i < count; i++) {
      bytes.word(name);
      bytes.decimal(i, 2, true);
    }
  });
  const lines = Array.from({length: count}, (_, i) => `binance:BTC/USDT ${toText({units: BigInt(i), scale: 2})}\n`);
  expect(text).toBe(lines.join(""));
});
