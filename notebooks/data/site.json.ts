/** What the site shows: the current snapshot and run, and whether the data are simulated. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("site.json");
