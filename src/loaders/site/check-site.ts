/**
 * Framework writes syntax errors and unresolved imports into the pages and still reports success, and nothing stops a
 * page from loading a remote script. This reads the built site and lists each such place.
 */
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";

const PAGE_ERROR = /observablehq--error">(?<what>[^<]*)/g;
/** Errors of page code arrive as a message that the browser would throw. */
const THROWN = /throw new SyntaxError\((?<what>"[^"]*")/g;
const BARE_IMPORT = /\b(?:import\(|from ?|import ?)["'](?<what>[^"'./][^"'\s]*)["']/g;
const REMOTE_ELEMENT = /<(?:link|script|img|iframe|source)\b[^>]*\b(?:href|src)="(?<what>(?:https?:)?\/\/[^"]+)"/g;
const REMOTE_STYLE = /(?:@import\s+|url\()["']?(?<what>(?:https?:)?\/\/[^"')]+)/g;

const CHECKS: readonly {readonly files: RegExp; readonly pattern: RegExp; readonly says: string}[] = [
  {files: /\.html$/, pattern: PAGE_ERROR, says: "error on the page"},
  {files: /\.html$/, pattern: THROWN, says: "error on the page"},
  {files: /\.html$|(^|\/)_import\/.*\.js$/, pattern: BARE_IMPORT, says: "unresolved import"},
  {files: /\.html$/, pattern: REMOTE_ELEMENT, says: "loads from another host"},
  {files: /\.(html|css)$/, pattern: REMOTE_STYLE, says: "style from another host"}
];

/** Problems of a built site as `file: what`; empty when there are none. Files are visited in order of name. */
export function checkSite(folder: string): readonly string[] {
  const names = readdirSync(folder, {recursive: true, encoding: "utf8"}).map((name) => name.replaceAll("\\", "/"));
  return names.sort().flatMap((name) => {
    const checks = CHECKS.filter(({files}) => files.test(name));
    if (checks.length === 0) return [];
    const text = readFileSync(join(folder, name), "utf8");
    return checks.flatMap(({pattern, says}) =>
      [...text.matchAll(pattern)].map((match) => `${name}: ${says}: ${match.groups?.what ?? ""}`)
    );
  });
}
