/** Documents that must keep up with the code: dependencies have their record, error codes their page. */
import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {sourceFiles} from "./source-files.js";

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

describe("the decision record on dependencies", () => {
  const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string> | undefined>;
  const direct = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {})
  );

  it("names every direct dependency", () => {
    const record = read("docs/decisions/0001-dependencies.md");
    expect(
      direct.filter((name) => !record.includes(`\`${name}\``) && !record.includes(`\`${name.split("/")[0]}/*\``))
    ).toEqual([]);
  });

  it("has every version pinned exactly", () => {
    const versions = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {})
    );
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});

describe("docs/reference/errors.md", () => {
  const page = read("docs/reference/errors.md");
  const codes = new Set(
    sourceFiles(/^src\//).flatMap((file) =>
      [...file.text.matchAll(/new OperatingError\((?:[^;]|\n)*?code: "([a-z0-9-]+)"/g)].map(
        (match) => match[1] as string
      )
    )
  );

  it("lists every code that the program can raise", () => {
    expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it("lists no code that is gone", () => {
    const listed = [...page.matchAll(/^\| `([a-z0-9-]+)`/gm)].map((match) => match[1] as string);
    expect(listed.filter((code) => !codes.has(code))).toEqual([]);
  });
});
