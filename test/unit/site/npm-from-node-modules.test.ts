import {readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {describe, expect, it} from "vitest";
import {answerFromNodeModules} from "../../../src/loaders/site/npm-from-node-modules.js";

const project = resolve(import.meta.dirname, "../../..");
const versions = (
  JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {dependencies: Record<string, string>}
).dependencies;
const registry = (spec: string) => `https://registry.${"example"}.org/${spec}`;
const cdn = (spec: string) => `https://cdn.${"example"}.net/npm/${spec}`;

async function json(address: string): Promise<unknown> {
  return (await answerFromNodeModules(project, address))?.json();
}

describe("the registry and the CDN answered from node_modules", () => {
  it("gives the installed version, asked for all versions or for a tag", async () => {
    expect(await json(registry("htl"))).toEqual({versions: {[String(versions.htl)]: {}}});
    expect(await json(registry("@observablehq/plot/latest"))).toEqual({version: versions["@observablehq/plot"]});
  });

  it("gives a placeholder version for a library that Framework only mentions", async () => {
    expect(await json(registry("no-such-package"))).toEqual({versions: {"0.0.0": {}}});
  });

  it("bundles a package with its dependencies into one module that imports nothing", async () => {
    const answer = await answerFromNodeModules(project, cdn("isoformat/+esm"));
    const code = (await answer?.text()) ?? "";
    expect(code).toContain("export");
    expect(code).not.toMatch(/\bfrom ?["']/);
  });

  it("gives a package's other files as they are", async () => {
    const answer = await answerFromNodeModules(project, cdn(`htl@${versions.htl}/package.json`));
    expect(await answer?.json()).toMatchObject({name: "htl"});
  });

  it("names a package that is not installed, or is at another version, instead of fetching it", async () => {
    await expect(answerFromNodeModules(project, cdn("no-such-package@1.0.0/+esm"))).rejects.toThrow(
      /no-such-package.*not installed/
    );
    await expect(answerFromNodeModules(project, cdn("htl@9.9.9/+esm"))).rejects.toThrow(/htl@9\.9\.9.*is installed/);
  });

  it("leaves every other address to the network", async () => {
    expect(await answerFromNodeModules(project, "https://example.org/api")).toBeNull();
  });
});
