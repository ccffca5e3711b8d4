/** What most commands need first: the configuration and a database that is migrated. */
import {join} from "node:path";
import type {Pool} from "pg";
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {type LoadedConfiguration, loadConfiguration} from "../configuration/load-configuration.js";
import {type ProjectPaths, projectPaths} from "../configuration/project-paths.js";
import {migrate} from "../database/migrate.js";
import {type Database, openDatabase} from "../database/open-database.js";

export interface Workbench {
  readonly configuration: SystemConfiguration;
  readonly loaded: LoadedConfiguration;
  readonly paths: ProjectPaths;
  readonly database: Database;
  readonly pool: Pool;
  readonly flavour: "timescale" | "native";
  close(): Promise<void>;
}

export interface OpenWorkbenchOptions {
  /** Dotted configuration keys given on the command line. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly onStep?: (step: string) => void;
}

export async function openWorkbench({overrides = {}, onStep}: OpenWorkbenchOptions = {}): Promise<Workbench> {
  const loaded = loadConfiguration({overrides});
  const paths = projectPaths();
  const database = await openDatabase({
    databaseUrl: loaded.configuration.database.url,
    folder: join(paths.data, "postgres"),
    ...(onStep === undefined ? {} : {onStep})
  });
  try {
    const pool = database.pool();
    onStep?.("migrating");
    const {flavour} = await migrate(pool);
    return {configuration: loaded.configuration, loaded, paths, database, pool, flavour, close: () => database.close()};
  } catch (error) {
    await database.close();
    throw error;
  }
}
