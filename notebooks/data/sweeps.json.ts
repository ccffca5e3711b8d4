/** The head of each sweep that has a page. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("sweeps.json");
