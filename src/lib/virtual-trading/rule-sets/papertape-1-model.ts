/** The options of the rule set papertape-1. */
import {DEFAULT_MODEL, type MatchingModel} from "../matching/venue.js";
import {allowFields, childNode, flag, type Node, optionalNumber, optionalWord} from "../simulate/field-reading.js";

export interface Papertape1Model {
  readonly model: MatchingModel;
  /** Milliseconds from sending to arrival. */
  readonly latency: {readonly submit: number; readonly cancel: number; readonly modify: number};
}

const FIELDS = [
  "queue",
  "consume",
  "limitOnTouch",
  "candlePath",
  "stopInMarket",
  "protectionTicks",
  "volumeLimit",
  "latency",
  "slippage"
];

export function readModel(node: Node): Papertape1Model {
  allowFields(node, FIELDS);
  const latency = childNode(node, "latency");
  allowFields(latency, ["submit", "cancel", "modify"]);
  const slippage = childNode(node, "slippage");
  allowFields(slippage, ["type", "value"]);
  const milliseconds = (name: string): number => optionalNumber(latency, name, {min: 0}) ?? 0;
  return {
    model: {
      ...DEFAULT_MODEL,
      queue: flag(node, "queue", DEFAULT_MODEL.queue),
      consume: flag(node, "consume", DEFAULT_MODEL.consume),
      limitOnTouch: flag(node, "limitOnTouch", DEFAULT_MODEL.limitOnTouch),
      candlePath: optionalWord(node, "candlePath", ["adaptive", "ohlc", "olhc"]) ?? DEFAULT_MODEL.candlePath,
      stopInMarket: optionalWord(node, "stopInMarket", ["reject", "trigger"]) ?? DEFAULT_MODEL.stopInMarket,
      protectionTicks: optionalNumber(node, "protectionTicks", {min: 0}),
      volumeLimit: optionalNumber(node, "volumeLimit", {min: 0}),
      slippage: {
        type: optionalWord(slippage, "type", ["none", "bps", "ticks"]) ?? "none",
        value: optionalNumber(slippage, "value", {min: 0}) ?? 0
      }
    },
    latency: {submit: milliseconds("submit"), cancel: milliseconds("cancel"), modify: milliseconds("modify")}
  };
}
