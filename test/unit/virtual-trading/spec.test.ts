/** The spec of the order lifecycle names a test for each invariant: the test has to be there. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";

const root = join(import.meta.dirname, "../../..");
const spec = readFileSync(join(root, "docs/reference/specs/order-lifecycle.md"), "utf8");
const named = [...spec.matchAll(/\| `(test\/[^`]+)`: (.+) \|$/gm)].map((match) => ({
  file: match[1] ?? "",
  title: match[2] ?? ""
}));

describe("the spec of the order lifecycle", () => {
  it("names a test for every invariant", () => {
    const rows = spec
      .slice(spec.indexOf("## Invariants"))
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(named.length).toBe(rows.length - 1);
  });

  for (const {file, title} of named) {
    it(`names a test that exists: ${title}`, () => {
      expect(readFileSync(join(root, file), "utf8")).toContain(title);
    });
  }
});
