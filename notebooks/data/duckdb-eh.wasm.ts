/** DuckDB as WebAssembly, from the installed package. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("duckdb-eh.wasm");
