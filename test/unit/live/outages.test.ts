/** Which missing candles an exchange's own word explains. */
import {expect, it} from "vitest";
import {Outages} from "../../../src/live/collection/outages.js";
import {classifyExchangeFailure} from "../../../src/loaders/exchange/exchange-failure.js";

const MINUTE = 60_000;
const down = classifyExchangeFailure(new Error("503 service unavailable"));
const away = classifyExchangeFailure(new Error("ECONNREFUSED"));
const minutes = (from: number, to: number) => ({from: from * MINUTE, to: to * MINUTE});

it("explains candles that were open while the exchange said that it was down, and no others", () => {
  expect(down.code).toBe("EXCHANGE_UNAVAILABLE");
  const outages = new Outages(0);
  outages.answered(10.5 * MINUTE);
  outages.failed(down);
  expect(outages.explains(minutes(11, 12), MINUTE)).toBe(false);
  outages.answered(15.5 * MINUTE);
  expect(outages.explains(minutes(11, 14), MINUTE)).toBe(true);
  expect(outages.explains(minutes(10, 15), MINUTE)).toBe(true);
  expect(outages.explains(minutes(9, 12), MINUTE)).toBe(false);
  expect(outages.explains(minutes(12, 16), MINUTE)).toBe(false);
});

it("knows nothing of the time when the exchange could not be reached", () => {
  expect(away.code).toBe("EXCHANGE_UNREACHABLE");
  const outages = new Outages(0);
  outages.failed(away);
  outages.answered(15 * MINUTE);
  expect(outages.explains(minutes(3, 4), MINUTE)).toBe(false);
  outages.failed(down);
  outages.failed(away);
  outages.answered(20 * MINUTE);
  expect(outages.explains(minutes(16, 17), MINUTE)).toBe(true);
});
