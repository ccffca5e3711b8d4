/** Every case of every group file in the folder of cases: what the source expects and what the reference derived. */
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {expandCaseFile} from "../../../src/lib/virtual-trading/simulate/case-file.js";
import {simulateCase} from "../../../src/lib/virtual-trading/simulate.js";
import {casesFolder, describeWithData} from "../../support/outside-data.js";
import {type ComparedCase, differences} from "./case-comparison.js";

describeWithData("the cases of papertape simulate", casesFolder(), (folder) => {
  const readCsv = (path: string): string => readFileSync(join(folder, path), "utf8");
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".json")) continue;
    const cases = expandCaseFile(JSON.parse(readFileSync(join(folder, file), "utf8")));
    for (const one of cases as (ComparedCase & {readonly id: string; readonly name: string})[]) {
      it(`${file} ${one.id}: ${one.name}`, () => {
        const result = simulateCase(one, {readCsv});
        expect(differences(one.expect ?? {}, result, one.tolerance)).toEqual([]);
        expect(differences(one.derived ?? {}, result, one.tolerance)).toEqual([]);
      });
    }
  }
});
