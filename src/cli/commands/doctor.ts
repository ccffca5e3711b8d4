/** `papertape doctor`: is everything there that Papertape needs, and if not, how to mend it. Changes nothing. */

import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {databaseFindings} from "../doctor/database-check.js";
import type {Finding} from "../doctor/finding.js";
import {machineFindings} from "../doctor/machine-check.js";
import {serviceFindings} from "../doctor/service-check.js";
import {EXIT_FAILED} from "../exit-codes.mjs";
import type {CommandContext} from "../run-command.js";

export async function run({terminal}: CommandContext): Promise<unknown> {
  const findings: Finding[] = [];
  const {configuration} = loadConfiguration();
  for (const check of [machineFindings, databaseFindings, serviceFindings])
    for (const finding of await check(configuration)) {
      findings.push(finding);
      terminal.print(line(finding));
    }
  const problems = findings.filter(({state}) => state === "problem").length;
  terminal.print(problems === 0 ? "\nNothing to mend." : `\n${problems} to mend.`);
  if (problems > 0) process.exitCode = EXIT_FAILED;
  return {findings, problems};
}

function line({what, state, detail, mend}: Finding): string {
  const mark = {ok: "ok     ", problem: "PROBLEM", note: "note   "}[state];
  return `${mark}  ${what.padEnd(14)}  ${detail}${mend === null ? "" : `\n         ${"".padEnd(14)}  → ${mend}`}`;
}
