/** The latest decisions of the current run. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("decisions.json");
