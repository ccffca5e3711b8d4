/** The process behind `buildSite`: stages the data, runs Framework's build in this working directory, checks, swaps. */
import {cp, mkdir, rename, rm} from "node:fs/promises";
import {dirname, join} from "node:path";
import {pathToFileURL} from "node:url";
import type {BuildMessage, BuiltSite} from "./build-site.js";
import {checkSite} from "./check-site.js";
import {frameHtml} from "./page-frame.js";
import {stageSiteData} from "./site-data.js";

/** The part of Framework's configuration that a build uses; Framework ships no type declarations. */
interface SiteConfig {
  readonly root: string;
  output: string;
  head: string | null;
  header: string | ((page: {path: string}) => string) | null;
  footer: string | ((page: {path: string}) => string) | null;
  paths(): AsyncIterable<string>;
}
interface BuildEffects {
  writeFile(path: string, contents: string | Uint8Array): Promise<void>;
}
interface BuildModule {
  build(options: {config: SiteConfig}, effects: BuildEffects): Promise<void>;
  FileBuildEffects: new (output: string, cache: string, sinks: object) => BuildEffects;
}

const send = (message: BuildMessage) => process.send?.(message);

async function framework<T>(module: string): Promise<T> {
  const path = join(process.cwd(), "node_modules", "@observablehq", "framework", "dist", module);
  return (await import(pathToFileURL(path).href)) as T;
}

async function main(): Promise<BuiltSite> {
  const start = performance.now();
  const {readConfig} = await framework<{readConfig(): Promise<SiteConfig>}>("config.js");
  const config = await readConfig();
  const site = config.output;
  report("Reading the data", 0);
  await stageSiteData(process.cwd(), config.root);
  config.output = join(config.root, ".observablehq", "dist");
  const pages = await buildPages(config);
  report("Checking the pages", 0.98);
  const problems = checkSite(config.output);
  if (problems.length > 0) throw new BrokenSite(problems);
  await replace(site, config.output);
  return {pages, ms: Math.round(performance.now() - start)};
}

class BrokenSite extends Error {
  override readonly name = "BrokenSite";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** @returns the number of pages */
async function buildPages(config: SiteConfig): Promise<number> {
  const {build, FileBuildEffects} = await framework<BuildModule>("build.js");
  let count = 0;
  for await (const _ of config.paths()) count += 1;
  let loaded = 0;
  let rendered = 0;
  const output = {
    // Framework announces each page twice: when it reads it and when it renders it.
    write(line: string) {
      if (/\bload\b.*\s\//.test(line)) report(`Reading page ${++loaded} of ${count}`, (0.5 * loaded) / (count + 1));
      else if (/\brender\b/.test(line))
        report(`Writing page ${++rendered} of ${count}`, 0.5 + (0.45 * rendered) / count);
    }
  };
  const logger = {log() {}, warn: console.error, error: console.error};
  const cache = join(config.root, ".observablehq", "cache");
  const effects = new FileBuildEffects(config.output, cache, {logger, output});
  await build({config}, framing(effects, config));
  return count;
}

/**
 * Puts the frame that the configuration defines around each page as it is written. Left to Framework, head, header and
 * footer would be parsed into six documents for each page: most of a build's time.
 */
function framing(effects: BuildEffects, config: SiteConfig): BuildEffects {
  const {head, header, footer} = config;
  Object.assign(config, {head: null, header: null, footer: null});
  const framed: BuildEffects = Object.create(effects);
  framed.writeFile = (path, contents) => {
    if (typeof contents !== "string" || !path.endsWith(".html")) return effects.writeFile(path, contents);
    const page = {path: path.replace(/\.html$/, "")};
    const of = (part: SiteConfig["header"]) => (typeof part === "function" ? part(page) : (part ?? ""));
    const parts = {path, head: head ?? "", header: of(header), footer: of(footer)};
    return effects.writeFile(path, frameHtml(contents, parts));
  };
  return framed;
}

async function replace(site: string, built: string): Promise<void> {
  const former = `${built}-former`;
  await rm(former, {recursive: true, force: true});
  await mkdir(dirname(site), {recursive: true});
  await move(site, former).catch(() => undefined); // the first build finds none
  await move(built, site);
  await rm(former, {recursive: true, force: true});
}

/** Also to another file system, where a rename is refused. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await cp(from, to, {recursive: true});
    await rm(from, {recursive: true});
  }
}

function report(message: string, fraction: number): void {
  send({kind: "progress", progress: {message, fraction}});
}

main().then(
  (site) => {
    send({kind: "built", site});
    process.disconnect?.();
  },
  (error: unknown) => {
    const problems =
      error instanceof BrokenSite ? error.problems : [error instanceof Error ? error.message : String(error)];
    send({kind: "failed", problems});
    process.exitCode = 1;
    process.disconnect?.();
  }
);
