/**
 * `papertape simulate` without files: one case in, one result out. The same case gives the same result on every run.
 * An invalid case is a result too, with a code, a path and a sentence.
 */
import {simulateFreqtradeDryRun} from "./rule-sets/freqtrade-dry-run.js";
import {simulateFreqtradeLike} from "./rule-sets/freqtrade-like.js";
import {simulateLean} from "./rule-sets/lean.js";
import {simulateNextOpenAllIn} from "./rule-sets/next-open-all-in.js";
import {simulatePapertape1} from "./rule-sets/papertape-1.js";
import {simulateVolumeShare} from "./rule-sets/volume-share.js";
import {CaseError} from "./simulate/case-error.js";
import {expandCaseFile, isCaseGroup} from "./simulate/case-file.js";
import {readCase, readKind, type SimulationCase} from "./simulate/case-format.js";
import type {ReadCsv} from "./simulate/case-market.js";
import {nodeAt} from "./simulate/field-reading.js";
import {runProtections} from "./simulate/protections-case.js";
import type {RuleSetResult, SimulationResult} from "./simulate/result.js";

export interface SimulateOptions {
  /** Gives the text of a CSV file that a case names, by its path as written. */
  readonly readCsv: ReadCsv;
}

/** Runs one case (SIMULATE format 1), already merged with the defaults of its group. */
export function simulateCase(input: unknown, options: SimulateOptions): SimulationResult {
  const id = caseId(input);
  try {
    const node = nodeAt(input, "");
    if (readKind(node) === "protections") return {case: id, ok: true, ...runProtections(node)};
    const parsed = readCase(node, options.readCsv);
    return {case: id, ok: true, rules: parsed.rules, ...runRules(parsed)};
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return {case: id, ok: false, error: {code: error.code, path: error.path, message: error.message}};
  }
}

/** Runs a parsed case file: the result of its one case, or those of its group in the order of the file. */
export function simulateCaseFile(parsed: unknown, options: SimulateOptions): SimulationResult | SimulationResult[] {
  const results = expandCaseFile(parsed).map((one) => simulateCase(one, options));
  const [only] = results;
  return isCaseGroup(parsed) || only === undefined ? results : only;
}

function caseId(input: unknown): string {
  const id = typeof input === "object" && input !== null && "id" in input ? input.id : "";
  return String(id ?? "");
}

function runRules(input: SimulationCase): RuleSetResult {
  switch (input.rules) {
    case "freqtrade-like":
      return simulateFreqtradeLike(input);
    case "freqtrade-dry-run":
      return simulateFreqtradeDryRun(input);
    case "lean-immediate":
    case "lean-gap":
      return simulateLean(input);
    case "volume-share":
      return simulateVolumeShare(input);
    case "next-open-all-in":
      return simulateNextOpenAllIn(input);
    case "papertape-1":
      return simulatePapertape1(input);
  }
}
