/**
 * The notebooks' frame: navigation, the simulated-data banner and the snapshot they rest on. Framework's own sidebar
 * is off: it bundles two scripts anew for each page, which with one page per factor is most of a build.
 */
import {npmFromNodeModules} from "./src/loaders/site/npm-from-node-modules.js";
import {pageFooter, pageHead, pageHeader} from "./src/loaders/site/page-frame.js";
import {readPageNames, readSiteInfo} from "./src/loaders/site/site-data.js";

const root = "notebooks";
const project = process.cwd();
npmFromNodeModules({project, root});

export default {
  root,
  output: process.env.PAPERTAPE_SITE ?? "dist",
  title: "Papertape",
  style: "style.css",
  globalStylesheets: ["observablehq:stdlib/inputs.css"], // the default is a remote font
  head: pageHead({isPublished: process.env.PAPERTAPE_PUBLISH === "true"}),
  header: ({path}: {path: string}) => pageHeader(path, readSiteInfo(project)),
  footer: () => pageFooter(readSiteInfo(project)),
  pages: [], // the navigation is ours: nobody needs the list, which is read anew for each page
  sidebar: false,
  pager: false,
  toc: false,
  preserveExtension: true, // links work on any file server, not only behind the daemon
  interpreters: {".ts": [process.execPath, "--import", "tsx"]},
  duckdb: {extensions: {json: null, parquet: null}}, // they would be downloaded
  *dynamicPaths() {
    const {factors, agents, runs, sweeps} = readPageNames(project);
    for (const name of factors) yield `/factor/${name}`;
    for (const name of agents) yield `/agent/${name}`;
    for (const id of runs) yield `/reports/${id}`;
    for (const id of sweeps) yield `/sweep/${id}`;
  }
};
