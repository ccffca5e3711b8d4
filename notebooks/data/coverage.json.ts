/** What the current snapshot covers, month by month. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("coverage.json");
