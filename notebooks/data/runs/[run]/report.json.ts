/** One run's report; the run is the path's parameter. */
import {parseArgs} from "node:util";
import {printSiteFile} from "../../../../src/loaders/site/site-data.js";

const {values} = parseArgs({options: {run: {type: "string", default: ""}}});
await printSiteFile(`runs/${values.run}/report.json`);
