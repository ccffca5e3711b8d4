/** The layers, as dependency-cruiser sees them: a lower layer never imports a higher one, and peers never meet. */
import {cruise, type ICruiseOptions} from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTypeScriptConfig from "dependency-cruiser/config-utl/extract-ts-config";
import {expect, it} from "vitest";

it("keeps every import within the layers", async () => {
  const configuration = await extractConfig("./.dependency-cruiser.cjs");
  const options: ICruiseOptions = {...configuration.options, ruleSet: configuration, validate: true};
  const result = await cruise(["src", "notebooks", "bin"], options, undefined, {
    tsConfig: extractTypeScriptConfig("./tsconfig.json")
  });
  const output = result.output;
  if (typeof output === "string") throw new Error(`dependency-cruiser answered with text: ${output}`);
  expect(output.summary.totalCruised).toBeGreaterThan(20);
  expect(output.summary.violations.map(({rule, from, to}) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
}, 60_000);
