/** The house style as a test: what a tool can check is not left to a reviewer's eye. */
import {basename, dirname} from "node:path";
import {describe, expect, it} from "vitest";
import {functionsOf, projectFiles, type SourceFile, sourceFiles} from "./source-files.js";

const MAXIMUM_FILE_LINES = 400;
const MAXIMUM_FUNCTION_LINES = 70;
const MAXIMUM_PARAMETERS = 3;

/** Exceptions, each with its reason. A list here may only shrink. */
const LONG_FUNCTIONS: readonly string[] = [];

const code = sourceFiles(/^(src|bin|notebooks\/(components|data))\//);
const tests = sourceFiles(/^test\//);
const pure = code.filter((file) => file.path.startsWith("src/lib/"));

/** All places where a file breaks a rule, as `path: what`. */
function breaches(files: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): readonly string[] {
  return files.flatMap((file) => find(file).map((what) => `${file.path}: ${what}`));
}

function lineMatches(file: SourceFile, pattern: RegExp): readonly string[] {
  return file.text
    .split("\n")
    .flatMap((line, index) =>
      !/^\s*(\*|\/\/|\/\*)/.test(line) && pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : []
    );
}

describe("files", () => {
  it("stay within 400 lines", () => {
    expect(
      breaches([...code, ...tests], (file) => (file.lines > MAXIMUM_FILE_LINES ? [`${file.lines} lines`] : []))
    ).toEqual([]);
  });

  it("begin with a header that says what they are for", () => {
    const hasHeader = (file: SourceFile) => /^(#!.*\n)?(\/\/ biome-ignore-all.*\n)*\/\*\*/.test(file.text);
    expect(breaches(code, (file) => (hasHeader(file) ? [] : ["no header comment"]))).toEqual([]);
  });

  it("are named by their concept in kebab-case, and no name says nothing", () => {
    const names = (path: string) => [...dirname(path).split("/"), basename(path).replace(/(\.test)?\.[a-z.]+$/, "")];
    const empty = new Set(["utils", "util", "helpers", "helper", "common", "misc", "types", "index"]);
    const wrong = [...code, ...tests].filter((file) =>
      names(file.path).some((name) => !/^(\[?[a-z0-9]+(-[a-z0-9]+)*\]?|\.)$/.test(name) || empty.has(name))
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("hold no re-exports of others", () => {
    expect(breaches(code, (file) => lineMatches(file, /^\s*export (type )?(\*|\{[^}]*\}) from/))).toEqual([]);
  });

  it("hold no code left for later", () => {
    expect(
      breaches([...code, ...tests], (file) =>
        file.path.includes("house-rules") ? [] : (file.text.match(/\b(TODO|FIXME|XXX|HACK)\b/g) ?? [])
      )
    ).toEqual([]);
  });
});

describe("functions", () => {
  it("stay within 70 lines", () => {
    const long = breaches(code, (file) =>
      functionsOf(file)
        .filter((shape) => shape.lines > MAXIMUM_FUNCTION_LINES)
        .map((shape) => `${shape.name} at line ${shape.line} has ${shape.lines} lines`)
    );
    expect(long.filter((breach) => !LONG_FUNCTIONS.some((name) => breach.startsWith(name)))).toEqual([]);
  });

  it("take at most three positional parameters", () => {
    const wide = breaches(code, (file) =>
      functionsOf(file)
        .filter((shape) => shape.parameters.length > MAXIMUM_PARAMETERS)
        .map((shape) => `${shape.name} at line ${shape.line} takes ${shape.parameters.join(", ")}`)
    );
    expect(wide).toEqual([]);
  });
});

describe("src/lib", () => {
  it("reads no clock, no randomness, no environment and no locale", () => {
    const impure =
      /Date\.now|new Date\(\)|Math\.random|process\.(env|argv)|setTimeout|setInterval|toLocale|localeCompare|Intl\.|crypto\.random|performance\.now/;
    expect(breaches(pure, (file) => lineMatches(file, impure))).toEqual([]);
  });

  it("touches no DOM and no network", () => {
    expect(
      breaches(pure, (file) => lineMatches(file, /\b(document|window|navigator)\.|\bfetch\(|new WebSocket/))
    ).toEqual([]);
  });
});

describe("tests", () => {
  it("do not wait for a time", () => {
    const sleeping = /setTimeout\(\s*(resolve|done|r)\b|\bsleep\(/;
    const withoutPolling = tests.filter((file) => !file.path.startsWith("test/support/"));
    expect(
      breaches(withoutPolling, (file) => (file.path.includes("house-rules") ? [] : lineMatches(file, sleeping)))
    ).toEqual([]);
  });

  it("are not left focused or skipped by hand", () => {
    expect(
      breaches(tests, (file) =>
        file.path.includes("support/") || file.path.includes("house-rules")
          ? []
          : lineMatches(file, /\b(it|test|describe)\.(only|todo|fails)\b/)
      )
    ).toEqual([]);
  });
});

describe("the project", () => {
  it("speaks of itself alone: no machine paths and no registry hosts in any text", async () => {
    const {readFileSync} = await import("node:fs");
    const foreign = new RegExp(["registry\\.npm" + "js", "/work/" + "(main|shared)", "deb\\.deb" + "ian"].join("|"));
    const texts = projectFiles().filter((path) =>
      /\.(ts|mjs|cjs|md|json|yaml|yml|sql|html|css|sh)$|\.ci\/run$/.test(path)
    );
    expect(texts.filter((path) => foreign.test(readFileSync(path, "utf8")))).toEqual([]);
  });
});
