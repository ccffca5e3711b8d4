/** What `data/runs.json` holds of each run: its report without the long lists, its equity curve thinned. */
import type {RunReport} from "../lib/integration/run-report.js";

export type RunHead = Omit<RunReport, "trades" | "openTrades" | "monthly" | "attribution" | "withheld">;
