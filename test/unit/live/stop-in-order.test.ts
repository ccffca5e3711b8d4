/** The daemon stops its parts one after the other, and none of them can keep it from stopping. */
import {pino} from "pino";
import {expect, it} from "vitest";
import {type Stoppable, stopInOrder} from "../../../src/live/stop-in-order.js";

function logged() {
  const lines: {part?: string; msg: string}[] = [];
  const logger = pino({base: null}, {write: (line: string) => void lines.push(JSON.parse(line))});
  return {lines, logger};
}

it("asks each part when the one before has stopped", async () => {
  const order: string[] = [];
  const part = (name: string): Stoppable => [
    name,
    async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    }
  ];
  await stopInOrder([part("door"), part("session")], logged());
  expect(order).toEqual(["door begins", "door ends", "session begins", "session ends"]);
});

it("leaves behind, and names, a part that never stops", async () => {
  const {lines, logger} = logged();
  const asked: string[] = [];
  const parts: readonly Stoppable[] = [
    ["stuck", () => new Promise(() => {})],
    ["next", async () => asked.push("next")]
  ];
  await stopInOrder(parts, {logger, patienceMs: 10});
  expect(asked).toEqual(["next"]);
  expect(lines).toMatchObject([{part: "stuck", msg: "did not stop in time"}, {part: "next"}]);
});

it("tells of a part that failed to stop after all were asked", async () => {
  const asked: string[] = [];
  const parts: readonly Stoppable[] = [
    ["broken", () => Promise.reject(new Error("no"))],
    ["next", async () => asked.push("next")]
  ];
  await expect(stopInOrder(parts, logged())).rejects.toThrow("no");
  expect(asked).toEqual(["next"]);
});
