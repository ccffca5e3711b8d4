/** The orders and actions of a case, checked field by field. */
import {ORDER_TYPES, type OrderSide, type OrderType, TIMES_IN_FORCE, type TimeInForce} from "../../vocabulary/order.js";
import {type Link, type OrderRequest, orderRequest, type Trail} from "../order.js";
import {CaseError} from "./case-error.js";
import {
  allowFields,
  flag,
  isAbsent,
  missing,
  type Node,
  type NumberBounds,
  nodeAt,
  optionalNumber,
  optionalText,
  optionalWord,
  pathOf,
  requiredNumber,
  requiredWord,
  show
} from "./field-reading.js";

export interface CaseOrder {
  readonly request: OrderRequest;
  /** When it is sent; null: a child without a time of its own, known from the start. */
  readonly time: number | null;
  /** The candle after whose close it is sent, -1 before the first; null: it names a time. */
  readonly candle: number | null;
  /** Price that bounds a market order of freqtrade-dry-run. */
  readonly reference: number | null;
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  /** lean: null when the case does not say. */
  readonly marketable: boolean | null;
}

export interface CaseAction {
  readonly index: number;
  readonly time: number;
  readonly candle: number | null;
  readonly kind: "cancel" | "modify" | "close";
  readonly id: string;
  readonly amount: number | null;
  readonly limit: number | null;
  readonly stop: number | null;
  readonly portion: number | null;
  /** undefined: not named; null: taken away. */
  readonly stopLoss: number | null | undefined;
  readonly takeProfit: number | null | undefined;
}

/** Turns a candle index into the time at which it has closed. */
export interface CandleClock {
  readonly count: number;
  readonly closeTime: (index: number) => number;
}

const ORDER_FIELDS = [
  "id",
  "time",
  "candle",
  "side",
  "type",
  "amount",
  "fraction",
  "limit",
  "stop",
  "trail",
  "tif",
  "expire",
  "postOnly",
  "reduceOnly",
  "triggerBy",
  "parent",
  "link",
  "reference",
  "stopLoss",
  "takeProfit",
  "tag",
  "marketable"
];

const CASE_TIMES_IN_FORCE = TIMES_IN_FORCE.filter((tif) => tif !== "DAY");
const POSITIVE: NumberBounds = {above: 0};

export interface OrderReading {
  readonly clock: CandleClock;
  /** Whether an order without an amount uses all the free cash. */
  readonly mayLackAmount: boolean;
}

export function readOrders(values: readonly unknown[], reading: OrderReading): CaseOrder[] {
  const orders = values.map((value, i) => readOrder(nodeAt(value, `orders[${i}]`), reading));
  const ids = new Set<string>();
  for (const [i, {request}] of orders.entries()) {
    if (ids.has(request.id)) throw new CaseError("bad-id", `orders[${i}].id`, `the id "${request.id}" is used twice`);
    ids.add(request.id);
  }
  checkLinks(orders, ids);
  return orders;
}

function readOrder(node: Node, {clock, mayLackAmount}: OrderReading): CaseOrder {
  allowFields(node, ORDER_FIELDS);
  const id = readId(node, "id");
  const side = requiredWord<OrderSide>(node, "side", {words: ["buy", "sell"], code: "bad-side"});
  const type = optionalWord<OrderType>(node, "type", ORDER_TYPES) ?? "market";
  const parent = isAbsent(node, "parent") ? null : readId(node, "parent");
  const request = orderRequest({id, side, type, parent, ...readTerms(node)});
  requireTerms(node, request, mayLackAmount || parent !== null);
  const {time, candle} = readMoment(node, clock, parent !== null);
  return {
    request,
    time,
    candle,
    reference: optionalNumber(node, "reference", POSITIVE),
    stopLoss: optionalNumber(node, "stopLoss", POSITIVE),
    takeProfit: optionalNumber(node, "takeProfit", POSITIVE),
    marketable: isAbsent(node, "marketable") ? null : flag(node, "marketable", false)
  };
}

function readTerms(node: Node): Partial<OrderRequest> {
  return {
    amount: optionalNumber(node, "amount", POSITIVE),
    fraction: optionalNumber(node, "fraction", {above: 0, max: 1}),
    limit: optionalNumber(node, "limit", POSITIVE),
    stop: optionalNumber(node, "stop", POSITIVE),
    trail: isAbsent(node, "trail") ? null : readTrail(nodeAt(node.fields.trail, pathOf(node, "trail"))),
    tif: optionalWord<TimeInForce>(node, "tif", CASE_TIMES_IN_FORCE) ?? "GTC",
    expire: optionalNumber(node, "expire"),
    postOnly: flag(node, "postOnly", false),
    reduceOnly: flag(node, "reduceOnly", false),
    triggerBy: optionalWord(node, "triggerBy", ["last", "quote"]),
    link: isAbsent(node, "link") ? null : readLink(nodeAt(node.fields.link, pathOf(node, "link"))),
    tag: optionalText(node, "tag")
  };
}

