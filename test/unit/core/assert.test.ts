/** Checks that come a million times a second: what they say is written only when they fail. */
import {expect, test} from "vitest";
import {assert, InvariantError, present} from "../../../src/lib/core/assert.js";

function never(): string {
  throw new Error("the message was written");
}

test("a check that holds does not write its message", () => {
  assert(true, never);
  expect(present(0, never)).toBe(0);
});

test("a check that fails says what was wrong, written before or then", () => {
  expect(() => assert(false, "a is 1")).toThrow(new InvariantError("Invariant: a is 1"));
  expect(() => assert(false, () => "a is 2")).toThrow(new InvariantError("Invariant: a is 2"));
  expect(() => present(null, "the price")).toThrow(new InvariantError("Invariant: the price is missing"));
  expect(() => present(undefined, () => "candle 3")).toThrow(new InvariantError("Invariant: candle 3 is missing"));
});
