/** How the agents' predictions came true, from `papertape agents`. */
import {printSiteFile} from "../../src/loaders/site/site-data.js";

await printSiteFile("agents.json");
