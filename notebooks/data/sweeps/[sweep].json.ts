/** One sweep's report; the sweep is the path's parameter. */
import {parseArgs} from "node:util";
import {printSiteFile} from "../../../src/loaders/site/site-data.js";

const {values} = parseArgs({options: {sweep: {type: "string", default: ""}}});
await printSiteFile(`sweeps/${values.sweep}.json`);
