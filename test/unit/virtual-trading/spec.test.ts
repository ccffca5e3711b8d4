/** The specs name a test for each invariant: the test has to be there. */
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "docs/reference/specs");

for (const file of readdirSync(folder)) {
  const spec = readFileSync(join(folder, file), "utf8");
  const named = [...spec.matchAll(/\| `(test\/[^`]+)`: (.+) \|$/gm)].map((match) => ({
    test: match[1] ?? "",
    title: match[2] ?? ""
  }));

  describe(`the spec ${file}`, () => {
    it("names a test for every invariant", () => {
      const rows = spec
        .slice(spec.indexOf("## Invariants"))
        .split("\n")
        .filter((line) => line.startsWith("| "));
      expect(rows.length).toBeGreaterThan(1);
      expect(named.length).toBe(rows.length - 1);
    });

    for (const {test, title} of named) {
      it(`names a test that exists: ${title}`, () => {
        expect(readFileSync(join(root, test), "utf8")).toContain(title);
      });
    }
  });
}
