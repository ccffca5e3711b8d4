/** Reads one case of `papertape simulate` (format 1) into checked values; the first thing that is wrong is thrown. */
import type {FeeRates, InstrumentInput, InstrumentRules} from "../instrument-rules.js";
import {instrumentRules} from "../instrument-rules.js";
import {CaseError} from "./case-error.js";
import {type CaseMarket, type ReadCsv, readMarket} from "./case-market.js";
import {type CandleClock, type CaseAction, type CaseOrder, readActions, readOrders} from "./case-orders.js";
import {type CaseSignals, readSignals} from "./case-signals.js";
import {
  allowFields,
  childNode,
  isAbsent,
  missing,
  type Node,
  nodeAt,
  optionalList,
  optionalNumber,
  optionalText,
  optionalWord,
  requiredNumber,
  requiredWord,
  show
} from "./field-reading.js";

export const RULE_SETS = [
  "papertape-1",
  "freqtrade-like",
  "freqtrade-dry-run",
  "next-open-all-in",
  "lean-immediate",
  "lean-gap",
  "volume-share"
] as const;
export type RuleSet = (typeof RULE_SETS)[number];

export interface SimulationCase {
  readonly id: string;
  readonly rules: RuleSet;
  readonly instrument: InstrumentRules;
  readonly cash: number;
  readonly account: "spot" | "margin";
  readonly position: {readonly amount: number; readonly averagePrice: number} | null;
  readonly market: CaseMarket;
  readonly orders: readonly CaseOrder[];
  readonly actions: readonly CaseAction[];
  readonly signals: CaseSignals;
  readonly stake: number | null;
  /** The options of the rule set, not read yet: each rule set knows its own. */
  readonly model: Node;
  readonly output: ReadonlySet<string>;
}

/** Fields that explain a case or check its result; they change nothing. */
const UNREAD_FIELDS = [
  "format",
  "group",
  "id",
  "name",
  "source",
  "checks",
  "note",
  "tolerance",
  "expect",
  "derived",
  "kind",
  "rules"
];

const SIMULATE_FIELDS = [
  ...UNREAD_FIELDS,
  "instrument",
  "cash",
  "account",
  "position",
  "market",
  "orders",
  "signals",
  "actions",
  "stake",
  "model",
  "output"
];

export const PROTECTIONS_FIELDS = [...UNREAD_FIELDS, "timeframe", "protections", "steps"];

/** @throws CaseError */
export function readKind(node: Node): "simulate" | "protections" {
  return optionalWord(node, "kind", {words: ["simulate", "protections"], code: "unknown-kind"}) ?? "simulate";
}

/** @throws CaseError */
export function readCase(node: Node, readCsv: ReadCsv): SimulationCase {
  allowFields(node, SIMULATE_FIELDS);
  const rules = requiredWord(node, "rules", {words: RULE_SETS, code: "unknown-rules"});
  if (isAbsent(node, "market")) throw missing(node, "market");
  const market = readMarket(childNode(node, "market"), readCsv);
  const clock = candleClock(market);
  const orderList = optionalList(node, "orders");
  if ((orderList === null) === isAbsent(node, "signals")) {
    throw new CaseError("orders-or-signals", "orders", "a case has either orders or signals, and not both");
  }
  const isAllIn = rules === "next-open-all-in";
  const orders = readOrders(orderList ?? [], {clock, mayLackAmount: isAllIn});
  const ids = new Set(orders.map(({request}) => request.id));
  return {
    id: optionalText(node, "id") ?? "",
    rules,
    instrument: readInstrument(childNode(node, "instrument")),
    cash: requiredNumber(node, "cash", {min: 0}),
    account: optionalWord(node, "account", ["spot", "margin"]) ?? "spot",
    position: isAbsent(node, "position") ? null : readPosition(nodeAt(node.fields.position, "position")),
    market,
    orders,
    actions: readActions(optionalList(node, "actions") ?? [], {clock, ids, isAllIn}),
    signals: readSignals(childNode(node, "signals"), market.candles.length),
    stake: optionalNumber(node, "stake", {above: 0}),
    model: childNode(node, "model"),
    output: readOutput(node)
  };
}

function candleClock({candles}: CaseMarket): CandleClock {
  return {
    count: candles.length,
    closeTime: (index) => (index < 0 ? candles[0]?.openTime : candles[index]?.closeTime) ?? 0
  };
}

const INSTRUMENT_FIELDS = [
  "symbol",
  "priceIncrement",
  "amountIncrement",
  "minAmount",
  "maxAmount",
  "minNotional",
  "quoteDecimals",
  "fees",
  "feeIn"
];

function readInstrument(node: Node): InstrumentRules {
  allowFields(node, INSTRUMENT_FIELDS);
  const input: Record<string, unknown> = {symbol: optionalText(node, "symbol") ?? ""};
  const bounds = {
    priceIncrement: {above: 0},
    amountIncrement: {above: 0},
    minAmount: {min: 0},
    maxAmount: {min: 0},
    minNotional: {min: 0},
    quoteDecimals: {min: 0, max: 30, whole: true}
  };
  for (const [name, bound] of Object.entries(bounds)) {
    const value = optionalNumber(node, name, bound);
    if (value !== null) input[name] = value;
  }
  const feeIn = optionalWord(node, "feeIn", ["quote", "received"]);
  if (feeIn !== null) input.feeIn = feeIn;
  if (!isAbsent(node, "fees")) input.fees = readFees(node.fields.fees);
  return instrumentRules(input as InstrumentInput);
}

function readFees(fees: unknown): {maker: number; taker: number} | FeeRates[] {
  if (!Array.isArray(fees)) return readRates(nodeAt(fees, "instrument.fees"), ["maker", "taker"]);
  return fees.map((entry, i) => {
    const node = nodeAt(entry, `instrument.fees[${i}]`);
    return {...readRates(node, ["from", "maker", "taker"]), from: requiredNumber(node, "from")};
  });
}

function readRates(node: Node, fields: readonly string[]): {maker: number; taker: number} {
  allowFields(node, fields);
  return {maker: requiredNumber(node, "maker"), taker: requiredNumber(node, "taker")};
}

function readPosition(node: Node): {amount: number; averagePrice: number} {
  allowFields(node, ["amount", "averagePrice"]);
  const amount = requiredNumber(node, "amount");
  return {amount, averagePrice: requiredNumber(node, "averagePrice", {min: 0})};
}

function readOutput(node: Node): ReadonlySet<string> {
  const known = ["equityCurve", "stats"];
  const values = optionalList(node, "output") ?? [];
  for (const [i, value] of values.entries()) {
    if (!known.includes(String(value))) {
      throw new CaseError("unknown-type", `output[${i}]`, `output[${i}] is ${show(value)}, not ${known.join(" or ")}`);
    }
  }
  return new Set(values.map(String));
}
