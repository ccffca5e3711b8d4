import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {checkSite} from "../../../src/loaders/site/check-site.js";

let folder: string | null = null;

afterEach(() => {
  if (folder !== null) rmSync(folder, {recursive: true});
  folder = null;
});

function check(files: Readonly<Record<string, string>>): readonly string[] {
  folder = mkdtempSync(join(tmpdir(), "papertape-check-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return checkSite(folder);
}

describe("the check of a built site", () => {
  it("finds nothing in pages that load from themselves", () => {
    const page =
      '<link href="./a.css"><script type="module">import "./_import/a.js";</script><a href="https://example.org">x</a>';
    expect(
      check({"index.html": page, "_import/a.js": 'import {b} from "../_npm/b.js"', "a.css": "a {color: red}"})
    ).toEqual([]);
  });

  it("finds errors that were baked into a page", () => {
    expect(check({"a.html": '<span class="observablehq--error">SyntaxError: oops</span>'})).toEqual([
      "a.html: error on the page: SyntaxError: oops"
    ]);
  });

  it("finds imports that were left unresolved", () => {
    expect(check({"_import/a.js": 'import {x} from "some-package"; import("npm:other")'})).toEqual([
      "_import/a.js: unresolved import: some-package",
      "_import/a.js: unresolved import: npm:other"
    ]);
  });

  it("finds scripts, styles and fonts of other hosts", () => {
    const found = check({
      "a.html": '<script src="https://example.org/x.js"></script><link rel="stylesheet" href="//example.org/x.css">',
      "b.css": '@import "https://example.org/font.css"; a {background: url(https://example.org/x.png)}'
    });
    expect(found).toHaveLength(4);
  });
});
