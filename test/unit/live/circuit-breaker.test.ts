/** The circuit breaker around an outside dependency. */
import {describe, expect, it, vi} from "vitest";
import {createBreaker} from "../../../src/live/integration/circuit-breaker.js";

const fails = () => Promise.reject(new Error("no route"));
const works = () => Promise.resolve("here");

describe("a circuit breaker", () => {
  it("opens after failures in a row, then answers without asking, and closes when a trial call succeeds", async () => {
    const breaker = createBreaker("exchange", {failuresToOpen: 3, retryAfterMs: 30});
    const states: string[] = [];
    breaker.onStateChange((state) => states.push(state));
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(breaker.call(fails)).rejects.toThrow("no route");
    expect(breaker.state).toBe("open");
    let asked = 0;
    const counting = () => {
      asked += 1;
      return works();
    };
    await expect(breaker.call(counting)).rejects.toMatchObject({code: "BREAKER_OPEN", retryable: true});
    expect(asked).toBe(0);
    await vi.waitFor(async () => expect(await breaker.call(counting)).toBe("here"), {interval: 5});
    expect(asked).toBe(1);
    expect(breaker.state).toBe("closed");
    expect(states).toEqual(["open", "half-open", "closed"]);
  });

  it("opens again when the trial call fails", async () => {
    const breaker = createBreaker("exchange", {failuresToOpen: 1, retryAfterMs: 10});
    await expect(breaker.call(fails)).rejects.toThrow("no route");
    await vi.waitFor(() => expect(breaker.call(fails)).rejects.toThrow("no route"), {interval: 5});
    expect(breaker.state).toBe("open");
  });

  it("counts a call that takes too long as failed and tells it to end", async () => {
    const breaker = createBreaker("database", {failuresToOpen: 1, timeoutMs: 20});
    let wasToldToEnd = false;
    const hanging = (signal: AbortSignal) =>
      new Promise<void>(() => {
        signal.addEventListener("abort", () => {
          wasToldToEnd = true;
        });
      });
    await expect(breaker.call(hanging)).rejects.toMatchObject({code: "BREAKER_TIMEOUT"});
    expect(wasToldToEnd).toBe(true);
    expect(breaker.state).toBe("open");
  });

  it("stays closed over errors that do not speak of the dependency's health", async () => {
    const isFailure = (error: unknown) => !(error instanceof RangeError);
    const breaker = createBreaker("exchange", {failuresToOpen: 1, isFailure});
    await expect(breaker.call(() => Promise.reject(new RangeError("amount too small")))).rejects.toThrow("too small");
    expect(breaker.state).toBe("closed");
  });
});
