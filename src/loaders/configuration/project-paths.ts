/**
 * Where things lie: the project's folder, the data folder, which PAPERTAPE_DATA may move elsewhere, and the built site,
 * which PAPERTAPE_SITE may.
 */
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";

export interface ProjectPaths {
  readonly root: string;
  readonly data: string;
  readonly snapshots: string;
  readonly runs: string;
  readonly research: string;
  readonly strategies: string;
  readonly site: string;
}

export function projectPaths(environment: NodeJS.ProcessEnv = process.env): ProjectPaths {
  const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));
  const data = resolve(environment.PAPERTAPE_DATA ?? join(root, "data"));
  return {
    root,
    data,
    snapshots: join(data, "snapshots"),
    runs: join(data, "runs"),
    research: join(data, "research"),
    strategies: join(root, "config", "strategies"),
    site: resolve(environment.PAPERTAPE_SITE ?? join(root, "dist"))
  };
}
