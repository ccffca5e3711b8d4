/** The signals of a case: flags by candle index, and how trades made from them end. */
import {CaseError} from "./case-error.js";
import {
  allowFields,
  checkNumber,
  flag,
  isAbsent,
  type Node,
  nodeAt,
  optionalList,
  optionalNumber,
  pathOf
} from "./field-reading.js";

export interface CaseSignals {
  readonly enterLong: ReadonlySet<number>;
  readonly exitLong: ReadonlySet<number>;
  readonly enterShort: ReadonlySet<number>;
  readonly exitShort: ReadonlySet<number>;
  /** Fraction of the entry price; null: none. */
  readonly stopLoss: number | null;
  /** Minutes since entry and the profit ratio asked from then on, by minutes. */
  readonly takeProfit: readonly {readonly minutes: number; readonly ratio: number}[];
  readonly trailing: Trailing | null;
  readonly customStop: number | null;
  readonly useExitSignal: boolean;
  readonly entryPrice: number | null;
  readonly exitPrice: number | null;
  readonly entryTimeoutMinutes: number;
  readonly exitTimeoutMinutes: number;
  /** undefined: entries are not repriced; null: they are dropped. */
  readonly reprice: number | null | undefined;
  readonly tags: ReadonlyMap<number, string>;
}

export interface Trailing {
  readonly distance: number | null;
  readonly positive: number | null;
  readonly offset: number;
  readonly onlyAfterOffset: boolean;
}

const FLAGS = ["enterLong", "exitLong", "enterShort", "exitShort"] as const;

const FIELDS = [
  ...FLAGS,
  "stopLoss",
  "takeProfit",
  "trailing",
  "customStop",
  "useExitSignal",
  "entryPrice",
  "exitPrice",
  "entryTimeoutMinutes",
  "exitTimeoutMinutes",
  "reprice",
  "tags"
];

export function readSignals(node: Node, candleCount: number): CaseSignals {
  allowFields(node, FIELDS);
  const [enterLong, exitLong, enterShort, exitShort] = FLAGS.map((name) => readFlags(node, name, candleCount));
  return {
    enterLong: enterLong ?? new Set(),
    exitLong: exitLong ?? new Set(),
    enterShort: enterShort ?? new Set(),
    exitShort: exitShort ?? new Set(),
    stopLoss: optionalNumber(node, "stopLoss", {min: 0}),
    takeProfit: readTable(node),
    trailing: isAbsent(node, "trailing") ? null : readTrailing(nodeAt(node.fields.trailing, "signals.trailing")),
    customStop: readCustomStop(node),
    useExitSignal: flag(node, "useExitSignal", false),
    entryPrice: optionalNumber(node, "entryPrice", {above: 0}),
    exitPrice: optionalNumber(node, "exitPrice", {above: 0}),
    entryTimeoutMinutes: optionalNumber(node, "entryTimeoutMinutes", {min: 0}) ?? 10,
    exitTimeoutMinutes: optionalNumber(node, "exitTimeoutMinutes", {min: 0}) ?? 30,
    reprice: node.fields.reprice === undefined ? undefined : optionalNumber(node, "reprice", {above: 0}),
    tags: readTags(node)
  };
}

function readFlags(node: Node, name: string, candleCount: number): ReadonlySet<number> {
  const bounds = {min: 0, max: Math.max(0, candleCount - 1), whole: true};
  const values = optionalList(node, name) ?? [];
  return new Set(values.map((value, i) => checkNumber(value, `${pathOf(node, name)}[${i}]`, bounds)));
}

function readTable(node: Node): CaseSignals["takeProfit"] {
  if (isAbsent(node, "takeProfit")) return [];
  const table = nodeAt(node.fields.takeProfit, pathOf(node, "takeProfit"));
  return Object.keys(table.fields)
    .map((key) => {
      const minutes = Number(key);
      const path = pathOf(table, key);
      if (!Number.isFinite(minutes)) throw new CaseError("bad-number", path, `${path}: "${key}" is not minutes`);
      return {minutes, ratio: checkNumber(table.fields[key], path)};
    })
    .sort((a, b) => a.minutes - b.minutes);
}

function readTrailing(node: Node): Trailing {
  allowFields(node, ["distance", "positive", "offset", "onlyAfterOffset"]);
  return {
    distance: optionalNumber(node, "distance", {above: 0}),
    positive: optionalNumber(node, "positive", {above: 0}),
    offset: optionalNumber(node, "offset", {min: 0}) ?? 0,
    onlyAfterOffset: flag(node, "onlyAfterOffset", false)
  };
}

/** A distance, or true for that of `stopLoss`. */
function readCustomStop(node: Node): number | null {
  const value = node.fields.customStop;
  if (typeof value !== "boolean") return optionalNumber(node, "customStop");
  return value ? optionalNumber(node, "stopLoss") : null;
}

function readTags(node: Node): ReadonlyMap<number, string> {
  if (isAbsent(node, "tags")) return new Map();
  const {fields} = nodeAt(node.fields.tags, pathOf(node, "tags"));
  return new Map(Object.entries(fields).map(([index, text]) => [Number(index), String(text)] as const));
}
