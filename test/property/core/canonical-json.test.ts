/** Equal values have one text and one hash, whatever order their keys came in. */
import {createHash} from "node:crypto";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {canonicalJson} from "../../../src/lib/core/canonical-json.js";
import {hashText, hashValue} from "../../../src/lib/core/hash.js";

const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, reversed(item)])
        )
      : value;

/** The definition, as plainly as it can be written. */
const defined = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(defined).join(",")}]`
    : typeof value === "object" && value !== null
      ? `{${Object.keys(value)
          .sort()
          .map((key) => `${JSON.stringify(key)}:${defined((value as Record<string, unknown>)[key])}`)
          .join(",")}}`
      : JSON.stringify(value);

describe("canonical JSON", () => {
  const json = fc.jsonValue({maxDepth: 4}).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

  it("is JSON of the same value and does not depend on the order of keys", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(hashValue(reversed(value))).toBe(hashValue(value));
      }),
      {seed: 3, numRuns: 300}
    );
  });

  it("writes keys in the order of their text, those that look like numbers too", () => {
    const key = fc.oneof(fc.nat({max: 120}).map(String), fc.constantFrom("a", "b", "__proto__", "-1", "1.5"));
    const value = fc.dictionary(key, fc.oneof(fc.double({noNaN: true, noDefaultInfinity: true}), fc.string(), json));
    fc.assert(
      fc.property(fc.oneof(json, value, fc.array(value)), (any) => {
        expect(canonicalJson(any)).toBe(defined(any));
      }),
      {seed: 5, numRuns: 500}
    );
  });

  it("refuses what JSON would silently turn into null", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, {a: [Number.NaN]}, 1n, () => 1])
      expect(() => canonicalJson(value)).toThrow(/Invariant/);
  });

  it("hashes as SHA-256 does everywhere", () => {
    fc.assert(
      fc.property(fc.string({unit: "grapheme", maxLength: 200}), (text) => {
        expect(hashText(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }),
      {seed: 4, numRuns: 200}
    );
  });
});
