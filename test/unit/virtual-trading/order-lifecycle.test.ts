import {describe, expect, it} from "vitest";
import {
  advance,
  isEnded,
  isOpen,
  lifecycle,
  ORDER_EVENTS,
  ORDER_LIFECYCLE,
  ORDER_STATES
} from "../../../src/lib/virtual-trading/order-lifecycle.js";

const ENDED = ["filled", "canceled", "rejected", "expired"] as const;

describe("the life of an order", () => {
  it("has an answer for every event in every state", () => {
    for (const state of ORDER_STATES) {
      expect(Object.keys(ORDER_LIFECYCLE[state]).sort()).toEqual([...ORDER_EVENTS].sort());
    }
  });

  it("ends once: an ended order answers nothing", () => {
    for (const state of ENDED) {
      expect(isEnded(state)).toBe(true);
      for (const event of ORDER_EVENTS) expect(lifecycle(state, event)).toEqual({refused: "not-open"});
    }
  });

  it("leaves every state that is not an end by some event, and reaches every state", () => {
    const reached = new Set(["pending"]);
    for (const state of ORDER_STATES) {
      const targets = ORDER_EVENTS.map((event) => lifecycle(state, event)).flatMap((o) => ("to" in o ? [o.to] : []));
      for (const target of targets) reached.add(target);
      expect(targets.some((target) => isEnded(target))).toBe(!isEnded(state));
    }
    expect([...reached].sort()).toEqual([...ORDER_STATES].sort());
  });

  it("fills only what stands at the market", () => {
    for (const state of ORDER_STATES) {
      for (const event of ["fill", "complete"] as const) expect("to" in lifecycle(state, event)).toBe(isOpen(state));
    }
  });

  it("does not reject what has been partly filled", () => {
    expect(lifecycle("partially-filled", "reject")).toHaveProperty("refused");
    expect(lifecycle("partially-filled", "cancel")).toEqual({to: "canceled"});
  });

  it("stops the program when the matching core breaks the table", () => {
    const order = {id: "a", state: "filled" as const};
    expect(() => advance(order, "fill")).toThrow("order a is filled and cannot fill");
  });
});
