/** The head of each run that has a report, with a thinned equity curve. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("runs.json");
