/** Positions of both buses in their total order. */
import {expect, it} from "vitest";
import {comparePositions} from "../../../src/lib/integration/ports/event-bus.js";

it("orders positions by number, not by text", () => {
  const redis = ["1700000000000-10", "1700000000000-9", "999-0", "1700000000001-0"];
  expect([...redis].sort(comparePositions)).toEqual([
    "999-0",
    "1700000000000-9",
    "1700000000000-10",
    "1700000000001-0"
  ]);
  expect(["10", "9", "9007199254740993", "9007199254740992"].sort(comparePositions)).toEqual([
    "9",
    "10",
    "9007199254740992",
    "9007199254740993"
  ]);
  expect(comparePositions("5-0", "5-0")).toBe(0);
});
