/** Every reason has a code and a sentence, in the code and on the page that lists them. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {REASON_SENTENCES} from "../../../src/lib/virtual-trading/rejection.js";
import {RISK_RULES} from "../../../src/lib/virtual-trading/risk-checks.js";

describe("the table of reasons", () => {
  it("has a sentence of its own for each code", () => {
    const sentences = Object.values(REASON_SENTENCES);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it("writes codes in lower case with hyphens", () => {
    for (const code of Object.keys(REASON_SENTENCES)) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it("covers every rule of the risk checks once", () => {
    const codes = RISK_RULES.map(({code}) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(REASON_SENTENCES[code]).toBeDefined();
  });

  it("stands whole, word for word, on the page about execution", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/reference/execution.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| ([A-Z].*\.) \|$/gm)].map(([, code, sentence]) => [
      code,
      sentence
    ]);
    expect(rows).toEqual(Object.entries(REASON_SENTENCES));
  });
});
