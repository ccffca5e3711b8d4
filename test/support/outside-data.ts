/** Folders of outside data, named by the environment; a suite whose folder is not named is skipped, and says so. */
import {existsSync} from "node:fs";
import {describe, it} from "vitest";

function folder(variable: string): string | null {
  const path = process.env[variable];
  return path !== undefined && existsSync(path) ? path : null;
}

/** Inputs and reference results for the statistics. */
export const goldenFolder = (): string | null => folder("PAPERTAPE_GOLDEN");
/** Order and backtest cases. */
export const casesFolder = (): string | null => folder("PAPERTAPE_CASES");
/** Real market data. */
export const marketFolder = (): string | null => folder("PAPERTAPE_MARKET");

/** A suite over outside data. Without the folder it is reported as skipped, with the variables that would run it. */
export function describeWithData(name: string, path: string | null, suite: (path: string) => void): void {
  if (path !== null) describe(name, () => suite(path));
  else
    describe(name, () => {
      it.skip("runs over outside data (not tried: set PAPERTAPE_GOLDEN, PAPERTAPE_CASES, PAPERTAPE_MARKET to folders)", () => {});
    });
}
