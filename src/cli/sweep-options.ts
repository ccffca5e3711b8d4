/** What `papertape sweep` was told, as the definition of a sweep. */
import {parse} from "yaml";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import {CRITERIA} from "../lib/integration/sweep/criterion.js";
import type {CrossValidationPlan} from "../lib/integration/sweep/cross-validation.js";
import type {Search} from "../lib/integration/sweep/enumerate-trials.js";
import type {SweepDefinition} from "../lib/integration/sweep/sweep-definition.js";
import {readSweptParameter} from "../lib/integration/sweep/swept-parameter.js";
import type {WalkForwardPlan} from "../lib/integration/sweep/walk-forward.js";
import {type Timeframe, timeframeMs} from "../lib/vocabulary/timeframe.js";
import {chosenWord, countOption, listOption, textOption, timeOption} from "./option-values.js";
import {type CommandOptions, wrongInput} from "./run-command.js";

export function sweepDefinition(options: CommandOptions, strategy: StrategyConfiguration): SweepDefinition {
  const over = listOption(options, "over") ?? [];
  if (over.length === 0)
    throw wrongInput('a sweep needs at least one parameter, like --over "decision.minimumEdgeBps=1,3,5"');
  return {
    strategy,
    parameters: over.map((text) => readSweptParameter(text, strategy, readList)),
    search: searchOf(options),
    snapshot: textOption(options, "snapshot") ?? "latest",
    from: timeOption(options, "from") ?? null,
    to: timeOption(options, "to") ?? null,
    by: chosenWord("--by", textOption(options, "by") ?? "sharpe", CRITERIA),
    walkForward: walkForwardOf(options, strategy.timeframe),
    crossValidation: crossValidationOf(options),
    embargoCandles: candlesOf("--embargo", textOption(options, "embargo") ?? "0", strategy.timeframe)
  };
}

/** A YAML list without its brackets: `1, 3`, `true, false`, `[trend], [trend, mean-reversion]`. */
function readList(text: string): readonly unknown[] {
  return parse(`[${text}]`) as readonly unknown[];
}

function searchOf(options: CommandOptions): Search {
  const count = countOption(options, "random", 1);
  const seed = countOption(options, "seed", 0);
  if (count !== undefined) return {kind: "random", count, seed: seed ?? 1};
  if (seed !== undefined) throw wrongInput("--seed is of a random search: say how many trials with --random");
  return {kind: "grid"};
}

/** `train=180d,test=30d`, with `kind=rolling` where training has a fixed length. */
function walkForwardOf(options: CommandOptions, timeframe: Timeframe): WalkForwardPlan | null {
  const text = textOption(options, "walkForward");
  if (text === undefined) return null;
  const fields = new Map(
    text.split(",").map((part) => {
      const [key = "", value] = part.trim().split("=");
      return [key, value] as const;
    })
  );
  const unknown = [...fields.keys()].filter((key) => !["train", "test", "kind"].includes(key));
  const train = fields.get("train");
  const test = fields.get("test");
  if (unknown.length > 0 || train === undefined || test === undefined)
    throw wrongInput(`--walk-forward reads train=180d,test=30d with an optional kind=rolling, not "${text}"`);
  return {
    kind: chosenWord("kind of --walk-forward", fields.get("kind") ?? "anchored", ["anchored", "rolling"] as const),
    train: candlesOf("train of --walk-forward", train, timeframe),
    test: Math.max(1, candlesOf("test of --walk-forward", test, timeframe))
  };
}

function crossValidationOf(options: CommandOptions): CrossValidationPlan | null {
  const text = textOption(options, "cpcv");
  if (text === undefined) return null;
  const [, groups, testGroups] = /^(\d+),(\d+)$/.exec(text.trim()) ?? [];
  if (groups === undefined || testGroups === undefined)
    throw wrongInput(`--cpcv is groups,test like 6,2, not "${text}"`);
  return {groups: Number(groups), testGroups: Number(testGroups)};
}

const UNITS: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000};

/** A number of candles, or a length of time like 12h, 90d or 4w. */
function candlesOf(what: string, text: string, timeframe: Timeframe): number {
  const [, amount, unit] = /^(\d+)([mhdw]?)$/.exec(text.trim()) ?? [];
  if (amount === undefined)
    throw wrongInput(`${what} is a number of candles or a length like 12h or 90d, not "${text}"`);
  const length = unit === undefined || unit === "" ? timeframeMs(timeframe) : (UNITS[unit] ?? 0);
  return Math.ceil((Number(amount) * length) / timeframeMs(timeframe));
}
