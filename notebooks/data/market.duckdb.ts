/** The current snapshot's candles for SQL in the page. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("market.duckdb");
