/** DuckDB's worker script, from the installed package. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("duckdb-worker.js");
