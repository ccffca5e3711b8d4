/** The current run's tables for SQL in the page. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("run.duckdb");
