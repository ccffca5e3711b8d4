/** The current snapshot's manifest; null before the first snapshot. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("manifest.json");