function readTrail(node: Node): Trail {
  allowFields(node, ["by", "value", "activation"]);
  const by = optionalWord(node, "by", ["price", "ticks", "percent", "bps"]);
  if (by === null) throw missing(node, "by");
  return {by, value: requiredNumber(node, "value", POSITIVE), activation: optionalNumber(node, "activation", POSITIVE)};
}

function readLink(node: Node): Link {
  allowFields(node, ["group", "type"]);
  const group = optionalText(node, "group");
  const type = optionalWord(node, "type", {words: ["oco", "ouo"], code: "bad-link"});
  if (group !== null && type !== null) return {group, type};
  throw new CaseError("bad-link", node.path, `${node.path} needs a group and a type (oco or ouo)`);
}

/** What each type cannot do without. */
function requireTerms(node: Node, request: OrderRequest, mayLackAmount: boolean): void {
  const {type} = request;
  if (request.amount === null && request.fraction === null && !mayLackAmount) throw missing(node, "amount");
  const needsLimit = type === "limit" || type === "stop-limit" || type === "take-profit-limit";
  const needsStop = type !== "market" && type !== "limit" && type !== "trailing-stop";
  if (needsLimit && request.limit === null) throw missing(node, "limit");
  if (needsStop && request.stop === null) throw missing(node, "stop");
  if (type === "trailing-stop" && request.trail === null) throw missing(node, "trail");
  if (request.tif === "GTD" && request.expire === null) throw missing(node, "expire");
}

function readMoment(
  node: Node,
  clock: CandleClock,
  isOptional: boolean
): {readonly time: number | null; readonly candle: number | null} {
  const candle = optionalNumber(node, "candle", {min: -1, max: clock.count - 1, whole: true});
  if (candle !== null) return {time: clock.closeTime(candle), candle};
  const time = optionalNumber(node, "time");
  if (time === null && !isOptional) throw missing(node, "time");
  return {time, candle: null};
}

function readId(node: Node, name: string): string {
  const value = node.fields[name];
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number") return String(value);
  throw new CaseError("bad-id", pathOf(node, name), `${pathOf(node, name)} is ${show(value)}, not a text`);
}

function checkLinks(orders: readonly CaseOrder[], ids: ReadonlySet<string>): void {
  const types = new Map<string, string>();
  for (const [i, {request}] of orders.entries()) {
    const {parent, link, id} = request;
    if (parent !== null && (!ids.has(parent) || isOwnAncestor(orders, id))) {
      throw new CaseError("bad-link", `orders[${i}].parent`, `"${parent}" cannot be the parent of "${id}"`);
    }
    if (link === null) continue;
    const type = types.get(link.group) ?? link.type;
    if (type !== link.type) {
      throw new CaseError(
        "bad-link",
        `orders[${i}].link`,
        `the group "${link.group}" is both ${type} and ${link.type}`
      );
    }
    types.set(link.group, type);
  }
}

function isOwnAncestor(orders: readonly CaseOrder[], id: string): boolean {
  let at: string | null = id;
  for (let steps = 0; steps <= orders.length && at !== null; steps++) {
    at = orders.find(({request}) => request.id === at)?.request.parent ?? null;
    if (at === id) return true;
  }
  return false;
}

const ACTION_FIELDS = ["time", "candle", "cancel", "modify", "amount", "limit", "stop"];
/** What only next-open-all-in knows. */
const ALL_IN_FIELDS = ["close", "portion", "stopLoss", "takeProfit"];

export interface ActionReading {
  readonly clock: CandleClock;
  readonly ids: ReadonlySet<string>;
  readonly isAllIn: boolean;
}

export function readActions(values: readonly unknown[], reading: ActionReading): CaseAction[] {
  return values.map((value, i) => readAction(nodeAt(value, `actions[${i}]`), i, reading));
}

function readAction(node: Node, index: number, {clock, ids, isAllIn}: ActionReading): CaseAction {
  allowFields(node, isAllIn ? [...ACTION_FIELDS, ...ALL_IN_FIELDS] : ACTION_FIELDS);
  const kind = (["cancel", "modify", "close"] as const).find((name) => !isAbsent(node, name));
  if (kind === undefined) throw missing(node, "cancel");
  const id = readId(node, kind);
  if (!ids.has(id) && !(kind === "close" && id === "all")) {
    throw new CaseError("bad-id", pathOf(node, kind), `there is no order "${id}"`);
  }
  const {time, candle} = readMoment(node, clock, false);
  const named = (name: string): number | null | undefined =>
    node.fields[name] === undefined ? undefined : optionalNumber(node, name, POSITIVE);
  return {
    index,
    time: time ?? 0,
    candle,
    kind,
    id,
    amount: optionalNumber(node, "amount"),
    limit: optionalNumber(node, "limit", POSITIVE),
    stop: optionalNumber(node, "stop", POSITIVE),
    portion: optionalNumber(node, "portion", {above: 0, max: 1}),
    stopLoss: named("stopLoss"),
    takeProfit: named("takeProfit")
  };
}
