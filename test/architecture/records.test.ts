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

describe("the lock file", () => {
  interface LockedPackage {
    readonly optionalDependencies?: Record<string, string>;
  }
  const {packages} = JSON.parse(read("package-lock.json")) as {packages: Record<string, LockedPackage>};

  it("holds the packages of every platform, without which an install from it fails", () => {
    const names = new Set(
      Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length))
    );
    const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(optional.length).toBeGreaterThan(50);
    expect(optional.filter((name) => !names.has(name))).toEqual([]);
  });

  it("names no address to download from", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved": "http/);
  });
});

describe("docs/reference/errors.md", () => {
  const page = read("docs/reference/errors.md");
  const codes = new Set(
    sourceFiles(/^src\//).flatMap((file) =>
      [...file.text.matchAll(/new OperatingError\((?:[^;]|\n)*?code: "([A-Z0-9_]+)"/g)].map(
        (match) => match[1] as string
      )
    )
  );

  it("lists every code that the program can raise", () => {
    expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it("lists no code that is gone", () => {
    const listed = [...page.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map((match) => match[1] as string);
    const source = sourceFiles(/^src\//).map((file) => file.text);
    expect(listed.length).toBeGreaterThan(40);
    expect(listed.filter((code) => !source.some((text) => text.includes(`"${code}"`)))).toEqual([]);
  });
});
