/** The documents name every factor, and show code that is there. */
import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {ALPHA158_DEFINITIONS} from "../../../src/lib/factors/alpha158/alpha158.js";
import {ALPHA360_DEFINITIONS} from "../../../src/lib/factors/alpha360/alpha360.js";
import {FACTOR_DEFINITIONS} from "../../../src/lib/factors/catalogue.js";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

it("the reference has a row for every factor, with its warm-up and description", () => {
  const rows = read("docs/reference/factors.md").split("\n");
  const missing = FACTOR_DEFINITIONS.flatMap(({factors}) =>
    factors.flatMap((factor, i) => {
      const start = `| \`${factor.name}\`${factor.isRecursive ? " *" : ""} | ${factor.warmUp} | `;
      const text = i === 0 ? factor.description : "the same over other candles";
      return rows.includes(`${start}${text} |`) ? [] : [`${start}${text} |`];
    })
  );
  expect(missing).toEqual([]);
});

it("the reference has a row for every definition of Alpha158 and Alpha360", () => {
  const reference = read("docs/reference/factors.md");
  const missing = [...ALPHA158_DEFINITIONS, ...ALPHA360_DEFINITIONS].filter(({factors, description}) => {
    const name = `| \`${factors[0]?.name}\``;
    return !reference.split("\n").some((row) => row.startsWith(name) && row.endsWith(`| ${description} |`));
  });
  expect(missing.map(({name}) => name)).toEqual([]);
});

it("the how-to shows a factor of the catalogue as it is", () => {
  const page = read("docs/how-to/add-a-factor.md");
  const [, path = "", code = ""] =
    /`(src\/lib\/factors\/catalogue\/[a-z-]+\.ts)`, whole:\n\n```ts\n([^`]+)```/.exec(page) ?? [];
  expect(code).toBe(read(path));
});
