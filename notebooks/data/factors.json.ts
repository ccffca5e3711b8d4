/** What `papertape factors` measured. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("factors.json");
