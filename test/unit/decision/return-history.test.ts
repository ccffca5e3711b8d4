import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {returnCorrelation} from "../../../src/lib/decision/return-correlation.js";
import {createReturnHistory} from "../../../src/lib/decision/return-history.js";
import {closeAt} from "../agents/agent-tape.js";

describe("past returns", () => {
  it("give the volatility of one candle, unknown before eight of them", () => {
    const history = createReturnHistory(HOUR_MS);
    for (let i = 0; i <= 7; i++)
      history.add({closeTime: closeAt(i), close: 100 * 1.01 ** (i % 2), missingBefore: 0}, 48);
    expect(history.volatility()).toBeNull();
    history.add({closeTime: closeAt(8), close: 100, missingBefore: 0}, 48);
    expect(history.volatility()).toBeCloseTo(Math.log(1.01), 12);
  });

  it("leave the return over a gap out", () => {
    const history = createReturnHistory(HOUR_MS);
    history.add({closeTime: closeAt(0), close: 100, missingBefore: 0}, 48);
    history.add({closeTime: closeAt(5), close: 200, missingBefore: 4}, 48);
    expect(history.returnAt(closeAt(5))).toBeNaN();
    expect(history.lastClose()).toBe(200);
  });

  it("say how alike two instruments move over the candles that both have", () => {
    const random = seededRandom(4);
    const [a, b, c] = [createReturnHistory(HOUR_MS), createReturnHistory(HOUR_MS), createReturnHistory(HOUR_MS)];
    let [x, y, z] = [100, 100, 100];
    for (let i = 0; i < 300; i++) {
      const common = random.normal();
      [x, y, z] = [x * Math.exp(0.01 * common), y * Math.exp(0.02 * common), z * Math.exp(0.01 * random.normal())];
      a.add({closeTime: closeAt(i), close: x, missingBefore: 0}, 48);
      if (i % 7 !== 0) b.add({closeTime: closeAt(i), close: y, missingBefore: i % 7 === 1 ? 1 : 0}, 48);
      c.add({closeTime: closeAt(i), close: z, missingBefore: 0}, 48);
    }
    const window = {closeTime: closeAt(299), candles: 200, candleMs: HOUR_MS};
    expect(returnCorrelation(a, b, window)).toBeCloseTo(1, 9);
    expect(Math.abs(returnCorrelation(a, c, window) ?? 1)).toBeLessThan(0.2);
    expect(returnCorrelation(a, b, {...window, candles: 5})).toBeNull();
  });
});
