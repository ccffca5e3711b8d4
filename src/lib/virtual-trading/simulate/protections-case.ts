/** The kind `protections`: replays closed trades, checks and queries against the locks. */
import {MINUTE_MS} from "../../core/time.js";
import {
  type ClosedTrade,
  isLocked,
  type Lock,
  type LockQuestion,
  type LockSide,
  newLocks,
  PROTECTION_TYPES,
  type Protection,
  type ProtectionType
} from "../protections.js";
import {CaseError} from "./case-error.js";
import {PROTECTIONS_FIELDS} from "./case-format.js";
import {parseTimeframe} from "./case-market.js";
import {
  allowFields,
  flag,
  isAbsent,
  missing,
  type Node,
  nodeAt,
  optionalList,
  optionalNumber,
  optionalText,
  optionalWord,
  pathOf,
  requiredNumber,
  requiredWord,
  show
} from "./field-reading.js";
import type {ProtectionsDone} from "./result.js";

interface Settings {
  readonly protections: readonly Protection[];
  readonly timeframeMs: number;
}

type Step =
  | {readonly kind: "close"; readonly trade: ClosedTrade}
  | {readonly kind: "check" | "query"; readonly question: LockQuestion};

/** @throws CaseError */
export function runProtections(node: Node): Omit<ProtectionsDone, "case" | "ok"> {
  allowFields(node, PROTECTIONS_FIELDS);
  const timeframeMs = parseTimeframe(node.fields.timeframe, "timeframe");
  const list = optionalList(node, "protections") ?? [];
  const protections = list.map((value, i) => readProtection(nodeAt(value, `protections[${i}]`), timeframeMs));
  const steps = (optionalList(node, "steps") ?? []).map((value, i) => readStep(nodeAt(value, `steps[${i}]`)));
  const {results, locks} = runSteps(steps, {protections, timeframeMs});
  return {
    results,
    locks: locks.map(({pair, side, from, until, type}) => ({pair, side, from, until, type})),
    settings: protections.map(showSettings)
  };
}

function runSteps(steps: readonly Step[], settings: Settings): {results: boolean[]; locks: Lock[]} {
  const trades: ClosedTrade[] = [];
  const locks: Lock[] = [];
  const results: boolean[] = [];
  for (const step of steps) {
    if (step.kind === "close") trades.push(step.trade);
    else if (step.kind === "query") results.push(isLocked(locks, step.question));
    else {
      const found = newLocks({trades, locks}, step.question, settings);
      locks.push(...found);
      results.push(found.length > 0);
    }
  }
  return {results, locks};
}

const PROTECTION_FIELDS = [
  "type",
  "lookbackMinutes",
  "lookbackCandles",
  "stopMinutes",
  "stopCandles",
  "unlockAt",
  "tradeLimit",
  "requiredProfit",
  "onlyPerPair",
  "onlyPerSide",
  "maxDrawdown"
];

const DEFAULT_MINUTES = 60;

function readProtection(node: Node, timeframeMs: number): Protection {
  allowFields(node, PROTECTION_FIELDS);
  const type = requiredWord<ProtectionType>(node, "type", {words: PROTECTION_TYPES, code: "unknown-type"});
  if (!isAbsent(node, "unlockAt") && !(isAbsent(node, "stopMinutes") && isAbsent(node, "stopCandles"))) {
    throw new CaseError("both-units", pathOf(node, "unlockAt"), `${node.path} has both unlockAt and a stop duration`);
  }
  return {
    type,
    lookbackMinutes: readMinutes(node, "lookback", timeframeMs),
    stopMinutes: readMinutes(node, "stop", timeframeMs),
    unlockAtMinutes: readUnlockAt(node),
    tradeLimit: optionalNumber(node, "tradeLimit", {min: 0}) ?? (type === "stoploss-guard" ? 10 : 1),
    requiredProfit: optionalNumber(node, "requiredProfit") ?? 0,
    onlyPerPair: flag(node, "onlyPerPair", false),
    onlyPerSide: flag(node, "onlyPerSide", false),
    maxDrawdown: optionalNumber(node, "maxDrawdown", {min: 0}) ?? 0
  };
}

function readMinutes(node: Node, name: "lookback" | "stop", timeframeMs: number): number {
  const minutes = optionalNumber(node, `${name}Minutes`, {min: 0});
  const candles = optionalNumber(node, `${name}Candles`, {min: 0});
  if (minutes !== null && candles !== null) {
    const path = pathOf(node, `${name}Candles`);
    throw new CaseError("both-units", path, `${node.path} gives ${name} both in minutes and in candles`);
  }
  if (candles !== null) return (candles * timeframeMs) / MINUTE_MS;
  return minutes ?? DEFAULT_MINUTES;
}

function readUnlockAt(node: Node): number | null {
  if (isAbsent(node, "unlockAt")) return null;
  const value = node.fields.unlockAt;
  const match = typeof value === "string" ? /^(\d{1,2}):(\d{2})$/.exec(value) : null;
  const [hours, minutes] = [Number(match?.[1] ?? 24), Number(match?.[2] ?? 60)];
  if (hours < 24 && minutes < 60) return hours * 60 + minutes;
  const path = pathOf(node, "unlockAt");
  throw new CaseError("bad-unlock-time", path, `${path} is ${show(value)}, not a time of day such as "22:00"`);
}

function readStep(node: Node): Step {
  if (!isAbsent(node, "close")) {
    allowFields(node, ["close"]);
    return {kind: "close", trade: readTrade(nodeAt(node.fields.close, pathOf(node, "close")))};
  }
  const kind = isAbsent(node, "check") ? "query" : "check";
  allowFields(node, [kind, "time", "side"]);
  const pair = optionalText(node, kind);
  if (pair === null) throw missing(node, kind);
  const side =
    optionalWord<LockSide>(node, "side", {words: ["long", "short", "*"], code: "bad-side"}) ??
    (kind === "check" ? "long" : "*");
  return {kind, question: {pair, side, time: requiredNumber(node, "time")}};
}

function readTrade(node: Node): ClosedTrade {
  allowFields(node, ["pair", "side", "openTime", "closeTime", "exitReason", "profitRatio"]);
  const side = optionalWord(node, "side", {words: ["long", "short"], code: "bad-side"});
  const pair = optionalText(node, "pair");
  if (pair === null) throw missing(node, "pair");
  return {
    pair,
    side: side ?? "long",
    openTime: optionalNumber(node, "openTime") ?? 0,
    closeTime: requiredNumber(node, "closeTime"),
    exitReason: optionalText(node, "exitReason") ?? "",
    profitRatio: requiredNumber(node, "profitRatio")
  };
}

/** The settings as they are used: durations in minutes, defaults filled in. */
function showSettings(protection: Protection): Readonly<Record<string, unknown>> {
  const {unlockAtMinutes, stopMinutes, ...rest} = protection;
  if (unlockAtMinutes === null) return {...rest, stopMinutes};
  const two = (value: number): string => String(value).padStart(2, "0");
  return {...rest, unlockAt: `${two(Math.floor(unlockAtMinutes / 60))}:${two(unlockAtMinutes % 60)}`};
}
