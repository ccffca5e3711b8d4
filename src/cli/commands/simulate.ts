/** `papertape simulate`: runs one case or a group under the rule set each names. Format: docs/reference/rule-sets.md. */
import {existsSync, readFileSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {parse} from "yaml";
import {didYouMean} from "../../lib/core/closest-word.js";
import {expandCaseFile, isCaseGroup} from "../../lib/virtual-trading/simulate/case-file.js";
import type {SimulationResult} from "../../lib/virtual-trading/simulate/result.js";
import {simulateCase} from "../../lib/virtual-trading/simulate.js";
import {EXIT_WRONG_INPUT} from "../exit-codes.mjs";
import {type CommandContext, wrongInput} from "../run-command.js";

export async function run({options, positional, terminal}: CommandContext): Promise<unknown> {
  const path = resolve(String(positional[0]));
  const parsed = readCaseFile(path);
  const cases = chosenCases(expandCaseFile(parsed), options.case);
  const readCsv = (file: string) => readText(resolve(dirname(path), file));
  const results = cases.map((one) => simulateCase(one, {readCsv}));
  if (results.some((result) => !result.ok)) process.exitCode = EXIT_WRONG_INPUT;
  for (const result of results) terminal.print(summary(result));
  return isCaseGroup(parsed) && options.case === undefined ? results : results[0];
}

function readCaseFile(path: string): unknown {
  const text = readText(path);
  try {
    return path.endsWith(".json") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw wrongInput(`${path} is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readText(path: string): string {
  if (!existsSync(path)) throw wrongInput(`there is no file ${path}`, {path});
  return readFileSync(path, "utf8");
}

function chosenCases(cases: readonly unknown[], id: unknown): readonly unknown[] {
  if (id === undefined) return cases;
  const ids = cases.map((one) => String((one as {id?: unknown} | null)?.id ?? ""));
  const chosen = cases.filter((_, index) => ids[index] === id);
  if (chosen.length === 0)
    throw wrongInput(`there is no case "${String(id)}" in the file${didYouMean(String(id), ids)}`);
  return chosen;
}

function summary(result: SimulationResult): string {
  if (!result.ok)
    return `${result.case}: not a valid case: ${result.error.message} (${result.error.code} at ${result.error.path || "the case"})`;
  if (!("rules" in result)) return `${result.case}: ${JSON.stringify(result)}`;
  const orders = (result.orders ?? []).map(
    (order) =>
      `  order ${order.id}: ${order.state}${order.reason ? ` (${order.reason})` : ""}, filled ${order.filled ?? 0}`
  );
  const fills = (result.fills ?? []).map(
    (fill) => `  fill of ${fill.orderId}: ${fill.amount} at ${fill.price}, fee ${fill.fee}`
  );
  return [`${result.case} by ${result.rules}:`, ...orders, ...fills].join("\n");
}
