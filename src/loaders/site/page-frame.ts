/**
 * What stands around every page: head, navigation, the banner on simulated data, the footer. Plain HTML made at build
 * time, so that the banner is there before any script runs. The navigation's session line is filled in by the page.
 */
import type {SiteInfo} from "./site-data.js";

interface Link {
  readonly name: string;
  readonly path: string;
  /** Pages below these folders belong to the link too. */
  readonly folders?: readonly string[];
}

const RESEARCH: readonly Link[] = [
  {name: "Overview", path: "/"},
  {name: "Market data", path: "/market-data"},
  {name: "Factors", path: "/factors", folders: ["/factor/"]},
  {name: "Agents", path: "/agents", folders: ["/agent/"]},
  {name: "Decisions", path: "/decisions"},
  {name: "Reports", path: "/reports/", folders: ["/reports/", "/sweep/"]}
];
const LIVE: readonly Link[] = [
  {name: "Virtual trading", path: "/virtual-trading"},
  {name: "Monitoring", path: "/monitoring"},
  {name: "Control", path: "/control"},
  {name: "Audit", path: "/audit"}
];

const MARK = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"><path d="M6 4v4M6 15v5M12 3v3M12 13v4M18 6v3M18 17v4"/><rect x="4" y="8" width="4" height="7" rx="1"/><rect x="10" y="6" width="4" height="7" rx="1" fill="currentColor"/><rect x="16" y="9" width="4" height="8" rx="1"/></g></svg>`;

export interface FrameParts {
  /** The page's file below the site's root, such as `/factor/rsi-14.html`. */
  readonly path: string;
  readonly head: string;
  readonly header: string;
  readonly footer: string;
}

/** A built page with its frame around it; links from the root become relative, so that the site works in any folder. */
export function frameHtml(page: string, {path, head, header, footer}: FrameParts): string {
  const toRoot = "../".repeat(path.split("/").length - 2) || "./";
  const relative = (html: string) =>
    html.replace(
      /href="\/(?<to>[^"]*)"/g,
      (_, to: string) => `href="${toRoot}${to}${to === "" || to.endsWith("/") ? "" : ".html"}"`
    );
  return page
    .replace("<html>", '<html lang="en">')
    .replace(", maximum-scale=1", "") // readers may zoom
    .replace("</head>", () => `${head}\n</head>`)
    .replace(
      '<div id="observablehq-center">',
      (open) => `${open}\n<header id="observablehq-header">\n${relative(header)}\n</header>`
    )
    .replace(
      /<\/main>(?![\s\S]*<\/main>)/,
      (close) => `${close}\n<footer id="observablehq-footer">${relative(footer)}</footer>`
    );
}

/** Icon, the colours of the browser's own frame, and whether a daemon stands behind the page; no remote resource. */
export function pageHead({isPublished}: {readonly isPublished: boolean}): string {
  const icon = MARK.replaceAll("currentColor", "#3b5fc0").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ');
  const icon64 = Buffer.from(icon).toString("base64");
  return [
    `<link rel="icon" href="data:image/svg+xml;base64,${icon64}">`,
    `<meta name="papertape-site" content="${isPublished ? "published" : "served"}">`,
    '<meta name="theme-color" content="#f5f6f8" media="(prefers-color-scheme: light)">',
    '<meta name="theme-color" content="#101318" media="(prefers-color-scheme: dark)">'
  ].join("\n");
}

/** Navigation with the page's own link marked, and the banner when the data are simulated. */
export function pageHeader(path: string, site: SiteInfo): string {
  const banner = site.isSimulated
    ? `<p class="pt-simulated" role="note"><strong>Simulated data.</strong> Prices on this page come from the built-in simulated exchange, not from a market.</p>`
    : "";
  return `<div class="pt-rail">
<a class="pt-brand" href="/">${MARK}<span>Papertape</span></a>
<input type="checkbox" id="pt-menu" aria-label="Show the menu"><label for="pt-menu" class="pt-menu-button"><span>Menu</span></label>
<div class="pt-menu-body">
<nav aria-label="Pages"><b>Research</b>${RESEARCH.map((link) => anchor(link, path)).join("")}
<b>Live</b>${LIVE.map((link) => anchor(link, path)).join("")}</nav>
<div id="pt-session"></div>
</div>
</div>${banner}`;
}

function anchor({name, path, folders = []}: Link, current: string): string {
  const here = current === path || current === `${path}index` || folders.some((folder) => current.startsWith(folder));
  return `<a href="${path}"${here ? ' aria-current="page"' : ""}>${name}</a>`;
}

/** Which snapshot, which run, when: what a reader needs to rebuild the page's numbers. */
export function pageFooter(site: SiteInfo): string {
  const built = site.generatedAt === null ? null : new Date(site.generatedAt);
  const parts = [
    site.snapshot === null
      ? "No snapshot yet"
      : `Snapshot <code title="${escapeHtml(site.snapshot)}">${escapeHtml(site.snapshot.slice(0, 12))}</code>`,
    site.run === null ? null : `Run <code>${escapeHtml(site.run)}</code>`,
    built === null || Number.isNaN(built.getTime())
      ? null
      : `Data of ${built.toISOString().slice(0, 16).replace("T", " ")} UTC`,
    site.papertapeVersion === null ? "Papertape" : `Papertape ${escapeHtml(site.papertapeVersion)}`
  ];
  return `<span class="pt-footer">${parts.filter((part) => part !== null).join(" · ")}</span>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
